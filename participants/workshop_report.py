"""Everything that is counted of one workshop: as signed off, else as the list stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from participants.breakdown import GenderBreakdown
from participants.funnel import Funnel
from participants.groups import Group, groups_of, line_of
from participants.head_counts import Compared, compared
from participants.missing import Missing, missing_in
from participants.models import HeadCount, ParticipationRecord, Registration
from participants.participation import Participation, from_list, signed_off
from participants.report import (
    TABLES,
    BreakdownTable,
    breakdowns_by,
    frozen_line,
    frozen_table,
    table_of,
    tables_of_groups,
    to_freeze,
)
from workshops.models import Workshop


@dataclass(frozen=True)
class Counted:
    """What is frozen at sign-off, and nothing else: it names nobody."""

    line: GenderBreakdown
    speakers: GenderBreakdown
    people: GenderBreakdown  # each once, also where two rows of the list were merged
    tables: tuple[BreakdownTable, ...]
    funnel: Funnel

    def to_freeze(self) -> dict[str, Any]:
        return {
            **to_freeze(self.tables),
            "funnel": self.funnel.to_freeze(),
            "people": [self.people.as_columns()],
        }


@dataclass(frozen=True)
class WorkshopReport:
    workshop: Workshop
    record: ParticipationRecord | None
    participation: Participation
    people: GenderBreakdown | None
    tables: tuple[BreakdownTable, ...]
    funnel: Funnel | None
    missing: list[Missing]
    head_counts: list[Compared]
    listed: GenderBreakdown  # what the list makes now, whatever was signed off
    has_examples: bool

    @property
    def list_has_moved(self) -> bool:
        """The list says something else since the figures of it were signed off."""
        of_list = self.record is not None and self.record.basis == ParticipationRecord.Basis.LIST
        return of_list and self.listed != self.participation.line


def report_of(workshop: Workshop) -> WorkshopReport:
    """Five queries at most."""
    record = workshop.participation_records.order_by("-number").first()
    groups = groups_of(workshop)
    live = counted_of(workshop, groups)
    return WorkshopReport(
        workshop=workshop,
        record=record,
        participation=participation_of_groups(workshop, record, groups),
        people=people_of_record(record) if record else live.people,
        tables=tables_of_record(record) if record else live.tables,
        funnel=funnel_of_record(record) if record else live.funnel,
        missing=missing_in(groups, has_begun=workshop.has_begun or workshop.has_ended),
        head_counts=compared_with(live, counts_of(workshop), groups),
        listed=live.line,
        has_examples=any(group.columns["person__is_example"] for group in groups),
    )


def head_counts_beside_list(workshop: Workshop) -> list[Compared]:
    """One query where nobody counted; then nothing is read to compare with."""
    counts = counts_of(workshop)
    if not counts:
        return []
    groups = groups_of(workshop)
    return compared_with(counted_of(workshop, groups), counts, groups)


def counts_of(workshop: Workshop) -> list[HeadCount]:
    return list(workshop.head_counts.select_related("session"))


def compared_with(live: Counted, counts: list[HeadCount], groups: list[Group]) -> list[Compared]:
    line = live.line if groups else None
    return compared(counts, line=line, sessions=lines_of_sessions(live))


def counted_of(workshop: Workshop, groups: list[Group]) -> Counted:
    """Two queries beside the one of the groups."""
    line = line_of(group for group in groups if group.counts)
    return Counted(
        line=line,
        speakers=line_of(group for group in groups if group.speaks),
        people=line if not groups else people_at(workshop),
        tables=(*tables_of_groups(groups), session_table(workshop)),
        funnel=Funnel.of_groups(groups),
    )


def people_at(workshop: Workshop) -> GenderBreakdown:
    return Registration.objects.filter(workshop=workshop).counted().people()


def session_table(workshop: Workshop) -> BreakdownTable:
    """Who counts and was there, by session; one of which nobody is recorded is not in it."""
    came = Registration.objects.filter(workshop=workshop, session_attendances__isnull=False)
    found = breakdowns_by(came.counted(), "session", Q())
    return table_of("session", ((name, line) for name, [line] in found))


def lines_of_sessions(counted: Counted) -> Mapping[str, GenderBreakdown]:
    """By the order of the session in the programme."""
    sessions = next(table for table in counted.tables if table.field == "session")
    return {row.key: row.breakdown for row in sessions.rows}


def participation_of_groups(
    workshop: Workshop, record: ParticipationRecord | None, groups: list[Group]
) -> Participation:
    if record is not None:
        return signed_off(record)
    counted = line_of(group for group in groups if group.counts)
    speakers = line_of(group for group in groups if group.speaks)
    return from_list(workshop, (counted, speakers) if groups else None)


def tables_of_record(record: ParticipationRecord) -> tuple[BreakdownTable, ...]:
    """As they were frozen; a count in the room or a source divides nothing."""
    fields = [field for field in (*TABLES, "session") if f"by_{field}" in record.tables]
    return tuple(frozen_table(record, field) for field in fields)


def funnel_of_record(record: ParticipationRecord) -> Funnel | None:
    rows = record.tables.get("funnel")
    return Funnel.thaw(rows) if rows else None


def people_of_record(record: ParticipationRecord) -> GenderBreakdown | None:
    rows = record.tables.get("people")
    return frozen_line(rows[0]) if rows else None
