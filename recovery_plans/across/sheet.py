"""The matrix as a table for a spreadsheet: exact amounts, and words where nothing is counted."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from documents.sheets.write import Cell
from recovery_plans.across.matrix import Column, PlanMatrix


def header_of_matrix(matrix: PlanMatrix) -> list[str]:
    cities = (_headed(column, with_currency=matrix.is_money) for column in matrix.columns)
    apart = (_("Total, %(currency)s") % {"currency": one.currency} for one in matrix.of_currencies)
    total = [matrix.total_head] if matrix.has_total else []
    return [_("Pathway"), _("Title"), *cities, *total, *apart]


def _headed(column: Column, *, with_currency: bool) -> str:
    return f"{column.name} ({column.currency})" if with_currency else column.name


def rows_of_matrix(matrix: PlanMatrix) -> list[list[Cell]]:
    """A pathway a row, then all; of amounts also what they are of, and the rates they came by."""
    rows: list[list[Cell]] = [
        [
            row.pathway.code,
            row.pathway.title,
            *(cell.content for cell in row.cells),
            *([row.total.content] if matrix.has_total else []),
            *(one.cells[place].content for one in matrix.of_currencies),
        ]
        for place, row in enumerate(matrix.rows)
    ]
    return [*rows, *_ends(matrix)]


def _ends(matrix: PlanMatrix) -> Iterator[list[Cell]]:
    apart = [one.total.content for one in matrix.of_currencies]
    for place, (title, cells) in enumerate(matrix.feet):
        yield ["", title, *(cell.content for cell in cells), *([] if place else apart)]
    for rate in matrix.rates:
        yield ["", rate]
