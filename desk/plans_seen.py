"""What somebody may know of the recovery plans of cities: one pure read for any page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from recovery_plans.models import RecoveryPlan


@dataclass(frozen=True)
class PlanSeen:
    plan: RecoveryPlan
    is_readable: bool  # there is a page of it for this user

    @property
    def is_published(self) -> bool:
        return self.plan.published_id is not None


def plans_seen(project_cities: Iterable[int], user: Any) -> dict[int, PlanSeen]:
    """By city of a project. A plan still being written is told of only where it is invented."""
    readable = Q(pk__in=RecoveryPlan.objects.visible_to(user).values("pk"))
    plans: Any = (
        RecoveryPlan.objects.filter(readable | Q(is_example=True))
        .filter(project_city__in=list(project_cities))
        .annotate(is_readable=ExpressionWrapper(readable, output_field=BooleanField()))
        .select_related("project_city__city")
    )
    return {plan.project_city_id: PlanSeen(plan, plan.is_readable) for plan in plans}
