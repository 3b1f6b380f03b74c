from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from recovery_plans.models import Annex
from recovery_plans.services.text import lock_open_plan
from writing.services import record_change


@transaction.atomic
def add_annex(annex: Annex, *, by: User) -> Annex:
    """Raises PlanClosed if the plan is not open for writing any more."""
    plan = lock_open_plan(annex.plan)
    annex.uploaded_by = by
    annex.save(force_insert=True)
    record_change(plan, field="annex", before="", after=annex.title, by=by)
    return annex


@transaction.atomic
def remove_annex(annex: Annex, *, by: User) -> None:
    """Taken out of the draft. Its file stays with the published revision that has it."""
    plan = lock_open_plan(annex.plan)
    if Annex.objects.current().filter(pk=annex.pk).update(removed_at=timezone.now()):
        record_change(plan, field="annex", before=annex.title, after="", by=by)
