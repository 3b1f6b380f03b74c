"""The records of a workshop side by side: what a correction changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from participants.breakdown import GenderBreakdown
from participants.dimensions import DIMENSIONS
from participants.models import ParticipationRecord
from participants.participation import Participation, signed_off
from participants.report import BreakdownTable
from participants.workshop_report import tables_of_record


@dataclass(frozen=True)
class Cell:
    text: str  # blank where the record has no such row
    is_changed: bool  # against the record before it


@dataclass(frozen=True)
class ComparedRow:
    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class ComparedTable:
    heading: str
    rows: list[ComparedRow]


@dataclass(frozen=True)
class Compared:
    records: Sequence[ParticipationRecord]
    lines: ComparedRow
    speakers: ComparedRow
    tables: list[ComparedTable]

    @property
    def columns(self) -> list[tuple[ParticipationRecord, Participation]]:
        return [(record, signed_off(record)) for record in self.records]


def records_side_by_side(records: Sequence[ParticipationRecord]) -> Compared:
    """In the order they were made. No query."""
    tables = [{table.field: table for table in tables_of_record(each)} for each in records]
    fields = [field for field in DIMENSIONS if any(field in each for each in tables)]
    printed = [signed_off(record) for record in records]
    return Compared(
        records=records,
        lines=row_of("", [each.text for each in printed]),
        speakers=row_of("", [speakers_of(each) for each in printed]),
        tables=[compared_table(field, [each.get(field) for each in tables]) for field in fields],
    )


def speakers_of(figures: Participation) -> str:
    return str(figures.speakers) if figures.speakers is not None else _("not known")


def compared_table(field: str, tables: Sequence[BreakdownTable | None]) -> ComparedTable:
    lines = [{row.label: row.breakdown for row in table.rows} if table else {} for table in tables]
    labels = dict.fromkeys(label for each in lines for label in each)
    return ComparedTable(
        heading=str(DIMENSIONS[field].heading),
        rows=[
            row_of(label, [text_of(*each, label) for each in zip(tables, lines, strict=True)])
            for label in labels
        ],
    )


def text_of(table: BreakdownTable | None, lines: Mapping[str, GenderBreakdown], label: str) -> str:
    """Nobody, where the record has the table; nothing, where it has none."""
    return str(lines.get(label, GenderBreakdown())) if table else ""


def row_of(label: str, texts: Sequence[str]) -> ComparedRow:
    before = [*texts[:1], *texts[:-1]]
    return ComparedRow(
        label, [Cell(text, text != other) for text, other in zip(texts, before, strict=True)]
    )
