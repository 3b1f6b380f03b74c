"""The tables of a workshop report: as the list stands, or as they were signed off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _text

from documents.charts import Bar, Part
from participants.breakdown import COLUMNS, GenderBreakdown
from participants.dimensions import DIMENSIONS, HEADINGS, OF_PEOPLE, Named
from participants.groups import Group, groups_of, line_of
from participants.models import ParticipationRecord, Registration, RegistrationQuerySet
from participants.models.registrations import IS_PARTICIPANT, IS_SPEAKER, IS_THERE
from participants.participation import Lines
from workshops.models import Workshop

# The tables of a workshop report whose rows add up to the line: key, column heading.
TABLES = {key: dimension.heading for key, dimension in OF_PEOPLE.items()}


@dataclass(frozen=True)
class BreakdownRow:
    label: str
    breakdown: GenderBreakdown
    key: str = ""  # the same in every language; blank where it is not known
    people: GenderBreakdown | None = None  # each person once; None: not counted


@dataclass(frozen=True)
class BreakdownTable:
    """Participants by one thing. Its rows add up to its total, which is the line."""

    field: str
    rows: tuple[BreakdownRow, ...]

    @property
    def heading(self) -> str:
        return str(HEADINGS[self.field])

    @property
    def adds_up(self) -> bool:
        return self.field != "session"

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
        return replace(self, rows=rows)

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
    return table_of(field, ((name, line) for name, [line] in breakdowns_by(counted, field, Q())))


def live_table_and_lines(workshop: Workshop, field: str) -> tuple[BreakdownTable, Lines | None]:
    """The table with both lines above it, in the same one query; None for an empty list."""
    people = Registration.objects.filter(workshop=workshop)
    found = breakdowns_by(people, field, IS_PARTICIPANT & IS_THERE, IS_SPEAKER & IS_THERE)
    table = table_of(field, ((name, counted) for name, [counted, _speakers] in found))
    speakers = sum((speakers for _name, [_counted, speakers] in found), GenderBreakdown())
    return table, (table.total, speakers) if found else None


NamedLines = list[tuple[Named, list[GenderBreakdown]]]


def breakdowns_by(people: RegistrationQuerySet, field: str, *whom: Q) -> NamedLines:
    """By each name one breakdown for each of `whom`, in one query and in order."""
    dimension = DIMENSIONS[field]
    counts = {f"of_{place}": Count("pk", filter=who) for place, who in enumerate(whom)}
    rows = (
        people.order_by().annotate(**dimension.expressions)
        .values(*dimension.columns, "gender").annotate(**counts)
        .values_list(*dimension.columns, "gender", *counts)
    )  # fmt: skip
    found: dict[Named, list[GenderBreakdown]] = {}
    for row in rows:
        columns, gender, numbers = split(row, len(dimension.columns))
        lines = [GenderBreakdown.of_genders({gender: number}) for number in numbers]
        name = dimension.name(*columns)
        before = found.get(name, [GenderBreakdown()] * len(whom))
        found[name] = [one + other for one, other in zip(before, lines, strict=True)]
    return sorted(found.items())


def split(row: Sequence[Any], columns: int) -> tuple[Sequence[Any], str, Sequence[int]]:
    return row[:columns], row[columns], row[columns + 1 :]


def table_of(field: str, rows: Iterable[tuple[Named, GenderBreakdown]]) -> BreakdownTable:
    """Rows with anybody in them, in order."""
    return BreakdownTable(
        field,
        tuple(
            BreakdownRow(name.label, breakdown, name.key)
            for name, breakdown in rows
            if breakdown.total
        ),
    )


def tables_of_groups(
    groups: Iterable[Group], fields: Iterable[str] = TABLES
) -> list[BreakdownTable]:
    """Without a query, of groups that have been read."""
    counted = [group for group in groups if group.counts]
    return [table_of(field, named_groups(counted, field)) for field in fields]


def named_groups(groups: Iterable[Group], field: str) -> Iterator[tuple[Named, GenderBreakdown]]:
    found: dict[Named, list[Group]] = defaultdict(list)
    for group in groups:
        found[group.named_by(field)].append(group)
    return ((name, line_of(found[name])) for name in sorted(found))


def tables_of(workshop: Workshop, fields: Sequence[str] = tuple(TABLES)) -> list[BreakdownTable]:
    """The tables as signed off, else as the list stands; none where a source gave no names."""
    record = workshop.participation_records.order_by("-number").first()
    if record is None:
        return tables_of_groups(groups_of(workshop), fields)
    return [frozen_table(record, field) for field in fields if f"by_{field}" in record.tables]


def frozen_table(record: ParticipationRecord, field: str) -> BreakdownTable:
    """Without rows where the record has no such table: a count in the room names no country."""
    frozen = record.tables.get(f"by_{field}", [])
    return BreakdownTable(field, tuple(row_of(row) for row in frozen))


def row_of(frozen: dict[str, Any]) -> BreakdownRow:
    return BreakdownRow(frozen["label"], frozen_line(frozen), frozen.get("key", ""))


def frozen_line(frozen: Mapping[str, Any]) -> GenderBreakdown:
    return GenderBreakdown(**{name: frozen.get(name, 0) for name in COLUMNS})


def to_freeze(tables: Iterable[BreakdownTable]) -> dict[str, list[dict[str, Any]]]:
    """The tables as a ParticipationRecord keeps them; they name nobody."""
    return {
        f"by_{table.field}": [
            {"key": row.key, "label": row.label, **row.breakdown.as_columns()} for row in table.rows
        ]
        for table in tables
    }
