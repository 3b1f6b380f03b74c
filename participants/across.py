"""The figures of any set of workshops, by one thing: attendances beside distinct people.

A workshop that is signed off is read from its record, any other from its list as it stands.
People are counted each once, from the lists as they stand today: a record names nobody.
Nothing is kept between two readings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _

from documents.charts import Bar, Part
from participants.breakdown import COLUMNS, GenderBreakdown
from participants.dimensions import DIMENSIONS, Dimension, Named, named
from participants.models import ParticipationRecord, Registration, RegistrationQuerySet
from participants.models.registrations import EACH_ONCE
from participants.participation import live_lines
from participants.report import breakdowns_by, frozen_line
from projects.models import Project
from workshops.models import Workshop

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
        return str(DIMENSIONS[self.by].heading)

    @property
    def of_workshops(self) -> bool:
        return DIMENSIONS[self.by].is_of_workshop

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
    def dimension(self) -> Dimension:
        return DIMENSIONS[self.by]

    @property
    def divides_all(self) -> bool:
        """All the people of a workshop are in one group, so a mere total can be divided."""
        return self.dimension.is_of_workshop

    def is_own(self, workshop: Workshop) -> bool:
        return workshop.project_id == self.project.pk


@dataclass(frozen=True)
class Sources:
    """The workshops of a set by where their figures come from."""

    signed: list[tuple[Workshop, Signed]]
    live: list[Workshop]
    unknown: int


def figures_across(question: Question) -> Across:
    """Six queries at most, however many workshops and people there are."""
    sources = sources_of(question)
    totals = totals_by_name(question, sources)
    people = counted_at(filter(question.is_own, question.workshops))
    once = people_by(people, question.dimension)
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
    for workshop, signed in sources.signed:
        yield from signed_lines(question, workshop, signed)
    own = [workshop for workshop in sources.live if question.is_own(workshop)]
    if own:
        found = breakdowns_by(counted_at(own), question.by, Q())
        yield from ((name, line) for name, [line] in found)
    foreign = {each.pk: each for each in sources.live if not question.is_own(each)}
    for pk, (line, _speakers) in live_lines(foreign).items() if foreign else ():
        yield name_of_all(question, foreign[pk]), line


def signed_lines(question: Question, workshop: Workshop, signed: Signed) -> Iterator[NamedLine]:
    if question.divides_all or signed.rows is None or not question.is_own(workshop):
        yield name_of_all(question, workshop), signed.line or GenderBreakdown()
    else:
        for row in signed.rows:
            yield frozen_name(row, question.dimension), frozen_line(row)


def name_of_all(question: Question, workshop: Workshop) -> Named:
    """The group of everybody at the workshop, of which no more than a total is known."""
    return name_of(workshop, question.dimension) if question.divides_all else undivided()


def frozen_name(row: dict[str, Any], dimension: Dimension) -> Named:
    """Choices in the reader's language; names as they were frozen."""
    key = row.get("key", row["label"])
    return dimension.name(key) if len(dimension.columns) == 1 else named(key, row["label"])


def undivided() -> Named:
    label = _("Not divided further")
    return Named((True, 1, label), "undivided", label)


def name_of(workshop: Workshop, dimension: Dimension) -> Named:
    return dimension.name(*(value_at(workshop, column) for column in dimension.columns))


def value_at(workshop: Workshop, column: str) -> Any:
    """What the column of a registration holds for everybody at this workshop."""
    day = workshop.starts_on
    if column == "workshop_year":
        return day and day.year
    if column == "workshop_quarter":
        return day and (day.month + 2) // 3
    value: Any = workshop
    for name in column.split("__")[1:]:
        value = getattr(value, name) if value is not None else None
    return value


def counted_at(workshops: Iterable[Workshop]) -> RegistrationQuerySet:
    return Registration.objects.filter(workshop__in=workshops).counted()


def people_by(people: RegistrationQuerySet, dimension: Dimension) -> dict[str, GenderBreakdown]:
    """Distinct people by label, one query; somebody in two groups is in both."""
    rows = (
        people.order_by().annotate(**dimension.expressions, **EACH_ONCE)
        .values_list(*dimension.columns, "final_gender")
        .annotate(Count("final_person", distinct=True))
    )  # fmt: skip
    found: dict[str, GenderBreakdown] = defaultdict(GenderBreakdown)
    for *columns, gender, count in rows:
        found[dimension.name(*columns).label] += GenderBreakdown.of_genders({gender: count})
    return found
