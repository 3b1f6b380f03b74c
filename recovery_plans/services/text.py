from __future__ import annotations

from typing import Protocol

from django.db import transaction

from accounts.models import User
from recovery_plans.models import RecoveryPlan
from writing.forms import VersionedForm


class Page(Protocol):
    """Forms of one page, which save themselves one after the other and stop at a failure."""

    def save_by(self, user: User) -> bool: ...


class PlanClosed(Exception):
    """The plan's text is not open for writing: it was submitted or published meanwhile."""


def lock_open_plan(plan: RecoveryPlan) -> RecoveryPlan:
    """Held until the transaction ends, with its state alone: every autosave waits for it."""
    plan = RecoveryPlan.objects.select_for_update().only("state").get(pk=plan.pk)
    if not plan.is_writable:
        raise PlanClosed
    return plan


@transaction.atomic
def save_text(form: VersionedForm, *, plan: RecoveryPlan, by: User) -> bool:
    """Save one chapter or section. False: `form` says why.

    Raises PlanClosed, with nothing saved, if the plan is no longer open for writing.
    """
    lock_open_plan(plan)
    return form.is_valid() and form.save_by(by)


@transaction.atomic
def save_page(page: Page, *, plan: RecoveryPlan, by: User) -> bool:
    """The same for a page of several forms: all of it is saved, or nothing."""
    lock_open_plan(plan)
    return save_whole(page, by=by)


def save_whole(page: Page, *, by: User) -> bool:
    """Undo what a page saved before the part that failed."""
    with transaction.atomic():
        saved = page.save_by(by)
        if not saved:
            transaction.set_rollback(True)
    return saved
