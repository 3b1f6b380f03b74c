"""All actions of a plan with everything that belongs to them, as sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch

from documents.sheets.write import Cell, SheetToWrite, workbook_bytes
from recovery_plans.document import build_plan
from recovery_plans.models import (
    Action,
    ActionQuerySet,
    Indicator,
    IndicatorValue,
    Milestone,
    Money,
    RecoveryPlan,
)
from recovery_plans.workbook.columns import SHEETS, SheetKind
from recovery_plans.workbook.texts import sheets_of

PlanRows = dict[str, list[list[Cell]]]  # by name of the sheet


def workbook_of(plan: RecoveryPlan) -> bytes:
    rows = rows_of_plan(plan)
    sheets = [SheetToWrite(kind.name, kind.headings, rows[kind.name]) for kind in SHEETS]
    return workbook_bytes(str(plan), [*sheets, *sheets_of(build_plan(plan))])


def rows_of_plan(plan: RecoveryPlan) -> PlanRows:
    """The cells of every sheet; nine queries, however many actions there are."""
    actions = list(_actions_of(plan))
    return {kind.name: [_cells(kind, row) for row in _rows(kind, actions)] for kind in SHEETS}


def _cells(kind: SheetKind, row: Any) -> list[Cell]:
    return [column.cell(row) for column in kind.columns]


def _rows(kind: SheetKind, actions: Iterable[Action]) -> Iterator[Any]:
    for action in actions:
        if not kind.prefix:
            yield action
        elif kind.prefix == "value":
            for indicator in action.indicators.all():
                yield from indicator.values.all()
        else:
            names = {"milestone": "milestones", "money": "money", "indicator": "indicators"}
            yield from getattr(action, names[kind.prefix]).all()


def _actions_of(plan: RecoveryPlan) -> ActionQuerySet:
    values = IndicatorValue.objects.select_related("indicator__action").order_by("on", "pk")
    indicators = Indicator.objects.select_related("action").order_by("pk")
    return (
        plan.actions.current()
        .select_related("pathway", "lead")
        .prefetch_related(
            "other_pathways", "targets", "partners",
            Prefetch("milestones", Milestone.objects.select_related("action")),
            Prefetch("money", Money.objects.select_related("action", "fiscal_year")),
            Prefetch("indicators", indicators.prefetch_related(Prefetch("values", values))),
        )
    )  # fmt: skip
