"""The matrix as a table for a spreadsheet: exact amounts, and words where nothing is counted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from documents.sheets.write import Cell
from recovery_plans.across.matrix import Column, PlanMatrix


def header_of_matrix(matrix: PlanMatrix) -> list[str]:
    cities = (_headed(column, with_currency=matrix.is_money) for column in matrix.columns)
    return [_("Pathway"), _("Title"), *cities, _("Total")]


def _headed(column: Column, *, with_currency: bool) -> str:
    return f"{column.name} ({column.currency})" if with_currency else column.name


def rows_of_matrix(matrix: PlanMatrix) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [
            row.pathway.code,
            row.pathway.title,
            *(cell.content for cell in row.cells),
            row.total.content,
        ]
        for row in matrix.rows
    ]
    return [*rows, ["", _("All pathways"), *(cell.content for cell in matrix.totals)]]
