"""The one thing that somebody should do next with a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from recovery_plans.models import Comment, RecoveryPlan
from recovery_plans.overview import PlanOverview
from recovery_plans.parts import part_name, part_url
from recovery_plans.transitions import PlanState


@dataclass(frozen=True)
class Link:
    url: str
    words: str


@dataclass(frozen=True)
class NextStep:
    title: str
    text: str = ""
    quote: str = ""  # what somebody wrote, shown with its own direction
    button: Link | None = None
    is_deed: bool = False  # the button posts
    other: Link | None = None


def next_step(overview: PlanOverview, user: Any) -> NextStep:
    plan = overview.plan
    if plan.can_be_edited_by(user):
        return _for_writer(overview, user)
    by_state = {
        PlanState.SUBMITTED: _while_submitted,
        PlanState.REVIEWED: _while_reviewed,
        PlanState.PUBLISHED: _while_published,
        PlanState.WITHDRAWN: _while_withdrawn,
    }
    return by_state.get(PlanState(plan.state), _while_written)(plan, user)


def _for_writer(overview: PlanOverview, user: Any) -> NextStep:
    if overview.requests:
        return _answer(overview.plan, overview.requests[0])
    if overview.undecided:
        return NextStep(
            _("Choose which pathways are part of this plan"),
            _("The others get one sentence each, so that a reader knows why they are left out."),
            button=Link(_url("plan_pathways", overview.plan), _("Choose pathways")),
            other=_check(overview.plan),
        )
    return _write(overview) if overview.unwritten else _hand_in(overview, user)


def _answer(plan: RecoveryPlan, request: Comment) -> NextStep:
    part = {"part": part_name(request)}
    return NextStep(
        _("Answer the reviewer on %(part)s, then submit") % part,
        quote=request.text,
        button=Link(part_url(plan, request), _("Open %(part)s") % part),
        other=_check(plan),
    )


def _write(overview: PlanOverview) -> NextStep:
    section = overview.unwritten[0]
    code = section.pathway.code
    return NextStep(
        _("Write %(code)s") % {"code": code},
        _("%(written)s of %(parts)s pathways in this plan are written.")
        % {"written": overview.written, "parts": len(overview.parts)},
        quote=section.pathway.title,
        button=Link(_url("section_edit", overview.plan, code), _("Open %(part)s") % {"part": code}),
        other=_check(overview.plan),
    )


def _hand_in(overview: PlanOverview, user: Any) -> NextStep:
    check = _url("plan_check", overview.plan)
    if overview.plan.can_be_submitted_by(user):
        return NextStep(
            _("Submit the plan"),
            _("Every pathway in it is written. The check shows what else is missing."),
            button=Link(check, _("Check and submit")),
        )
    names = ", ".join(str(one.user) for one in overview.focal_points)
    return NextStep(
        _("Ask %(names)s to submit the plan") % {"names": names or _("the city focal point")},
        _("Every pathway in it is written."),
        button=Link(check, _("What is missing before submitting")),
    )


def _while_written(plan: RecoveryPlan, user: Any) -> NextStep:
    return NextStep(
        _("Nothing to do now"),
        _("The city is writing this plan; you can read along."),
        button=_read(plan),
    )


def _while_submitted(plan: RecoveryPlan, user: Any) -> NextStep:
    if plan.can_be_reviewed_by(user):
        return NextStep(
            _("Review the plan"),
            _("Read it, ask for changes where they are needed, or call the review complete."),
            button=_read(plan),
        )
    return NextStep(
        _("Wait for the review"), _("The plan is with its reviewers."), button=_read(plan)
    )


def _while_reviewed(plan: RecoveryPlan, user: Any) -> NextStep:
    if not plan.can_be_published_by(user):
        text = _("The review is complete; the city focal point publishes.")
        return NextStep(_("Wait for publication"), text, button=_read(plan))
    number = {"number": plan.next_number}
    return NextStep(
        _("Publish the plan"),
        _("The review is complete. Publishing freezes this text as revision %(number)s.") % number,
        button=Link(_url("plan_publish", plan), _("Publish revision %(number)s") % number),
        is_deed=True,
        other=_read(plan),
    )


def _while_published(plan: RecoveryPlan, user: Any) -> NextStep:
    actions = Link(_url("action_list", plan), _("Open the actions"))
    if not plan.can_be_reported_by(user):
        return NextStep(_("See how far it is carried out"), button=actions)
    return NextStep(
        _("Report progress"),
        _("Milestones, values and money stay open; the published text stays as it is."),
        button=actions,
    )


def _while_withdrawn(plan: RecoveryPlan, user: Any) -> NextStep:
    text = _("The plan was withdrawn. Nothing of it is public.")
    if not plan.can_be_reopened_by(user):
        history = Link(_url("plan_history", plan), _("History"))
        return NextStep(_("Nothing to do now"), text, button=history)
    begin = Link(_url("plan_reopen", plan), _("Begin a draft"))
    return NextStep(_("Take the plan up again"), text, button=begin, is_deed=True)


def _check(plan: RecoveryPlan) -> Link:
    return Link(_url("plan_check", plan), _("What is missing before submitting"))


def _read(plan: RecoveryPlan) -> Link:
    return Link(_url("plan_preview", plan), _("Read the draft"))


def _url(page: str, plan: RecoveryPlan, *rest: Any) -> str:
    return reverse(f"recovery_plans:{page}", args=[plan.pk, *rest])
