"""The figures of any set of workshops, by one thing: attendances beside distinct people.

A workshop that is signed off is read from its record, any other from its list as it stands.
People are counted each once, from the lists as they stand today: a record names nobody.
Nothing is kept between two readings.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _

from documents.charts import Bar, Part
from participants.breakdown import COLUMNS, GenderBreakdown
from participants.dimensions import (
    HEADINGS,
    OF_PEOPLE,
    OF_WORKSHOPS,
    Named,
    named,
    quarter_of,
)
from participants.models import ParticipationRecord, Registration, RegistrationQuerySet
from participants.models.registrations import EACH_ONCE
from participants.participation import live_lines
from participants.report import breakdowns_by
from projects.models import Project
from workshops.models import Workshop

Precision = ParticipationRecord.Precision
NamedLine = tuple[Named, GenderBreakdown]
PeopleByLabel = dict[str, GenderBreakdown]


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

    def bar_of(self, row: AcrossRow) -> Bar:
        longest = max(each.attendances.total for each in self.rows)
        rest = Part("none", longest - row.attendances.total, "")
        return Bar([*row.attendances.parts, rest])


@dataclass(frozen=True)
class Signed:
    """The record that holds for a workshop, as far as one table needs it."""

    line: GenderBreakdown | None
    precision: str
    rows: list[dict[str, Any]] | None  # None: the record does not divide by this


@dataclass(frozen=True)
class Question:
    workshops: Sequence[Workshop]  # each with project and phase, saying whether it is shared
    by: str
    project: Project  # that asks: of workshops led by another it sees totals only

    @property
    def divides_workshops(self) -> bool:
        """Whether the people of one workshop may be in several groups."""
        return self.by in OF_PEOPLE

    def can_divide(self, workshop: Workshop) -> bool:
        return self.divides_workshops and self.is_own(workshop)

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
    """Six queries at most, however many workshops and people there are."""
    sources = sources_of(question)
    totals = totals_by_name(question, sources)
    people = counted_at(filter(question.is_own, question.workshops))
    once = people_by_label(question, people)
    return Across(
        by=question.by,
        rows=tuple(
            AcrossRow(name.label, totals[name], once.get(name.label), name.key)
            for name in sorted(totals)
        ),
        people=people.people(),
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
    live = with_list(each for each in question.workshops if each.pk not in records)
    return Sources(known, live, unknown=len(question.workshops) - len(known) - len(live))


def with_list(workshops: Iterable[Workshop]) -> list[Workshop]:
    """Those on whose list anybody stands, in one query: of the others nothing is known."""
    workshops = list(workshops)
    has_list = Exists(Registration.objects.filter(workshop=OuterRef("pk")))
    pks = [workshop.pk for workshop in workshops]
    known = set(Workshop.objects.filter(has_list, pk__in=pks).values_list("pk", flat=True))
    return [workshop for workshop in workshops if workshop.pk in known]


def records_of(question: Question) -> dict[int, Signed]:
    """The last record of each workshop; of its tables, only the one asked for is read."""
    records = (
        ParticipationRecord.objects.filter(workshop__in=question.workshops).order_by("number")
        .values_list(
            "workshop", "precision", *COLUMNS, KeyTransform(f"by_{question.by}", "tables")
        )
    )  # fmt: skip
    found: dict[int, Signed] = {}
    for workshop, precision, *numbers, rows in records:
        stored = ParticipationRecord(**dict(zip(COLUMNS, numbers, strict=True)))
        found[workshop] = Signed(stored.breakdown, precision, rows)
    return found


def totals_by_name(question: Question, sources: Sources) -> dict[Named, GenderBreakdown]:
    """Attendances by name; names of one label are one. What is not divided has a row of its own."""
    names: dict[str, Named] = {}
    totals: dict[str, GenderBreakdown] = defaultdict(GenderBreakdown)
    for name, line in lines_by_name(question, sources):
        names.setdefault(name.label, name)
        totals[name.label] += line
    return {names[label]: line for label, line in totals.items() if line.total}


def lines_by_name(question: Question, sources: Sources) -> Iterator[NamedLine]:
    """A total goes to one group; what divides people reads what can be divided."""
    divided = [
        (workshop, signed)
        for workshop, signed in sources.signed
        if question.can_divide(workshop) and signed.rows is not None
    ]
    listed = [workshop for workshop in sources.live if question.can_divide(workshop)]
    yield from frozen_lines(question, (signed.rows or () for _workshop, signed in divided))
    if listed:
        found = breakdowns_by(counted_at(listed), question.by, Q())
        yield from ((name, line) for name, [line] in found)
    is_divided = {workshop.pk for workshop, _signed in divided} | {each.pk for each in listed}
    for workshop, line in totals_besides(sources, is_divided):
        yield question.name_of_all(workshop), line


def totals_besides(
    sources: Sources, besides: Collection[int]
) -> Iterator[tuple[Workshop, GenderBreakdown]]:
    for workshop, signed in sources.signed:
        if workshop.pk not in besides and signed.line:
            yield workshop, signed.line
    live = {each.pk: each for each in sources.live if each.pk not in besides}
    if live:
        for pk, (line, _speakers) in live_lines(live).items():
            yield live[pk], line


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


def counted_at(workshops: Iterable[Workshop]) -> RegistrationQuerySet:
    return Registration.objects.filter(workshop__in=workshops).counted()


def people_by_label(question: Question, people: RegistrationQuerySet) -> PeopleByLabel:
    """Distinct people, in one query; somebody in two groups is in both."""
    if question.divides_workshops:
        dimension = OF_PEOPLE[question.by]
        rows = people_in_groups(people, dimension.columns, dimension.expressions)
        return added((dimension.name(*columns), line) for columns, line in rows)
    of_workshops = OF_WORKSHOPS[question.by]
    names = {of_workshops.value(each): of_workshops.name(each) for each in question.workshops}
    expressions = {"quarter": quarter_in(question)} if question.by == "quarter" else {}
    rows = people_in_groups(people, (of_workshops.column,), expressions)
    return added((names[value], line) for (value,), line in rows)


def people_in_groups(
    people: RegistrationQuerySet, columns: tuple[str, ...], expressions: Mapping[str, Any]
) -> Iterator[tuple[Sequence[Any], GenderBreakdown]]:
    each_once: Any = people.order_by().annotate(**expressions, **EACH_ONCE)
    rows = each_once.values_list(*columns, "final_gender").annotate(
        Count("final_person", distinct=True)
    )
    for *values, gender, count in rows:
        yield values, GenderBreakdown.of_genders({gender: count})


def added(lines: Iterable[NamedLine]) -> PeopleByLabel:
    found: PeopleByLabel = defaultdict(GenderBreakdown)
    for name, line in lines:
        found[name.label] += line
    return found


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
