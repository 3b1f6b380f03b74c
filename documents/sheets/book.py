"""A workbook of several tables, each on a sheet of its own."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from documents.sheets.write import (
    Cell,
    as_text,
    column_widths,
    header_cell,
    sheet_name,
    typed_cell,
)


@dataclass(frozen=True)
class Sheet:
    title: str  # no two are the same in their first 31 characters
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def workbook_bytes(title: str, sheets: Iterable[Sheet]) -> bytes:
    """Text typed as text, numbers and days as such; headers bold and kept in view."""
    workbook = Workbook(write_only=True)
    workbook.properties.title = title
    workbook.properties.creator = ""
    for sheet in sheets:
        add_sheet(workbook, sheet)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def add_sheet(workbook: Workbook, table: Sheet) -> None:
    sheet = workbook.create_sheet(sheet_name(table.title))
    names = [as_text(name) for name in table.header]
    for index, width in enumerate(column_widths([names, *table.rows]), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([header_cell(sheet, name) for name in names])
    for row in table.rows:
        sheet.append([typed_cell(sheet, cell) for cell in row])
