from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from recovery_plans.models import Action, RecoveryPlan
from recovery_plans.services.locking import lock_plan
from recovery_plans.services.text import Page, PlanClosed, lock_open_plan, save_whole
from writing.services import record_change, save_version


@transaction.atomic
def save_action(action: Action, page: Page, *, by: User) -> bool:
    """Save an action with its milestones, money and indicators: all of the page or nothing.

    A new action gets the next number of the plan, which no other ever had. False: the page
    says why. Raises PlanClosed if the plan is no longer open for writing.
    """
    plan = lock_open_plan(action.plan)
    if action.pk is None:
        action.number = action.order = _next_number(plan)
    return save_whole(page, by=by)


@transaction.atomic
def save_report(action: Action, page: Page, *, by: User) -> bool:
    """Save progress on an action of a published plan, whose text stays as it is."""
    if lock_plan(action.plan).published_id is None:
        raise PlanClosed
    return save_whole(page, by=by)


@transaction.atomic
def remove_action(action: Action, *, by: User) -> Action:
    """Take an action out of the plan. Its row, number and history stay; it can be put back."""
    return _set_removed(action, timezone.now(), by=by)


@transaction.atomic
def put_back_action(action: Action, *, by: User) -> Action:
    return _set_removed(action, None, by=by)


@transaction.atomic
def move_action(action: Action, *, up: bool, by: User) -> None:
    """Swap an action with its neighbour in the plan; at the end of the row nothing happens."""
    plan = lock_open_plan(action.plan)
    actions = list(plan.actions.current())
    place = actions.index(action)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(actions):
        return
    before = str(place + 1)
    actions[place], actions[other] = actions[other], actions[place]
    misplaced = [one for order, one in enumerate(actions, 1) if one.order != order]
    for order, one in enumerate(actions, 1):
        one.order = order
    Action.objects.bulk_update(misplaced, ["order"])
    record_change(action, field="order", before=before, after=str(other + 1), by=by)


def _next_number(plan: RecoveryPlan) -> int:
    last = plan.actions.aggregate(number=Max("number"), order=Max("order"))
    return max(last["number"] or 0, last["order"] or 0) + 1


def _set_removed(action: Action, moment: datetime.datetime | None, *, by: User) -> Action:
    lock_open_plan(action.plan)
    action = Action.objects.get(pk=action.pk)
    return save_version(
        action, fields={"removed_at": moment}, expected_version=action.version, by=by
    )
