"""Figures as tables that leave the portal: exactly what a page shows, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from documents.sheets.write import Cell
from participants.breakdown import GenderBreakdown
from participants.report import BreakdownTable


@dataclass(frozen=True)
class FiguresSheet:
    """One table of plain columns; title, moment and rule stand apart from it as notes."""

    name: str  # of the file, without its ending
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str]


def line_header() -> list[str]:
    return [
        _("Total"), _("Men"), _("Women"), _("Another"), _("Prefers not to say"),
        _("Not recorded"), _("M/F"),
    ]  # fmt: skip


def line_cells(line: GenderBreakdown | None) -> list[Cell]:
    """The numbers and, beside them, the line as it is printed; unknown is empty, not nought."""
    if line is None:
        return [*[None] * 6, _("not known")]
    return [
        line.total, line.male, line.female, line.another, line.undisclosed, line.not_recorded,
        str(line),
    ]  # fmt: skip


def table_rows(tables: Iterable[BreakdownTable]) -> Iterator[list[Cell]]:
    """All tables under one header: by what, which, and the line; with the total of each."""
    for table in tables:
        for row in table.rows:
            yield [table.heading, row.label, *line_cells(row.breakdown)]
        if table.adds_up and table.rows:
            yield [table.heading, _("Total"), *line_cells(table.total)]


def file_name(*parts: str) -> str:
    return "-".join(filter(None, map(slugify, parts)))
