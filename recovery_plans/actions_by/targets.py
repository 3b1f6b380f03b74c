"""The actions of a plan by the SDG targets that they serve."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from frameworks.models import Goal, Target
from recovery_plans.models import Action, RecoveryPlan


@dataclass(frozen=True)
class GoalRows:
    goal: Goal
    targets: list[tuple[Target, list[Action]]]


def rows_by_target(plan: RecoveryPlan) -> tuple[list[GoalRows], list[Action]]:
    """Goals with their targets and actions, and the actions that name no target; three queries."""
    actions = list(plan.actions.current().only("plan", "number", "title", "state", "order"))
    by_key = {action.pk: action for action in actions}
    links = Action.targets.through.objects.filter(action__in=by_key).order_by("action__order")
    of_target: dict[int, list[Action]] = {}
    for action, target in links.values_list("action", "target"):
        of_target.setdefault(target, []).append(by_key[action])
    targets = Target.objects.filter(pk__in=of_target).select_related("goal").order_by("order")
    goals = groupby(targets, key=lambda target: target.goal)
    rows = [GoalRows(goal, [(one, of_target[one.pk]) for one in some]) for goal, some in goals]
    named = {action.pk for some in of_target.values() for action in some}
    return rows, [action for action in actions if action.pk not in named]
