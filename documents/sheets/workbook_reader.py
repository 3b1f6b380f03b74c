"""A small program: a workbook on standard input, its first table on standard output, as JSON:
a line that says what was found, then a line for each row, then the line `true`.

Run by `documents.sheets.workbooks` in a process of its own: it bounds its memory and time before
it opens anything, so a hostile workbook ends this process and nothing else.
"""

from __future__ import annotations

import datetime
import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 15
MOST_CELLS = 5_000_000  # claimed by the sheet, empty or not


def bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(content: bytes, max_rows: int, max_columns: int, wanted: str) -> Iterator[Any]:
    import python_calamine as calamine  # after the bounds: it is their subject

    try:
        with calamine.load_workbook(io.BytesIO(content)) as workbook:
            yield from read_sheet(workbook, max_rows, max_columns, wanted)
    except calamine.PasswordError:
        yield {"refused": "locked"}
    except calamine.CalamineError:
        yield {"refused": "damaged"}


def read_sheet(workbook: Any, max_rows: int, max_columns: int, wanted: str) -> Iterator[Any]:
    """The sheet of this name, else the first."""
    shown = shown_sheets(workbook)
    name = wanted or next(iter(shown), "")
    if name not in shown:
        yield {"refused": "no_sheet"}
        return
    sheet = workbook.get_sheet_by_name(name)
    last_row, last_column = sheet.end or (0, 0)  # counted from nought
    if last_row > max_rows:
        yield {"refused": "rows", "height": last_row + 1}
        return
    if last_column >= max_columns:
        yield {"refused": "columns", "width": last_column + 1}
        return
    if last_row * last_column > MOST_CELLS:
        yield {"refused": "beyond"}
        return
    yield {"sheet": name, "sheets": 1 if wanted else len(shown)}
    left = [""] * (sheet.start or (0, 0))[1]  # empty rows above come by themselves, columns do not
    for row in sheet.iter_rows():
        yield left + [cell if type(cell) is str else as_text(cell) for cell in row]
    yield True


def shown_sheets(workbook: Any) -> list[str]:
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if str(sheet.visible).endswith("Visible") and str(sheet.typ).endswith("WorkSheet")
    ]


def as_text(cell: Any) -> str:
    """The cell as a person would type it: whole numbers without a point, days as 2022-08-24."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        is_day = cell.time() == datetime.time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
    return str(cell)


if __name__ == "__main__":
    bound()
    in_json = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode
    for line in read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]):
        sys.stdout.write(in_json(line) + "\n")
