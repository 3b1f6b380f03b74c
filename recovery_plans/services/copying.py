from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from frameworks.models import Pathway, Target
from recovery_plans.document import ActionText
from recovery_plans.models import Action, Indicator, Milestone, RecoveryPlan
from recovery_plans.services.action import save_action
from writing.services import save_first_version

TEXTS = (
    "title", "objective", "legal_needs", "institutional_needs", "risk", "gender_note",
)  # fmt: skip


class NoPathway(Exception):
    """The plan's framework has no pathway at all, so no action can stand in it."""


class _Copy:
    """What `save_action` asks of a page."""

    def __init__(self, action: Action, text: ActionText) -> None:
        self.action, self.text = action, text

    def save_by(self, user: User) -> bool:
        save_first_version(self.action, fields=_fields(self.action.plan, self.text), by=user)
        for order, milestone in enumerate(self.text.milestones, 1):
            row = Milestone(action=self.action)
            save_first_version(row, fields={"title": milestone.title, "order": order}, by=user)
        for indicator in self.text.indicators:
            names = {"title": indicator.title, "unit": indicator.unit}
            save_first_version(Indicator(action=self.action), fields=names, by=user)
        return True


@transaction.atomic
def copy_action(text: ActionText, *, into: RecoveryPlan, source: Action | None, by: User) -> Action:
    """Make a new action of the plan that says what another one says; `source` is kept with it.

    Words are copied, and what is reached and counted; never days, money, values, states or
    organisations, which are the other one's own. Raises PlanClosed as every save does.
    """
    action = Action(plan=into, copied_from=source)
    save_action(action, _Copy(action, text), by=by)
    return action


def pathway_of(plan: RecoveryPlan, code: str) -> tuple[Pathway, bool]:
    """The pathway of this code in the plan's own framework; else its first, to be chosen anew."""
    pathways = list(plan.framework.pathways.order_by("order"))
    if not pathways:
        raise NoPathway
    known = next((one for one in pathways if one.code == code), None)
    return known or pathways[0], known is not None


def _fields(plan: RecoveryPlan, text: ActionText) -> dict[str, Any]:
    others = plan.framework.pathways.filter(code__in=text.other_pathways)
    codes = [target.code for target in text.targets]
    return {name: getattr(text, name) for name in TEXTS} | {
        "pathway": pathway_of(plan, text.pathway)[0],
        "other_pathways": list(others),
        "targets": list(Target.objects.filter(code__in=codes)),
    }
