"""A small program: a workbook on standard input, its first table as JSON on standard output.

Run by `documents.sheets.workbooks` in a process of its own: it bounds its memory and time before
it opens anything, so a hostile workbook ends this process and nothing else.
"""

from __future__ import annotations

import datetime
import io
import json
import resource
import sys
from typing import Any

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 15


def bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(content: bytes, max_rows: int, max_columns: int) -> dict[str, Any]:
    import python_calamine as calamine  # after the bounds: it is their subject

    try:
        with calamine.load_workbook(io.BytesIO(content)) as workbook:
            return read_first(workbook, max_rows, max_columns)
    except calamine.PasswordError:
        return {"refused": "locked"}
    except calamine.CalamineError:
        return {"refused": "damaged"}


def read_first(workbook: Any, max_rows: int, max_columns: int) -> dict[str, Any]:
    shown = shown_sheets(workbook)
    if not shown:
        return {"refused": "no_sheet"}
    sheet = workbook.get_sheet_by_name(shown[0])
    last_row, last_column = sheet.end or (0, 0)  # counted from nought
    if last_row > max_rows:
        return {"refused": "rows", "height": last_row + 1}
    if last_column >= max_columns:
        return {"refused": "columns", "width": last_column + 1}
    rows = sheet.to_python(skip_empty_area=False)
    return {
        "rows": [[as_text(cell) for cell in row] for row in rows],
        "sheet": shown[0],
        "sheets": len(shown),
    }


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
    answer = read(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    json.dump(answer, sys.stdout)
