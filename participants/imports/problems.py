"""The rows of a list that could not be taken in, ready to be corrected and sent again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from participants.imports.columns import Sheet


def rows_with_problems(
    sheet: Sheet, words: Mapping[int, Sequence[str]]
) -> tuple[list[str], list[list[str]]]:
    """The sheet's own columns and a column *Problem* at the end, which an import leaves out.

    `words` says by row what is to be put right.
    """
    indexes = [column.index for column in sheet.columns]
    header = [column.heading for column in sheet.columns] + [_("Problem")]
    rows = [
        [*(cell(row.cells, index) for index in indexes), " ".join(words[row.number])]
        for row in sheet.rows
        if row.number in words
    ]
    return header, rows


def cell(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""
