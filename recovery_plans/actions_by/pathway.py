"""The pathways of a plan with their actions counted: states, money, and how far carried out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from frameworks.models import Pathway, Pillar
from recovery_plans.models import RecoveryPlan
from recovery_plans.totals import PlanTotals, totals_of_plan


@dataclass(frozen=True)
class PillarRows:
    pillar: Pillar
    rows: list[tuple[Pathway, PlanTotals]]
    totals: PlanTotals


def rows_by_pathway(plan: RecoveryPlan) -> tuple[list[PillarRows], PlanTotals]:
    """Every pathway under its pillar, and the totals of the plan; two queries."""
    totals = totals_of_plan(plan)
    pathways = plan.framework.pathways.select_related("pillar").defer("description", "source")
    groups = groupby(pathways.order_by("order"), key=lambda pathway: pathway.pillar)
    return [_pillar(pillar, list(of_it), totals) for pillar, of_it in groups], totals


def _pillar(pillar: Pillar, pathways: list[Pathway], totals: PlanTotals) -> PillarRows:
    keys = {pathway.pk for pathway in pathways}
    return PillarRows(
        pillar,
        [(pathway, totals.of_pathways({pathway.pk})) for pathway in pathways],
        totals.of_pathways(keys),
    )
