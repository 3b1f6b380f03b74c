from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from accounts.requests import UserRequest
from recovery_plans.comments import threads_about
from recovery_plans.document import build_action
from recovery_plans.filters import ActionFilter
from recovery_plans.forms import ActionPage, ReportPage
from recovery_plans.forms.rows import saved_by_itself
from recovery_plans.models import Action, RecoveryPlan
from recovery_plans.money import money_in
from recovery_plans.progress import RULE_OF_ACTION, measure, percent_of
from recovery_plans.services import (
    PlanClosed,
    move_action,
    put_back_action,
    remove_action,
    save_action,
    save_report,
)
from recovery_plans.views.scope import CLOSED, clock_of, require, whole_plan_or_404
from writing.models import Change
from writing.presence import open_for_writing

LAST_CHANGES = 5
ADDED_LATELY = 20
Save = Callable[..., bool]


@require_safe
def action_list(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    actions = plan.actions.current().select_related("pathway", "lead")
    chosen = ActionFilter(request.GET, actions.with_sums().with_milestones(), plan=plan)
    page = Paginator(chosen.qs, 50).get_page(request.GET.get("page"))
    measured = measure(page.object_list)
    keep = request.GET.copy()
    keep.pop("page", None)
    return render(
        request,
        "recovery_plans/action_list.html",
        {
            "plan": plan,
            "filter": chosen,
            "page": page,
            "keep": keep.urlencode(),
            "rows": [
                (action, money_in(action), percent_of(measured[action.pk].share))
                for action in page.object_list
            ],
            "removed": plan.actions.filter(removed_at__isnull=False).order_by("number"),
            "rule": RULE_OF_ACTION,
            "can_edit": plan.can_be_edited_by(request.user),
            "can_report": plan.can_be_reported_by(request.user),
        },
    )


def action_add(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.is_written_by(request.user))
    action = Action(plan=plan)
    if pathway := plan.framework.pathways.filter(code=request.GET.get("pathway")).first():
        action.pathway = pathway
    page = ActionPage(request.POST or None, action=action)
    if request.method == "POST" and _saved(save_action, page, by=request.user):
        messages.success(request, _("Action %(number)s is added.") % {"number": action.number})
        return _after_saving(request, action)
    return _show_form(request, plan, action, page, is_new=True)


@vary_on_headers("HX-Request")
def action_edit(request: UserRequest, plan_id: int, number: int) -> HttpResponse:
    """An action: to be written by the city, to be read and asked about by others."""
    plan = whole_plan_or_404(request.user, plan_id)
    action = _action_or_404(plan, number)
    require(request.method != "POST" or plan.is_written_by(request.user))
    if request.method == "POST" and request.headers.get("HX-Request"):
        return _save_by_itself(request, plan, action)
    page = ActionPage(request.POST or None, action=action)
    if request.method == "POST" and _saved(save_action, page, by=request.user):
        messages.success(request, _("Saved."))
        return _after_saving(request, action)
    return _show_form(request, plan, action, page)


def _save_by_itself(request: UserRequest, plan: RecoveryPlan, action: Action) -> HttpResponse:
    """All but rows being begun and those ticked to go, which wait for the button."""
    typed, waits = saved_by_itself(request.POST)
    page = ActionPage(typed, action=action)
    is_saved = _saved(save_action, page, by=request.user)
    clock = clock_of(plan, request.user)
    shown = {"page": page, "form": page.form, "clock": clock, "waits": waits}
    template = "_action_saved" if is_saved else "_action_not_saved"
    reply = render(request, f"recovery_plans/{template}.html", shown)
    answer = "saved-in-part" if waits else "saved"
    reply.headers["HX-Trigger"] = answer if is_saved else "refused"
    return reply


def _show_form(
    request: UserRequest, plan: RecoveryPlan, action: Action, page: ActionPage,
    *, is_new: bool = False,
) -> HttpResponse:  # fmt: skip
    can_edit = plan.can_be_edited_by(request.user) or request.method == "POST"
    require(can_edit or not is_new)
    shown: dict[str, Any] = {
        "plan": plan,
        "action": action,
        "is_new": is_new,
        "clock": clock_of(plan, request.user),
    }
    if can_edit:
        shown |= {"page": page, "form": page.form}
    if is_new:
        shown["added"] = _added_lately(plan, request.user)
    elif can_edit:
        shown["here"] = open_for_writing(action, request.user, clock=shown["clock"])
    if not is_new:
        shown |= _said_of(action, plan, request.user)
    if not can_edit:
        shown["text"] = build_action(action)
    template = "action_edit" if can_edit else "action_detail"
    return render(request, f"recovery_plans/{template}.html", shown)


def _said_of(action: Action, plan: RecoveryPlan, user: User) -> dict[str, Any]:
    changes = Change.objects.of(action).select_related("by", "content_type")
    return {
        "threads": threads_about(action),
        "changes": changes[:LAST_CHANGES],
        "can_comment": plan.can_be_commented_by(user),
        "can_report": plan.can_be_reported_by(user),
    }


def _added_lately(plan: RecoveryPlan, user: User) -> list[str]:
    """Titles, so that a text kept on the user's device is not offered once it is saved."""
    own = plan.actions.filter(changed_by=user).order_by("-number")
    return list(own.values_list("title", flat=True)[:ADDED_LATELY])


def action_report(request: UserRequest, plan_id: int, number: int) -> HttpResponse:
    """Progress on an action while a revision is public; the text is not touched."""
    plan = whole_plan_or_404(request.user, plan_id)
    action = _action_or_404(plan, number)
    require(plan.can_be_reported_by(request.user) and action.is_published)
    page = ReportPage(request.POST or None, action=action)
    if request.method == "POST" and _saved(save_report, page, by=request.user):
        messages.success(request, _("Progress is saved."))
        return _after_saving(request, action)
    return render(
        request,
        "recovery_plans/action_report.html",
        {
            "plan": plan,
            "action": action,
            "page": page,
            "form": page.form,
            "rule": RULE_OF_ACTION,
            "clock": clock_of(plan, request.user),
        },
    )


def action_remove(request: UserRequest, plan_id: int, number: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    action = _action_or_404(plan, number)
    require(plan.can_be_edited_by(request.user))
    if request.method == "POST":
        remove_action(action, by=request.user)
        text = _("Action %(number)s is taken out of the plan. Its number is not given again.")
        messages.success(request, text % {"number": action.number})
        return redirect("recovery_plans:action_list", plan.pk)
    return render(request, "recovery_plans/action_remove.html", {"plan": plan, "action": action})


@require_POST
def action_put_back(request: UserRequest, plan_id: int, number: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    action = get_object_or_404(plan.actions, number=number)
    require(plan.can_be_edited_by(request.user))
    put_back_action(action, by=request.user)
    text = _("Action %(number)s is part of the plan again.")
    messages.success(request, text % {"number": action.number})
    return redirect("recovery_plans:action_list", plan.pk)


@require_POST
def action_move(request: UserRequest, plan_id: int, number: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    action = _action_or_404(plan, number)
    require(plan.can_be_edited_by(request.user))
    move_action(action, up=request.POST.get("direction") == "up", by=request.user)
    return redirect(f"{reverse('recovery_plans:action_list', args=[plan.pk])}#action-{number}")


def _action_or_404(plan: RecoveryPlan, number: int) -> Action:
    actions = plan.actions.current().select_related(
        "pathway__pillar", "lead", "changed_by",
        "copied_from__plan__project_city__city", "copied_from__plan__published",
    ).defer("copied_from__plan__published__content")  # fmt: skip
    action = get_object_or_404(actions, number=number)
    action.plan = plan  # with its city, read already
    return action


def _saved(save: Save, page: ActionPage | ReportPage, *, by: User) -> bool:
    try:
        return save(page.action, page, by=by)
    except PlanClosed:
        page.form.full_clean()
        page.form.add_error(None, CLOSED)
        return False


def _after_saving(request: UserRequest, action: Action) -> HttpResponse:
    money = money_in(Action.objects.with_sums().get(pk=action.pk))
    if money.asks_more_than_gap:  # it may be meant: a grant that is asked of two donors
        words = _("Action %(number)s: more money is requested than is missing. Is that meant?")
        messages.warning(request, words % {"number": action.number})
    if page := request.POST.get("again"):  # more blank rows are wanted
        page = "action_report" if page == "report" else "action_edit"
        return redirect(f"recovery_plans:{page}", action.plan_id, action.number)
    page = reverse("recovery_plans:action_list", args=[action.plan_id])
    return redirect(f"{page}#action-{action.number}")
