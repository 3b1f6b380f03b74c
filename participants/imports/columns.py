"""Which row of a sheet is its heading, and which field each column fills."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from documents.sheets.read import Row, Table
from participants.imports.headings import FIELD_OF, heading_key

ROWS_LOOKED_AT = 10
LIKENESS = 90  # of two headings, of 100: one letter wrong in ten
SAMPLES = 3


@dataclass(frozen=True)
class Column:
    index: int
    heading: str
    samples: tuple[str, ...]
    field: str  # empty: not taken in


@dataclass(frozen=True)
class Sheet:
    """A table whose heading is known: its columns in order, and the rows that follow."""

    heading_row: int  # the sheet's own number of the (last) row of the heading
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def fields(self) -> dict[str, int]:
        return {column.field: column.index for column in self.columns if column.field}

    @property
    def headings(self) -> dict[str, int]:
        return {column.heading: column.index for column in self.columns if column.heading}


def sheet_of(table: Table, *, remembered: Mapping[str, str] | None = None) -> Sheet:
    """The best heading among the first rows; a title above the table is passed over.

    `remembered` says what this facilitator chose before for a heading (by heading_key); an
    empty string there means *not taken in*.
    """
    known = {**FIELD_OF, **(remembered or {})}
    headings, row = max(headings_in(table), key=lambda each: len(fields_of(each[0], known)))
    return sheet_with(
        table,
        heading_row=row,
        headings={text: index for index, text in enumerate(headings) if text.strip()},
        fields=fields_of(headings, known),
    )


def sheet_with(
    table: Table, *, heading_row: int, headings: Mapping[str, int], fields: Mapping[str, int]
) -> Sheet:
    """The sheet as it was understood before: nothing is matched anew."""
    rows = tuple(row for row in table.rows if row.number > heading_row)
    text_of = {index: heading.strip() for heading, index in headings.items()}
    field_of_index = {index: field for field, index in fields.items()}
    width = max([*(index + 1 for index in text_of), *(len(row.cells) for row in rows)], default=0)
    columns = (
        Column(
            index, text_of.get(index, ""), samples_of(rows, index), field_of_index.get(index, "")
        )
        for index in range(width)
    )
    return Sheet(heading_row, tuple(each for each in columns if each.heading or each.samples), rows)


def headings_in(table: Table) -> Iterator[tuple[Sequence[str], int]]:
    """Each of the first rows as the heading, and each two neighbours as a heading of two rows."""
    rows = [Row(table.header_number, table.header), *table.rows][: ROWS_LOOKED_AT + 1]
    for upper in rows:
        yield upper.cells, upper.number
    for upper, lower in itertools.pairwise(rows):
        yield two_rows(upper.cells, lower.cells), lower.number


def two_rows(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    width = max(len(upper), len(lower))
    padded = [*upper, *[""] * (width - len(upper))], [*lower, *[""] * (width - len(lower))]
    return [below.strip() or above for above, below in zip(*padded, strict=True)]


def fields_of(headings: Sequence[str], known: Mapping[str, str]) -> dict[str, int]:
    """Field → index of its column; the first column that says a field has it."""
    fields: dict[str, int] = {}
    for index, heading in enumerate(headings):
        field = field_of(heading, known)
        if field and field not in fields:
            fields[field] = index
    if "full_name" in fields:
        fields.pop("given_name", None)
        fields.pop("family_name", None)
    return fields


def field_of(heading: str, known: Mapping[str, str]) -> str:
    """By the heading as it is, without what stands in brackets, then by likeness."""
    for key in (heading_key(heading), heading_key(re.sub(r"\(.*?\)|\[.*?\]", " ", heading))):
        if key in known:
            return known[key]
    if len(key) < 5:  # too short to be misspelt and still recognised
        return ""
    best = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=LIKENESS)
    return known[best[0]] if best else ""


def samples_of(rows: Sequence[Row], index: int) -> tuple[str, ...]:
    """The first different values in the column."""
    samples: list[str] = []
    for row in rows[:200]:
        value = row.cells[index].strip() if index < len(row.cells) else ""
        if value and value not in samples:
            samples.append(value)
        if len(samples) == SAMPLES:
            break
    return tuple(samples)
