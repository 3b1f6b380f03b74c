from __future__ import annotations

from django.db import transaction

from accounts.models import User
from recovery_plans.models import RecoveryPlan, Workbook
from recovery_plans.services.action import save_action
from recovery_plans.services.text import lock_open_plan
from recovery_plans.workbook import SheetAction, read_workbook
from recovery_plans.workbook.proposal import Proposal, proposals_of


def bring_back(plan: RecoveryPlan, *, name: str, content: bytes, by: User) -> Workbook:
    """Keep what a workbook says; nothing of the plan is changed. Raises UnreadableFile in words."""
    actions = read_workbook(content)
    Workbook.objects.forgotten().delete()
    rows = {key: action.rows for key, action in actions.items()}
    return Workbook.objects.create(plan=plan, name=name, content=rows, by=by)


def proposals_in(workbook: Workbook) -> list[Proposal]:
    """What it would change in the plan as the plan is now."""
    return proposals_of(workbook.plan, _actions(workbook))


@transaction.atomic
def take_over(workbook: Workbook, *, by: User) -> list[Proposal]:
    """Save every action that nothing is wrong with; the others are returned and stay as they are.

    Raises PlanClosed if the plan is not open for writing any more.
    """
    lock_open_plan(workbook.plan)
    proposals = proposals_of(workbook.plan, _actions(workbook))
    left = [one for one in proposals if not _is_saved(one, by)]
    workbook.delete()
    return left


def _is_saved(proposal: Proposal, by: User) -> bool:
    if proposal.page is None or proposal.problems:
        return False
    return save_action(proposal.page.action, proposal.page, by=by)


def _actions(workbook: Workbook) -> dict[str, SheetAction]:
    return {key: SheetAction(key, rows) for key, rows in workbook.content.items()}
