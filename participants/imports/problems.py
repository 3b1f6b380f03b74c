"""The rows of a sheet that could not be taken in, ready to be corrected and sent again."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _

from participants.imports.columns import Sheet
from participants.imports.preview import SKIP, Preview


def rows_with_problems(sheet: Sheet, preview: Preview) -> tuple[list[str], list[list[str]]]:
    """The sheet's own columns and a column *Problem* at the end, which an import leaves out."""
    words: dict[int, list[str]] = defaultdict(list)
    for problem in preview.problems:
        words[problem.row].append(f"{problem.cause.label}: {problem.advice}")
    for question in preview.questions:
        if question.answer in {"", SKIP} and question.entry.row is not None:
            words[question.entry.row].append(str(question.reason.label))
    indexes = [column.index for column in sheet.columns]
    header = [column.heading for column in sheet.columns] + [_("Problem")]
    rows = [
        [*(cell(row.cells, index) for index in indexes), " ".join(words[row.number])]
        for row in sheet.rows
        if row.number in words
    ]
    return header, rows


def cell(cells: tuple[str, ...], index: int) -> str:
    return cells[index] if index < len(cells) else ""
