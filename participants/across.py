"""The figures of any set of workshops, by one thing: attendances beside distinct people.

A workshop that is signed off is read from its record, any other from its list as it stands.
People are counted each once, from the lists as they stand today: a record names nobody.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, TextField, Value, When
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _

from documents.charts import Bar, Part
from participants.breakdown import COLUMNS, GenderBreakdown
from participants.dimensions import (
    HEADINGS,
    OF_PEOPLE,
    OF_WORKSHOPS,
    Dimension,
    Named,
    named,
    quarter_of,
)
from participants.listed import ListedPeople, listed_people
from participants.models import ParticipationRecord, Registration
from projects.models import Project
from workshops.models import Workshop

# To annotate workshops with: of those without a list and a record nothing is known.
HAS_LIST = {"has_list": Exists(Registration.objects.filter(workshop=OuterRef("pk")))}
Precision = ParticipationRecord.Precision
NamedLine = tuple[Named, GenderBreakdown]


@dataclass(frozen=True)
class AcrossRow:
    label: str
    attendances: GenderBreakdown
    people: GenderBreakdown | None  # None: nobody on a list is behind this row
    key: str = ""


@dataclass(frozen=True)
class Across:
    by: str
    rows: tuple[AcrossRow, ...]
    people: GenderBreakdown  # over all rows, each once: no sum of theirs
    signed_off: int = 0
    live: int = 0
    unknown: int = 0  # no list, no record: they add nothing
    shared: int = 0
    precisions: frozenset[str] = frozenset()

    @property
    def heading(self) -> str:
        return str(HEADINGS[self.by])

    @property
    def workshops(self) -> int:
        return self.signed_off + self.live

    @property
    def attendances(self) -> GenderBreakdown:
        return sum((row.attendances for row in self.rows), GenderBreakdown())

    @property
    def text(self) -> str:
        """With *at least* or *about* where one of its sources says no more."""
        for precision in (Precision.ABOUT, Precision.AT_LEAST):
            if precision in self.precisions:
                return f"{precision.label} {self.attendances}"
        return str(self.attendances)

    def with_bars(self, rows: Iterable[AcrossRow]) -> list[tuple[AcrossRow, Bar]]:
        """Some of the rows, each beside its bar, on the scale of the largest of all."""
        longest = max((each.attendances.total for each in self.rows), default=0)
        return [(row, bar_of(row.attendances, longest)) for row in rows]


def bar_of(line: GenderBreakdown, longest: int) -> Bar:
    return Bar([*line.parts, Part("none", longest - line.total, "")])


@dataclass(frozen=True)
class Signed:
    """The record that holds for a workshop, as far as one table needs it."""

    line: GenderBreakdown | None
    precision: str
    rows: list[dict[str, Any]] | None  # None: the record does not divide by this


@dataclass(frozen=True)
class Question:
    workshops: Sequence[Workshop]  # each with project and phase, `is_shared` and `has_list`
    by: str
    project: Project  # that asks: of workshops led by another it sees totals only

    @property
    def divides_workshops(self) -> bool:
        """Whether the people of one workshop may be in several groups."""
        return self.by in OF_PEOPLE

    def is_divided(self, workshop: Workshop) -> bool:
        """Whether its attendances are told by what is asked, and not as one total."""
        return self.is_own(workshop) or not self.divides_workshops

    def name_of_all(self, workshop: Workshop) -> Named:
        """The group of everybody at the workshop, of which no more than a total is known."""
        return undivided() if self.divides_workshops else OF_WORKSHOPS[self.by].name(workshop)

    def frozen_name(self, key: str, label: str) -> Named:
        """Choices in the reader's language; names as they were frozen."""
        dimension = OF_PEOPLE[self.by]
        return dimension.name(key) if len(dimension.columns) == 1 else named(key, label)

    def is_own(self, workshop: Workshop) -> bool:
        return workshop.project_id == self.project.pk


@dataclass(frozen=True)
class Sources:
    """The workshops of a set by where their figures come from."""

    signed: list[tuple[Workshop, Signed]]
    live: list[Workshop]
    unknown: int


def people_words() -> str:
    return _(
        "People: each once over all these workshops, from the lists as they stand today, with the "
        "gender last recorded for them. Figures counted in the room or taken from a source have "
        "no names, and the people of another project cannot be told apart: they are not among them."
    )


def figures_across(question: Question) -> Across:
    """Two queries, however many workshops and people there are."""
    sources = sources_of(question)
    listed = of_lists(question, sources)
    totals = totals_by_name(lines_by_name(question, sources, listed))
    return Across(
        by=question.by,
        rows=tuple(
            AcrossRow(name.label, totals[name], listed.in_groups.get(name.label), name.key)
            for name in sorted(totals)
        ),
        people=listed.people,
        signed_off=len(sources.signed),
        live=len(sources.live),
        unknown=sources.unknown,
        shared=sum(workshop.is_shared for workshop in question.workshops),
        precisions=frozenset(signed.precision for _workshop, signed in sources.signed),
    )


def sources_of(question: Question) -> Sources:
    records = records_of(question)
    signed = [(each, records[each.pk]) for each in question.workshops if each.pk in records]
    known = [(workshop, each) for workshop, each in signed if each.line is not None]
    live = [each for each in question.workshops if each.has_list and each.pk not in records]
    return Sources(known, live, unknown=len(question.workshops) - len(known) - len(live))


def records_of(question: Question) -> dict[int, Signed]:
    """The last record of each workshop; of its tables, only the one asked for is read."""
    rows_asked: Any = Value(None, TextField())
    if question.divides_workshops:
        rows_asked = KeyTransform(f"by_{question.by}", "tables")
    records = (
        ParticipationRecord.objects.filter(workshop__in=question.workshops).order_by("number")
        .values_list("workshop", "precision", *COLUMNS, rows_asked)
    )  # fmt: skip
    found: dict[int, Signed] = {}
    for workshop, precision, *numbers, rows in records:
        stored = ParticipationRecord(**dict(zip(COLUMNS, numbers, strict=True)))
        found[workshop] = Signed(stored.breakdown, precision, rows)
    return found


def totals_by_name(lines: Iterable[NamedLine]) -> dict[Named, GenderBreakdown]:
    """Attendances by name; names of one label are one."""
    names: dict[str, Named] = {}
    totals: dict[str, GenderBreakdown] = defaultdict(GenderBreakdown)
    for name, line in lines:
        names.setdefault(name.label, name)
        totals[name.label] += line
    return {names[label]: line for label, line in totals.items() if line.total}


def lines_by_name(
    question: Question, sources: Sources, listed: ListedPeople
) -> Iterator[NamedLine]:
    """A total goes to one group; what divides people reads what can be divided."""
    yield from listed.attendances
    if listed.undivided.total:
        yield undivided(), listed.undivided
    divided = {
        workshop.pk: signed.rows
        for workshop, signed in sources.signed
        if signed.rows is not None and question.is_own(workshop)
    }
    yield from frozen_lines(question, divided.values())
    for workshop, signed in sources.signed:
        if workshop.pk not in divided and signed.line:
            yield question.name_of_all(workshop), signed.line


def frozen_lines(
    question: Question, tables: Iterable[Iterable[Mapping[str, Any]]]
) -> Iterator[NamedLine]:
    """Rows of many records added up: there may be a hundred thousand, so in plain numbers."""
    sums: dict[tuple[str, str], list[int]] = {}
    for table in tables:
        for row in table:
            key = row.get("key", row["label"]), row["label"]
            counts = sums.setdefault(key, [0] * len(COLUMNS))
            for place, column in enumerate(COLUMNS):
                counts[place] += row[column]
    for (name, label), counts in sums.items():
        yield question.frozen_name(name, label), GenderBreakdown(*counts)


def undivided() -> Named:
    label = _("Not divided further")
    return Named((True, 1, label), "undivided", label)


def of_lists(question: Question, sources: Sources) -> ListedPeople:
    return listed_people(
        grouping_of(question),
        divided=[each for each in sources.live if question.is_divided(each)],
        undivided=[each for each in sources.live if not question.is_divided(each)],
        people_of=list(filter(question.is_own, question.workshops)),
    )


def grouping_of(question: Question) -> Dimension:
    if question.divides_workshops:
        return OF_PEOPLE[question.by]
    of_workshops = OF_WORKSHOPS[question.by]
    names = {of_workshops.value(each): of_workshops.name(each) for each in question.workshops}
    expressions = {"quarter": quarter_in(question)} if question.by == "quarter" else {}
    return Dimension(of_workshops.heading, (of_workshops.column,), names.__getitem__, expressions)


def quarter_in(question: Question) -> Case:
    """The quarter of a workshop by its first day: a database has no quarters of its own."""
    quarters = {quarter_of(workshop) for workshop in question.workshops} - {None}
    first_days = {each: first_day_of(each) for each in quarters if each is not None}
    return Case(
        *(
            When(workshop__starts_on__gte=day, workshop__starts_on__lt=first_day_of(each + 1),
                 then=Value(each))
            for each, day in first_days.items()
        ),
        default=Value(None),
        output_field=IntegerField(),
    )  # fmt: skip


def first_day_of(quarter: int) -> datetime.date:
    return datetime.date(quarter // 4, quarter % 4 * 3 + 1, 1)
