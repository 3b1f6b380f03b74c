from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from recovery_plans.models import (
    Action,
    Adoption,
    Chapter,
    Comment,
    PathwaySection,
    RecoveryPlan,
)
from recovery_plans.services.export import request_first_files
from recovery_plans.services.plan import move_plan
from recovery_plans.transitions import PlanState
from writing.services import record_change

EMPTY: Mapping[Chapter | PathwaySection | Action, str] = MappingProxyType({})


@transaction.atomic
def add_comment(
    plan: RecoveryPlan,
    *,
    text: str,
    by: User,
    about: Chapter | PathwaySection | Action | None = None,
    answers: Comment | None = None,
    is_request: bool = False,
) -> Comment:
    """Say something about a plan or a part of it. A reply is about what it answers."""
    if answers is not None:
        answers = answers.answers or answers  # one level deep: a reply to a reply joins it
        about, is_request = answers.part, False
    return Comment.objects.create(
        plan=plan,
        chapter=about if isinstance(about, Chapter) else None,
        section=about if isinstance(about, PathwaySection) else None,
        action=about if isinstance(about, Action) else None,
        answers=answers,
        is_request=is_request,
        text=text,
        by=by,
    )


def settle_thread(comment: Comment, *, by: User) -> bool:
    """What was said is dealt with. False if somebody settled it before."""
    open_one = Comment.objects.threads().filter(pk=comment.pk, settled_at__isnull=True)
    return bool(open_one.update(settled_at=timezone.now(), settled_by=by))


def reopen_thread(comment: Comment) -> bool:
    """It is not dealt with after all. False if it was open."""
    settled = Comment.objects.threads().filter(pk=comment.pk, settled_at__isnull=False)
    return bool(settled.update(settled_at=None, settled_by=None))


@transaction.atomic
def request_changes(
    plan: RecoveryPlan,
    *,
    by: User,
    note: str = "",
    texts: Mapping[Chapter | PathwaySection | Action, str] = EMPTY,
    due_on: datetime.date | None = None,
) -> RecoveryPlan:
    """Give the plan back to its city, with what is asked of each part and by when it is due.

    Raises MoveRefused, and NoteMissing if nothing at all is asked.
    """
    for part, text in texts.items():
        add_comment(plan, text=text, by=by, about=part, is_request=True)
    plan = move_plan(plan, to=PlanState.CHANGES_REQUESTED, by=by, note=note)
    return set_due_date(plan, due_on=due_on, by=by)


@transaction.atomic
def set_due_date(plan: RecoveryPlan, *, due_on: datetime.date | None, by: User) -> RecoveryPlan:
    """By when the draft is to be submitted; None takes the date away."""
    if plan.due_on != due_on:
        before, after = (str(day or "") for day in (plan.due_on, due_on))
        RecoveryPlan.objects.filter(pk=plan.pk).update(due_on=due_on)
        record_change(plan, field="due_on", before=before, after=after, by=by)
        plan.due_on = due_on
    return plan


@transaction.atomic
def record_adoption(adoption: Adoption, *, by: User) -> Adoption:
    """Write down what a council decided; the files of the revision are made with its stamp."""
    adoption.recorded_by = by
    adoption.save()
    if adoption.revision is not None:
        request_first_files(adoption.revision, by=by)
    return adoption
