from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from documents.charts import Bar, Part
from participants.breakdown import GenderBreakdown
from participants.models import ParticipationRecord, Registration
from participants.models.registrations import IS_PARTICIPANT, IS_SPEAKER, IS_THERE
from participants.participation import Lines
from workshops.models import Workshop

# The tables of a workshop report: key, column heading.
TABLES = {
    "country": _("Country or area"),
    "city": _("City"),
    "organisation_kind": _("Type of organisation"),
    "role": _("Role"),
}


@dataclass(frozen=True)
class BreakdownRow:
    label: str
    breakdown: GenderBreakdown


@dataclass(frozen=True)
class BreakdownTable:
    """Participants by one thing. Its rows add up to its total, which is the line."""

    field: str
    rows: tuple[BreakdownRow, ...]

    @property
    def heading(self) -> str:
        return str(TABLES[self.field])

    @property
    def total(self) -> GenderBreakdown:
        return sum((row.breakdown for row in self.rows), GenderBreakdown())

    def shortened(self, count: int) -> BreakdownTable:
        """The largest rows, in their order, and one row more for all the others."""
        if len(self.rows) <= count:
            return self
        by_size = sorted(self.rows, key=lambda row: -row.breakdown.total)
        kept = {row.label for row in by_size[:count]}
        others = [row for row in self.rows if row.label not in kept]
        rest = BreakdownRow(
            _text("%(count)d others") % {"count": len(others)},
            sum((row.breakdown for row in others), GenderBreakdown()),
        )
        rows = (*(row for row in self.rows if row.label in kept), rest)
        return BreakdownTable(self.field, rows)

    @property
    def rows_with_bars(self) -> list[tuple[BreakdownRow, Bar]]:
        """Each row beside its bar, all on the scale of the largest."""
        longest = max((row.breakdown.total for row in self.rows), default=0)
        return [(row, bar_of(row, longest)) for row in self.rows]


def bar_of(row: BreakdownRow, longest: int) -> Bar:
    return Bar([*row.breakdown.parts, Part("none", longest - row.breakdown.total, "")])


def live_table(workshop: Workshop, field: str) -> BreakdownTable:
    """One query over the list as it stands."""
    counted = Registration.objects.filter(workshop=workshop).counted()
    return BreakdownTable(field, tuple(BreakdownRow(*row) for row in counted.breakdown_by(field)))


def live_table_and_lines(workshop: Workshop, field: str) -> tuple[BreakdownTable, Lines | None]:
    """The table with both lines above it, in the same one query; None for an empty list."""
    found = Registration.objects.filter(workshop=workshop).breakdowns_by(
        field, IS_PARTICIPANT & IS_THERE, IS_SPEAKER & IS_THERE
    )
    rows = tuple(
        BreakdownRow(label, counted) for label, [counted, _speakers] in found if counted.total
    )
    table = BreakdownTable(field, rows)
    speaking = (speakers for _label, [_counted, speakers] in found if speakers.total)
    speakers = sum(speaking, GenderBreakdown())
    return table, (table.total, speakers) if found else None


def tables_of(workshop: Workshop, fields: Iterable[str] = TABLES) -> list[BreakdownTable]:
    """The tables as signed off, else as the list stands; none where a source gave no names."""
    record = workshop.participation_records.order_by("-number").first()
    if record is None:
        return [live_table(workshop, field) for field in fields]
    return [frozen_table(record, field) for field in fields if f"by_{field}" in record.tables]


def frozen_table(record: ParticipationRecord, field: str) -> BreakdownTable:
    """Without rows where the record has no such table: a count in the room names no country."""
    frozen = record.tables.get(f"by_{field}", [])
    return BreakdownTable(field, tuple(row_of(row) for row in frozen))


def row_of(frozen: dict[str, Any]) -> BreakdownRow:
    return BreakdownRow(
        frozen["label"],
        GenderBreakdown(**{name: count for name, count in frozen.items() if name != "label"}),
    )


def to_freeze(tables: Iterable[BreakdownTable]) -> dict[str, list[dict[str, Any]]]:
    """The tables as a ParticipationRecord keeps them; they name nobody."""
    return {
        f"by_{table.field}": [
            {"label": row.label, **row.breakdown.as_columns()} for row in table.rows
        ]
        for table in tables
    }
