"""Write tables for people and their spreadsheets: nothing in a cell is ever taken for a formula."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | Decimal | datetime.date | None
BOM = "\ufeff"
FORMULA_BEGINS = ("=", "+", "-", "@", "'", "\t", "\r")
ROWS_A_CHUNK = 500
# What XML cannot hold, or drops at an end, and what would be taken for an escaped character.
NOT_IN_XML = re.compile(
    r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|\A[\t\n]|[\t\n]\Z|_(?=x[0-9A-Fa-f]{4}_)"
)
WIDTHS = (8, 60)


def protect(cell: str) -> str:
    """Put ' before what a spreadsheet would take for a formula, and before ' itself."""
    return f"'{cell}" if cell.startswith(FORMULA_BEGINS) else cell


def unprotect(cell: str) -> str:
    """Take exactly one ' away again: unprotect(protect(cell)) == cell."""
    if cell.startswith("'") and cell[1:].startswith(FORMULA_BEGINS):
        return cell[1:]
    return cell


def csv_stream(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The table as UTF-8 with BOM, in chunks; dates as 2022-08-24, nothing as nothing."""
    buffer = io.StringIO(BOM, newline="")
    buffer.seek(0, io.SEEK_END)
    # Quoted, so that a reader counts the columns of the header whatever separator it tries.
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerow([protect(name) for name in header])
    writer = csv.writer(buffer)
    for number, row in enumerate(rows, start=1):
        writer.writerow([safe_text(cell) for cell in row])
        if number % ROWS_A_CHUNK == 0:
            yield emptied(buffer)
    yield emptied(buffer)


def emptied(buffer: io.StringIO) -> bytes:
    chunk = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return chunk


def csv_bytes(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, notes: Sequence[str] = ()
) -> bytes:
    """Notes stand below the table, after an empty row: whoever reads it stops there."""
    table = b"".join(csv_stream(header, rows))
    buffer = io.StringIO(newline="")
    if notes:
        csv.writer(buffer).writerows([[], *([protect(note)] for note in notes)])
    return table + buffer.getvalue().encode()


def safe_text(cell: Cell) -> str:
    """A number below nought needs no protection: only what people typed could be a formula."""
    return protect(cell) if isinstance(cell, str) else as_text(cell)


def as_text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def xlsx_bytes(
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    notes: Sequence[str] = (),
) -> bytes:
    """One sheet. Notes stand on a second one, so that the first is the table and nothing else."""
    return workbook_bytes(title, [SheetToWrite(title, header, rows)], notes=notes)


class SheetToWrite(NamedTuple):
    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def workbook_bytes(
    title: str, sheets: Iterable[SheetToWrite], *, notes: Sequence[str] = ()
) -> bytes:
    """Text typed as text, numbers and days as such; headers bold and kept in view."""
    workbook = Workbook(write_only=True)
    workbook.properties.title = title
    workbook.properties.creator = ""
    for sheet in sheets:
        add_sheet(workbook, sheet)
    add_notes(workbook, notes)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def add_sheet(workbook: Workbook, content: SheetToWrite) -> None:
    sheet: Any = workbook.create_sheet(sheet_name(content.name))
    header: list[Cell] = [as_text(name) for name in content.header]
    kept: list[list[Cell]] = [header, *(list(row) for row in content.rows)]
    for index, width in enumerate(column_widths(kept), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([header_cell(sheet, name) for name in content.header])
    for row in kept[1:]:
        sheet.append([typed_cell(sheet, cell) for cell in row])


def add_notes(workbook: Workbook, notes: Sequence[str]) -> None:
    if notes:
        sheet = workbook.create_sheet(sheet_name(_("Notes")))
        sheet.column_dimensions["A"].width = WIDTHS[1]
        for note in notes:
            sheet.append([typed_cell(sheet, note)])


def sheet_name(title: str) -> str:
    """What a spreadsheet accepts as a name: at most 31 characters, none of its own signs."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:31].strip(" '") or "Table"


def column_widths(rows: Sequence[Sequence[Any]]) -> list[int]:
    columns = max(map(len, rows))
    longest = [0] * columns
    for row in rows[:1000]:
        for index, cell in enumerate(row):
            longest[index] = max(longest[index], len(as_text(cell)))
    return [min(max(WIDTHS[0], length + 2), WIDTHS[1]) for length in longest]


def header_cell(sheet: Any, name: str) -> Any:
    cell = typed_cell(sheet, name)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def typed_cell(sheet: Any, value: Cell) -> Any:
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            cell.number_format = "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(sheet)
    cell._value = NOT_IN_XML.sub(escaped, value)  # set past openpyxl's own guess at formulas
    cell.data_type = "s"
    return cell


def escaped(match: re.Match[str]) -> str:
    """The spreadsheet's own escape, _x000D_ for a carriage return."""
    return f"_x{ord(match[0]):04X}_"
