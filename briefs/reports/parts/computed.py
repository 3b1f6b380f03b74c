from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from briefs.reports.content import Cell, ReportFigure, ReportTable


@dataclass(frozen=True)
class Computed:
    figures: tuple[ReportFigure, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    notes: tuple[str, ...] = ()


def with_rows(*tables: ReportTable) -> tuple[ReportTable, ...]:
    return tuple(table for table in tables if table.rows)


def share(part: int, whole: int) -> str:
    return _("%(part)d of %(whole)d") % {"part": part, "whole": whole}


def yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def amount(value: Decimal | None) -> str | None:
    """Its digits, as they are kept."""
    return None if value is None else f"{value.normalize():f}"


def fixed(rows: Iterable[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(row) for row in rows)
