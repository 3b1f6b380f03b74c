"""The plans a brief counts: as they are published. What is still a draft is not said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefs.models import BriefCity
from recovery_plans.document import PlanDocument
from recovery_plans.models import PlanRevision, RecoveryPlan


@dataclass(frozen=True)
class PublishedPlan:
    plan: RecoveryPlan
    revision: PlanRevision
    text: PlanDocument


def published_plans(places: Sequence[BriefCity]) -> dict[int, PublishedPlan]:
    """By the primary key of the city of the project, in the order of the cities. One query."""
    order = {place.project_city_id: index for index, place in enumerate(places)}
    plans = (
        RecoveryPlan.objects.filter(project_city__in=list(order))
        .exclude(state=RecoveryPlan.State.WITHDRAWN)
        .select_related("published")
    )
    return {
        plan.project_city_id: PublishedPlan(
            plan, plan.published, PlanDocument.from_json(plan.published.content)
        )
        for plan in sorted(plans, key=lambda plan: order[plan.project_city_id])
        if plan.published
    }
