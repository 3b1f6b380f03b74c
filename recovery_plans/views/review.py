from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import UserRequest
from recovery_plans.comments import threads_of
from recovery_plans.forms import ChangesForm, CommentForm, DueForm
from recovery_plans.models import Action, Chapter, Comment, PathwaySection, RecoveryPlan
from recovery_plans.parts import part_name, part_url
from recovery_plans.services import (
    MoveRefused,
    NoteMissing,
    PlanIncomplete,
    add_comment,
    move_plan,
    reopen_thread,
    request_changes,
    set_due_date,
    settle_thread,
)
from recovery_plans.transitions import PlanState
from recovery_plans.views.scope import clock_of, require, whole_plan_or_404


@require_safe
def comment_list(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    page = Paginator(threads_of(plan), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "recovery_plans/comment_list.html",
        {
            "plan": plan,
            "page": page,
            "rows": [
                (thread, part_name(thread), part_url(plan, thread)) for thread in page.object_list
            ],
            "clock": clock_of(plan, request.user),
            "can_comment": plan.can_be_commented_by(request.user),
            "can_ask": plan.can_be_asked_by(request.user),
        },
    )


def comment_add(request: UserRequest, plan_id: int) -> HttpResponse:
    """Say something on the plan, on the part named by `about`, or in reply to `answers`."""
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.can_be_commented_by(request.user))
    answers = _answered(plan, request.GET.get("answers", ""))
    about = answers.part if answers else _part(plan, request.GET.get("about", ""))
    may_ask = plan.can_be_asked_by(request.user) and answers is None

    form = CommentForm(request.POST or None, may_ask=may_ask)
    if form.is_valid():
        comment = add_comment(
            plan, **form.cleaned_data, about=about, answers=answers, by=request.user
        )
        messages.success(request, _("Your comment is added."))
        return redirect(_thread_url(plan, comment.answers or comment))
    return render(
        request,
        "recovery_plans/comment_add.html",
        {
            "plan": plan,
            "form": form,
            "answers": answers,
            "about": about,
            "about_name": _name_of(about),
            "clock": clock_of(plan, request.user),
        },
    )


@require_POST
def comment_settle(request: UserRequest, plan_id: int, pk: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    comment = get_object_or_404(plan.comments.threads(), pk=pk)
    require(comment.can_be_settled_by(request.user))
    settle_thread(comment, by=request.user)
    return redirect(_thread_url(plan, comment))


@require_POST
def comment_reopen(request: UserRequest, plan_id: int, pk: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    comment = get_object_or_404(plan.comments.threads(), pk=pk)
    require(comment.can_be_settled_by(request.user))
    reopen_thread(comment)
    return redirect(_thread_url(plan, comment))


def _thread_url(plan: RecoveryPlan, comment: Comment) -> str:
    page = reverse("recovery_plans:comment_list", args=[plan.pk])
    return f"{page}#comment-{comment.pk}"


def _answered(plan: RecoveryPlan, pk: str) -> Comment | None:
    if not pk:
        return None
    if not pk.isdecimal():
        raise Http404
    comments = plan.comments.select_related("chapter", "section__pathway", "action", "by")
    return get_object_or_404(comments, pk=pk)


def _part(plan: RecoveryPlan, about: str) -> Chapter | PathwaySection | Action | None:
    """`chapter-financing`, `section-URE-3`, `action-4`; nothing is the plan itself."""
    kind, _dash, key = about.partition("-")
    if not about:
        return None
    if kind == "chapter":
        return get_object_or_404(plan.chapters, key=key)
    if kind == "section":
        return get_object_or_404(plan.sections.select_related("pathway"), pathway__code=key)
    if kind == "action" and key.isdecimal():
        return get_object_or_404(plan.actions.current(), number=key)
    raise Http404


def _name_of(part: Chapter | PathwaySection | Action | None) -> str:
    if isinstance(part, PathwaySection):
        return f"{part.pathway.code} {part.pathway.title}"
    return str(part) if part else ""


@require_POST
def plan_submit(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.can_be_submitted_by(request.user))
    return _move(request, plan, PlanState.SUBMITTED, _("The plan is submitted to its reviewers."))


@require_POST
def plan_request_changes(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.can_be_sent_back_by(request.user))
    words = _("The plan is with the city again, and open for writing.")
    return _move(request, plan, PlanState.CHANGES_REQUESTED, words, note=_note_in(request))


def changes_ask(request: UserRequest, plan_id: int) -> HttpResponse:
    """What should be changed, part by part, and by when."""
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.can_be_sent_back_by(request.user))
    form = ChangesForm(request.POST or None, plan=plan)
    if form.is_valid():
        try:
            request_changes(plan, **form.asked, by=request.user)
        except (MoveRefused, NoteMissing) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The plan is with the city again, and open for writing."))
            return redirect("recovery_plans:plan_detail", plan.pk)
    return render(request, "recovery_plans/changes_ask.html", {"plan": plan, "form": form})


def plan_due(request: UserRequest, plan_id: int) -> HttpResponse:
    """By when the draft is to be submitted."""
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.can_be_timed_by(request.user))
    form = DueForm(request.POST or None, initial={"due_on": plan.due_on})
    if form.is_valid():
        set_due_date(plan, due_on=form.cleaned_data["due_on"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("recovery_plans:plan_detail", plan.pk)
    return render(request, "recovery_plans/plan_due.html", {"plan": plan, "form": form})


def _note_in(request: UserRequest) -> str:
    """As typed, but for a NUL, which PostgreSQL cannot keep."""
    return request.POST.get("note", "").replace("\0", "")


@require_POST
def plan_review(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.can_be_reviewed_by(request.user))
    words = _("The review is complete. The city focal point publishes the plan.")
    return _move(request, plan, PlanState.REVIEWED, words)


@require_POST
def plan_publish(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.can_be_published_by(request.user))
    return _move(request, plan, PlanState.PUBLISHED, _("The plan is published."))


@require_POST
def plan_withdraw(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.can_be_withdrawn_by(request.user))
    words = _("The plan is withdrawn. Its public page is gone; its text and history are kept.")
    return _move(request, plan, PlanState.WITHDRAWN, words, note=_note_in(request))


@require_POST
def plan_reopen(request: UserRequest, plan_id: int) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    require(plan.can_be_reopened_by(request.user))
    return _move(request, plan, PlanState.DRAFT, _("The draft is open for writing."))


def _move(
    request: UserRequest, plan: RecoveryPlan, to: PlanState, words: str, **note: Any
) -> HttpResponse:
    try:
        move_plan(plan, to=to, by=request.user, **note)
    except PlanIncomplete:
        messages.error(request, _("Not submitted: something is missing yet."))
        return redirect("recovery_plans:plan_check", plan.pk)
    except (MoveRefused, NoteMissing) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect("recovery_plans:plan_detail", plan.pk)
