from __future__ import annotations

from recovery_plans.models import RecoveryPlan


def lock_plan(plan: RecoveryPlan) -> RecoveryPlan:
    """The plan as it is now, held until the transaction ends.

    Everything that writes into a plan takes it first, so that no text is saved into a plan
    that is being submitted at that moment, and no number is given twice.
    """
    return RecoveryPlan.objects.with_city().select_for_update(of=("self",)).get(pk=plan.pk)
