"""A workbook that comes back: its rows, gathered by the action that each belongs to."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from documents.sheets.read import Limits, Table, UnreadableFile, read_table
from documents.sheets.write import as_text
from recovery_plans.workbook.columns import ACTIONS, LONGEST_CELL, SHEETS, SheetKind
from recovery_plans.workbook.write import PlanRows

LIMITS = Limits(max_rows=10_000, max_columns=40, max_cell=LONGEST_CELL)
Cells = dict[str, str]  # by heading; only the columns that the file has
ROW_NUMBER = "#"  # no heading: where in its sheet a row stands


@dataclass
class SheetAction:
    """Everything the file says about one action; `key` is its number, or any word for a new one."""

    key: str
    rows: dict[str, list[Cells]] = field(default_factory=dict)  # by name of the sheet

    @property
    def own(self) -> Cells | None:
        return next(iter(self.rows.get(ACTIONS.name, ())), None)


def read_workbook(content: bytes) -> dict[str, SheetAction]:
    """By key, in the order of the file. Raises UnreadableFile in words."""
    actions: dict[str, SheetAction] = {}
    for kind in SHEETS:
        for cells in _rows(content, kind):
            key = cells.get("Action", "").strip()
            action = actions.setdefault(key, SheetAction(key))
            action.rows.setdefault(kind.name, []).append(cells)
    return actions


def _rows(content: bytes, kind: SheetKind) -> list[Cells]:
    try:
        table = read_table(io.BytesIO(content), limits=LIMITS, sheet=kind.name)
    except UnreadableFile:
        if kind is ACTIONS:
            raise
        return []  # a sheet that was taken out changes nothing
    headings = _headings(table, kind)
    return [
        {ROW_NUMBER: str(row.number)}
        | {heading: row.cells[place] for place, heading in headings.items()}
        for row in table.rows
    ]


def _headings(table: Table, kind: SheetKind) -> dict[int, str]:
    known = {heading.casefold(): heading for heading in kind.headings}
    found = {
        place: known[text.strip().casefold()]
        for place, text in enumerate(table.header)
        if text.strip().casefold() in known
    }
    if "Action" not in found.values() or len(set(found.values())) < len(found):
        words = _("The sheet “%(name)s” has lost its headings. Please download it again.")
        raise UnreadableFile(words % {"name": kind.name})
    return found


def is_unchanged(action: SheetAction, current: SheetAction | None) -> bool:
    """Is every row of the file as it would be written now?"""
    return current is not None and all(
        _bare(cells) in [_only(one, cells) for one in current.rows.get(sheet, [])]
        for sheet, rows in action.rows.items()
        for cells in rows
    )


def as_read(rows: PlanRows) -> dict[str, SheetAction]:
    """What a file made now would say, as if it had been read."""
    actions: dict[str, SheetAction] = {}
    for kind in SHEETS:
        for row in rows[kind.name]:
            texts = [plain(as_text(cell)) for cell in row]
            cells = dict(zip(kind.headings, texts, strict=True))
            action = actions.setdefault(cells["Action"], SheetAction(cells["Action"]))
            action.rows.setdefault(kind.name, []).append(cells)
    return actions


def _bare(cells: Cells) -> Cells:
    return {name: plain(text) for name, text in cells.items() if name != ROW_NUMBER}


def _only(current: Cells, asked: Cells) -> Cells:
    return {name: text for name, text in current.items() if name in asked}


def plain(text: str) -> str:
    """A cell as two are compared: numbers however written, texts without blanks around them."""
    text = text.replace("\r\n", "\n").strip()
    try:
        figure = float(text)
    except ValueError:
        return text
    return f"{figure:.0f}" if figure.is_integer() else repr(figure)
