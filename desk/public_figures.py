"""The figures of a project for everybody: fixed tables, without filters.

Lines are public anyway. What is told of groups is only added up from what the page of each
signed-off workshop shows of them already: a sum of public numbers says no more than they do, so
nothing can be worked out by taking one public table from another. Figures that still move are not
divided in public at all: what a table said the day before would tell who came.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models.fields.json import KeyTransform
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.figures import workshops_of
from desk.project_figures import held
from documents.charts import Bar, Part
from documents.sheets.write import Cell
from participants.breakdown import GenderBreakdown
from participants.dimensions import OF_PEOPLE, OF_WORKSHOPS, Named
from participants.figures_sheet import FiguresSheet, file_name, line_cells, line_header
from participants.kept import Counted, kept_figures
from participants.models import ParticipationRecord
from participants.participation import (
    Participation,
    participation_of,
    who_counts,
)
from participants.report import BreakdownRow, BreakdownTable, row_of, table_of
from participants.suppression import Told, told_of
from projects.models import Project
from workshops.models import Workshop, WorkshopQuerySet

LINES_BY = ("phase", "quarter", "kind", "workshop")
GROUPS_BY = "organisation_kind"  # what the public page of a workshop shows, too


@dataclass(frozen=True)
class PublicGroup:
    label: str
    shown: int


@dataclass(frozen=True)
class PublicFigures:
    project: Project
    total: GenderBreakdown
    tables: list[BreakdownTable]
    groups: list[PublicGroup]
    not_shown: int  # in groups too small to be told, or not divided in public
    signed_off: int
    live: int
    unknown: int
    shared: int
    as_of: datetime.datetime

    @property
    def group_heading(self) -> str:
        return str(OF_PEOPLE[GROUPS_BY].heading)

    @property
    def groups_words(self) -> str:
        return groups_words()

    @property
    def groups_with_bars(self) -> list[tuple[PublicGroup, Bar]]:
        longest = max((group.shown for group in self.groups), default=0)
        return [(group, plain_bar(group, longest)) for group in self.groups]


def plain_bar(group: PublicGroup, longest: int) -> Bar:
    return Bar([Part("m", group.shown, str(group.shown)), Part("none", longest - group.shown, "")])


def public_figures(project: Project, *, mark: object = None) -> PublicFigures:
    """A fixed number of queries, however many workshops there are."""
    workshops = workshops_of(project)
    counted = kept_figures(
        mark, workshops, f"{project.pk} public", lambda: counted_public(project, workshops)
    )
    return PublicFigures(project=project, as_of=timezone.now(), **counted)


def counted_public(project: Project, workshops: WorkshopQuerySet) -> Counted:
    ended, until = held(workshops)
    seen = participation_of(ended)
    lines = {pk: each.line for pk, each in seen.items() if each.line is not None}
    total = sum(lines.values(), GenderBreakdown())
    groups = public_groups(own_tables(project, ended, seen))
    figures = {
        "total": total,
        "tables": [lines_by(ended, lines, by) for by in LINES_BY],
        "groups": groups,
        "not_shown": total.total - sum(group.shown for group in groups),
        "signed_off": sum(seen[pk].is_signed_off for pk in lines),
        "live": sum(not seen[pk].is_signed_off for pk in lines),
        "unknown": len(ended) - len(lines),
        "shared": sum(workshop.is_shared for workshop in ended),
    }
    return Counted(figures, until)


def lines_by(
    workshops: Sequence[Workshop], lines: dict[int, GenderBreakdown], by: str
) -> BreakdownTable:
    found: dict[Named, GenderBreakdown] = defaultdict(GenderBreakdown)
    for workshop in workshops:
        if workshop.pk in lines:
            found[OF_WORKSHOPS[by].name(workshop)] += lines[workshop.pk]
    return table_of(by, sorted(found.items()))


def own_tables(
    project: Project, workshops: Iterable[Workshop], seen: dict[int, Participation]
) -> list[Told]:
    """Of workshops that another project leads, this one tells totals only."""
    own = [each.pk for each in workshops if each.project_id == project.pk]
    return tables_told(pk for pk in own if seen[pk].is_signed_off)


def tables_told(workshops: Iterable[int]) -> list[Told]:
    """What the page of each signed-off workshop tells of groups, too. One query.

    Of each record the one table that is told is read; the others are many times longer.
    """
    records = ParticipationRecord.objects.filter(workshop__in=list(workshops))
    in_order = records.order_by("workshop", "number").values_list(
        "workshop", KeyTransform(f"by_{GROUPS_BY}", "tables")
    )
    return [
        told_of(frozen_rows(rows) for _workshop, rows in of_one)
        for _workshop, of_one in groupby(in_order.iterator(), key=itemgetter(0))
    ]


def frozen_rows(rows: list[dict[str, Any]] | None) -> tuple[BreakdownRow, ...]:
    """None where a source gave no names."""
    return tuple(row_of(row) for row in rows or ())


def public_groups(tables: Iterable[Told]) -> list[PublicGroup]:
    """Added up from the rows that each workshop shows the public, and from nothing else."""
    dimension = OF_PEOPLE[GROUPS_BY]
    shown: dict[Named, int] = defaultdict(int)
    for table in tables:
        for row in table.rows:
            if row.total is not None:
                shown[dimension.name(row.key or row.label)] += row.total
    return [PublicGroup(name.label, shown[name]) for name in sorted(shown)]


def sheet_of(figures: PublicFigures) -> FiguresSheet:
    return FiguresSheet(
        name=file_name(figures.project.code, _("public figures"), f"{figures.as_of:%Y-%m-%d}"),
        title=f"{figures.project.code}: {_('public figures')}",
        header=[_("By"), _("Group"), *line_header()],
        rows=list(rows_of(figures)),
        notes=[
            f"{figures.project.code}: {figures.project.name}",
            _("As of %(moment)s UTC.") % {"moment": f"{figures.as_of:%Y-%m-%d %H:%M}"},
            who_counts(),
            groups_words(),
        ],
    )


def rows_of(figures: PublicFigures) -> Iterator[list[Cell]]:
    for table in figures.tables:
        for row in table.rows:
            yield [table.heading, row.label, *line_cells(row.breakdown)]
    for group in figures.groups:
        yield [figures.group_heading, group.label, group.shown, *[None] * 6]
    yield [figures.group_heading, _("Not told"), figures.not_shown, *[None] * 6]
    yield [_("All"), _("Total"), *line_cells(figures.total)]


def groups_words() -> str:
    return _(
        "Groups are told only of signed-off figures, and only where five people or more are in "
        "them; what is not told includes figures that nothing divides."
    )
