"""Which row of a sheet is its heading, and which field each column fills."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.crypto import salted_hmac
from rapidfuzz import fuzz, process

from documents.sheets.read import Row
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
    """A table whose heading is known: its columns in order, and the rows that follow.

    The rows may be read anew, as often as wanted; `head` is the first of them, for samples.
    """

    heading_row: int  # the sheet's own number of the (last) row of the heading
    columns: tuple[Column, ...]
    rows: Iterable[Row]

    @property
    def fields(self) -> dict[str, int]:
        return {column.field: column.index for column in self.columns if column.field}

    @property
    def headings(self) -> dict[str, int]:
        return {column.heading: column.index for column in self.columns if column.heading}


def sheet_of(
    head: Sequence[Row], rows: Iterable[Row], *, remembered: Mapping[str, str] | None = None
) -> Sheet:
    """The best heading among the first rows; a title above the table is passed over.

    `remembered` says what this facilitator chose before for a heading (by its fingerprint); an
    empty string there means *not taken in*.
    """
    known = remembered or {}
    candidates = [(headings, number, fields_of(headings, known))
                  for headings, number in headings_in(head)]  # fmt: skip
    headings, number, fields = max(candidates, key=lambda each: len(each[2]))
    texts = {index: text for index, text in enumerate(headings) if text.strip()}
    return sheet_with(head, rows, heading_row=number, texts=texts, fields=fields)


def sheet_with(
    head: Sequence[Row],
    rows: Iterable[Row],
    *,
    heading_row: int,
    texts: Mapping[int, str],
    fields: Mapping[str, int],
) -> Sheet:
    """The sheet as it was understood before: nothing is matched anew."""
    below = [row for row in head if row.number > heading_row]
    field_of_index = {index: field for field, index in fields.items()}
    width = max([*(index + 1 for index in texts), *(len(row.cells) for row in below)], default=0)
    columns = (
        Column(
            index, texts.get(index, "").strip(), samples_of(below, index),
            field_of_index.get(index, ""),
        )
        for index in range(width)
    )  # fmt: skip
    kept = tuple(each for each in columns if each.heading or each.samples)
    return Sheet(heading_row, kept, RowsBelow(rows, heading_row))


@dataclass(frozen=True)
class RowsBelow:
    rows: Iterable[Row]
    heading_row: int

    def __iter__(self) -> Iterator[Row]:
        return (row for row in self.rows if row.number > self.heading_row)


def headings_in(head: Sequence[Row]) -> Iterator[tuple[Sequence[str], int]]:
    """Each of the first rows as the heading, and each two neighbours as a heading of two rows."""
    rows = head[: ROWS_LOOKED_AT + 1]
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


def field_of(heading: str, remembered: Mapping[str, str]) -> str:
    """As it was corrected before; else by the heading as it is, without brackets, by likeness."""
    corrected = remembered.get(fingerprint_of(heading)) if remembered else None
    if corrected is not None:
        return corrected
    for key in (heading_key(heading), heading_key(re.sub(r"\(.*?\)|\[.*?\]", " ", heading))):
        if key in FIELD_OF:
            return FIELD_OF[key]
    if len(key) < 5:  # too short to be misspelt and still recognised
        return ""
    best = process.extractOne(key, FIELD_OF.keys(), scorer=fuzz.ratio, score_cutoff=LIKENESS)
    return FIELD_OF[best[0]] if best else ""


def fingerprint_of(heading: str) -> str:
    """Stands for a heading in what is remembered: what looks like one may be somebody's name."""
    return salted_hmac("participants.imports.columns", heading_key(heading)).hexdigest()[:20]


def samples_of(rows: Sequence[Row], index: int) -> tuple[str, ...]:
    """The first different values in the column."""
    samples: list[str] = []
    for row in rows:
        value = row.cells[index].strip() if index < len(row.cells) else ""
        if value and value not in samples:
            samples.append(value)
        if len(samples) == SAMPLES:
            break
    return tuple(samples)
