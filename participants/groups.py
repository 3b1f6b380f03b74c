"""The people of one workshop in groups that are alike in all they are counted by: one query.

Line, tables, funnel and what is missing are sums of these groups, so they agree by making.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from participants.breakdown import GenderBreakdown
from participants.dimensions import OF_PEOPLE, TYPED_CITY, Named
from participants.models import Registration
from participants.models.registrations import SEAT_TAKING_ROLES
from workshops.models import Workshop

State = Registration.State
Attendance = Registration.Attendance
SPEAKING_ROLES = ("speaker", "resource_person")
COLUMNS = tuple(
    dict.fromkeys(
        (
            "state", "role", "attendance", "gender", "person__is_example",
            *(column for dimension in OF_PEOPLE.values() for column in dimension.columns),
        )
    )
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    columns: Mapping[str, Any]
    people: int

    @property
    def is_there(self) -> bool:
        is_absent = self.columns["attendance"] == Attendance.NO_SHOW
        return bool(self.columns["state"] == State.CONFIRMED) and not is_absent

    @property
    def is_asked(self) -> bool:
        """Whether they would be counted if they came, whatever became of it."""
        return self.columns["role"] in SEAT_TAKING_ROLES

    @property
    def counts(self) -> bool:
        return self.is_asked and self.is_there

    @property
    def speaks(self) -> bool:
        return self.columns["role"] in SPEAKING_ROLES and self.is_there

    @property
    def has_come(self) -> bool:
        """Marked as having come: not the same as not marked as absent."""
        return self.counts and bool(self.columns["attendance"])

    def named_by(self, field: str) -> Named:
        dimension = OF_PEOPLE[field]
        return dimension.name(*(self.columns[column] for column in dimension.columns))


def groups_of(workshop: Workshop) -> list[Group]:
    rows: Any = (
        Registration.objects.filter(workshop=workshop).order_by()
        .annotate(typed_city=TYPED_CITY).values(*COLUMNS).annotate(people=Count("pk"))
    )  # fmt: skip
    return [Group(row, row["people"]) for row in rows]


def line_of(groups: Iterable[Group]) -> GenderBreakdown:
    genders: Counter[str] = Counter()
    for group in groups:
        genders[group.columns["gender"]] += group.people
    return GenderBreakdown.of_genders(genders)


def people_in(groups: Iterable[Group], which: Callable[[Group], bool]) -> int:
    return sum(group.people for group in groups if which(group))
