from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from briefs.document.content import Matrix, MatrixPillar, MatrixRow
from frameworks.models import Framework, Pathway, Words
from recovery_plans.document import PathwayText, PlanDocument

Column = Mapping[str, PathwayText]  # a published plan's pathways by code; empty without a plan


def matrix_of(framework: Framework, plans: Sequence[tuple[str, PlanDocument | None]]) -> Matrix:
    """From the cities' slugs and published plans, in the order of the columns. One query."""
    pathways = framework.pathways.select_related("pillar").order_by("order")
    columns = [column_of(plan, framework) for _slug, plan in plans]
    return Matrix(
        cities=tuple(slug for slug, _plan in plans),
        pillars=tuple(
            MatrixPillar(
                code=pillar.code,
                order=pillar.order,
                title=pillar.title,
                rows=tuple(row_of(pathway, columns) for pathway in group),
            )
            for pillar, group in groupby(pathways, key=lambda pathway: pathway.pillar)
        ),
        left_out=tuple(
            plan.city for _slug, plan in plans if plan and plan.framework != framework.code
        ),
    )


def column_of(plan: PlanDocument | None, framework: Framework) -> Column:
    if plan is None or plan.framework != framework.code:
        return {}
    return {pathway.code: pathway for pillar in plan.pillars for pathway in pillar.pathways}


def row_of(pathway: Pathway, columns: Sequence[Column]) -> MatrixRow:
    return MatrixRow(
        code=pathway.code,
        title=pathway.title,
        is_working_title=pathway.wording != Words.VERIFIED,
        cells=tuple(cell_of(column.get(pathway.code)) for column in columns),
    )


def cell_of(pathway: PathwayText | None) -> int | None:
    """Actions under their main pathway; nought where it is chosen and has none yet."""
    if pathway is None or not (pathway.is_part or pathway.actions):
        return None
    return len(pathway.actions)
