from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import UserRequest
from projects.models import Project
from recovery_plans.filters import PlanFilter, as_shown_to
from recovery_plans.forms import NoteForm, PathwaysPage, PlanBeginForm, PlanPage
from recovery_plans.gaps import gaps_of
from recovery_plans.models import RecoveryPlan, RecoveryPlanQuerySet, WritingStatus
from recovery_plans.next_step import next_step
from recovery_plans.overview import PlanOverview
from recovery_plans.roles import cities_to_begin
from recovery_plans.services import PlanClosed, PlanExists, create_plan, save_page
from recovery_plans.stamp import stamps_of
from recovery_plans.totals import totals_of_plans
from recovery_plans.transitions import PlanState
from recovery_plans.views.publication import show_revision
from recovery_plans.views.scope import CLOSED, clock_of, plan_or_404, require, whole_plan_or_404


@login_not_required  # published plans are public
def plan_list(request: HttpRequest) -> HttpResponse:
    plans = RecoveryPlan.objects.visible_to(request.user).with_city()
    chosen = PlanFilter(request.GET, as_shown_to(request.user, plans))  # type: ignore[no-untyped-call]
    page = Paginator(_with_written(chosen.qs), 50).get_page(request.GET.get("page"))
    shown: list[Any] = list(page.object_list)  # with what the queries above add to each
    totals, stamps = totals_of_plans(shown), stamps_of(shown)
    keep = request.GET.copy()
    keep.pop("page", None)
    return render(
        request,
        "recovery_plans/plan_list.html",
        {
            "filter": chosen,
            "page": page,
            "keep": keep.urlencode(),
            "rows": [
                (plan, PlanState(plan.shown_state), totals[plan.pk].progress, stamps.get(plan.pk))
                for plan in shown
            ],
            "is_example": any(plan.is_example for plan in shown),
            "can_begin": cities_to_begin(request.user).exists(),
            "reads_across": Project.objects.read_by(request.user).exists(),
        },
    )


def _with_written(plans: RecoveryPlanQuerySet) -> RecoveryPlanQuerySet:
    part, ready = Q(sections__is_part=True), Q(sections__status=WritingStatus.READY)
    in_order = plans.order_by("project_city__city__name", "pk")
    return in_order.annotate(
        part_count=Count("sections", filter=part),
        ready_count=Count("sections", filter=part & ready),
    )


def plan_add(request: UserRequest) -> HttpResponse:
    cities = cities_to_begin(request.user)
    require(cities.exists())
    form = PlanBeginForm(request.POST or None, cities=cities, initial=request.GET.dict())
    if form.is_valid():
        try:
            plan = create_plan(**form.cleaned_data, by=request.user)
        except PlanExists:
            form.add_error("project_city", _("This city has a plan already."))
        else:
            messages.success(request, _("The plan is begun."))
            return redirect("recovery_plans:plan_detail", plan.pk)
    return render(request, "recovery_plans/plan_add.html", {"form": form})


@login_not_required  # a published revision is public; everything else is asked for below
def plan_detail(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = plan_or_404(request.user, plan_id)
    if plan.published and not plan.can_be_read_whole_by(request.user):
        return show_revision(request, plan, plan.published.number)
    overview = PlanOverview(plan)
    return render(
        request,
        "recovery_plans/plan_detail.html",
        {
            "plan": plan,
            "overview": overview,
            "next": next_step(overview, request.user),
            "note_form": NoteForm(),
            "clock": clock_of(plan, request.user),
            "can": rights(plan, request.user),
        },
    )


def rights(plan: RecoveryPlan, user: User | AnonymousUser) -> dict[str, bool]:
    """What the page offers; each view asks again for itself."""
    return {
        "edit": plan.can_be_edited_by(user),
        "take_along": plan.can_be_taken_along_by(user),
        "comment": plan.can_be_commented_by(user),
        "send_back": plan.can_be_sent_back_by(user),
        "review": plan.can_be_reviewed_by(user),
        "reopen": plan.can_be_reopened_by(user),
        "withdraw": plan.can_be_withdrawn_by(user),
        "adopt": plan.can_be_adopted_by(user),
        "report": plan.can_be_reported_by(user),
    }


def plan_edit(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(may_open(plan, request))
    page = PlanPage(request.POST or None, plan=plan)
    if request.method == "POST" and saved_page(page, plan=plan, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("recovery_plans:plan_detail", plan.pk)
    return render(
        request,
        "recovery_plans/plan_edit.html",
        {"plan": plan, "page": page, "form": page.form, "clock": clock_of(plan, request.user)},
    )


def plan_pathways(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(may_open(plan, request))
    page = PathwaysPage(request.POST or None, plan=plan)
    if request.method == "POST" and saved_page(page, plan=plan, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("recovery_plans:plan_detail", plan.pk)
    return render(request, "recovery_plans/plan_pathways.html", {"plan": plan, "page": page})


def may_open(plan: RecoveryPlan, request: UserRequest) -> bool:
    """What was typed before the plan was closed is shown again rather than refused."""
    if request.method == "POST":
        return plan.is_written_by(request.user)
    return plan.can_be_edited_by(request.user)


def saved_page(page: PlanPage | PathwaysPage, *, plan: RecoveryPlan, by: User) -> bool:
    try:
        return save_page(page, plan=plan, by=by)
    except PlanClosed:
        page.forms[0].full_clean()
        page.forms[0].add_error(None, CLOSED)
        return False


@require_safe
def plan_check(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    return render(
        request,
        "recovery_plans/plan_check.html",
        {
            "plan": plan,
            "gaps": gaps_of(plan),
            "can_submit": plan.can_be_submitted_by(request.user),
            "can_edit": plan.can_be_edited_by(request.user),
        },
    )
