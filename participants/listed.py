"""What the lists of a set of workshops say, in one query: attendances, and people each once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, TextField, Value

from participants.breakdown import GenderBreakdown
from participants.dimensions import Dimension, Named
from participants.models import Registration, RegistrationQuerySet
from participants.models.registrations import EACH_ONCE
from workshops.models import Workshop

ATTENDANCES, IN_GROUPS, PEOPLE, UNDIVIDED = "attendances", "in_groups", "people", "undivided"


@dataclass
class ListedPeople:
    attendances: list[tuple[Named, GenderBreakdown]] = field(default_factory=list)
    undivided: GenderBreakdown = GenderBreakdown()  # attendances of which no more may be said
    in_groups: dict[str, GenderBreakdown] = field(
        default_factory=lambda: defaultdict(GenderBreakdown)
    )  # people by label: each once in a group, and somebody in two groups is in both
    people: GenderBreakdown = GenderBreakdown()  # each once


def listed_people(
    by: Dimension,
    *,
    divided: Collection[Workshop],
    undivided: Collection[Workshop],
    people_of: Collection[Workshop],
) -> ListedPeople:
    """Attendances of the first two, people of the last: parts that no other part adds up to."""
    once: Any = counted_at(people_of).annotate(**EACH_ONCE)
    each = Count("final_person", distinct=True)
    parts = [
        part(ATTENDANCES, counted_at(divided), by, "gender", Count("pk")),
        part(IN_GROUPS, once, by, "final_gender", each),
        part(PEOPLE, once, by, "final_gender", each, is_divided=False),
        part(UNDIVIDED, counted_at(undivided), by, "gender", Count("pk"), is_divided=False),
    ]
    return added_up(by, parts[0].union(*parts[1:], all=True))


def counted_at(workshops: Collection[Workshop]) -> RegistrationQuerySet:
    return Registration.objects.filter(workshop__in=workshops).counted()


def part(
    name: str,
    people: RegistrationQuerySet,
    by: Dimension,
    gender: str,
    count: Count,
    *,
    is_divided: bool = True,
) -> Any:
    columns = {
        f"column_{place}": F(column) if is_divided else Value(None, TextField())
        for place, column in enumerate(by.columns)
    }
    rows: Any = people.order_by().annotate(**by.expressions if is_divided else {})
    rows = rows.annotate(part=Value(name), **columns).values_list("part", *columns, gender)
    return rows.annotate(count=count)


def added_up(by: Dimension, rows: Iterable[Sequence[Any]]) -> ListedPeople:
    listed = ListedPeople()
    for name, *columns, gender, count in rows:
        line = GenderBreakdown.of_genders({gender: count})
        if name == ATTENDANCES:
            listed.attendances.append((by.name(*columns), line))
        elif name == IN_GROUPS:
            listed.in_groups[by.name(*columns).label] += line
        elif name == PEOPLE:
            listed.people += line
        else:
            listed.undivided += line
    return listed
