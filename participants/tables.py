from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from participants.models import Registration, RegistrationQuerySet
from projects.models import Gender

State = Registration.State
Attendance = Registration.Attendance
ASKS = "tag-ask"
LOOKS = {Attendance.FULLY: "tag-good", Attendance.PARTLY: "tag-go", Attendance.NO_SHOW: ""}
READ = (
    "code", "person__full_name", "position", "organisation_name", "city_name", "city__name",
    "country__name", "gender", "role", "state", "attendance",
)  # fmt: skip


class RegistrationTable(tables.Table):
    """The columns of the list and what each is sorted by; the page draws the rows."""

    name = tables.Column(_("Name"), order_by=("person__sort_key", "pk"))
    work = tables.Column(_("Position and organisation"), orderable=False, empty_values=())
    place = tables.Column(
        _("City, country"), order_by=("country__name", "city_name", "person__sort_key")
    )
    gender = tables.Column(_("Gender"), order_by=("gender", "person__sort_key"))
    role = tables.Column(_("Role"), order_by=("role", "person__sort_key"))
    attendance = tables.Column(_("Attendance"), order_by=("attendance", "person__sort_key"))
    turn = tables.Column(visible=False, order_by=("registered_at", "pk"))  # of who waits

    def __init__(self, people: RegistrationQuerySet, order_by: str) -> None:
        super().__init__(people, order_by=order_by)  # type: ignore[no-untyped-call]

    @property
    def rows_in_order(self) -> RegistrationQuerySet:
        rows: RegistrationQuerySet = self.data.data
        return rows

    class Meta:
        model = Registration
        fields = ()
        sequence = ("name", "work", "place", "gender", "role", "attendance", "turn")
        order_by = "name"


@dataclass(frozen=True)
class ListedPerson:
    """One row of the list, in the words it shows."""

    code: str
    name: str
    position: str
    organisation: str
    city: str
    country: str
    gender: str
    has_gender: bool
    role: str
    standing: str  # whether they came; before that is known, or of no matter, the state
    standing_look: str


def listed(rows: Iterable[Mapping[str, Any]]) -> list[ListedPerson]:
    """Rows as `READ` reads them, in words. Each label is translated once, not once a row."""
    labels = {
        str(value): str(label)
        for choices in (Gender, Registration.Role, State, Attendance)
        for value, label in choices.choices
    }
    labels[""] = _text("Not recorded")
    return [listed_person(row, labels) for row in rows]


def listed_person(row: Mapping[str, Any], labels: Mapping[str, str]) -> ListedPerson:
    is_confirmed = row["state"] == State.CONFIRMED
    return ListedPerson(
        code=row["code"],
        name=row["person__full_name"],
        position=row["position"],
        organisation=row["organisation_name"],
        city=row["city__name"] or row["city_name"],
        country=row["country__name"] or "",
        gender=labels[row["gender"]],
        has_gender=bool(row["gender"]),
        role=labels[row["role"]],
        standing=labels[row["attendance"] if is_confirmed else row["state"]],
        standing_look=look_of(row["state"], row["attendance"]),
    )


def look_of(state: str, attendance: str) -> str:
    if state == State.CONFIRMED:
        return LOOKS.get(Attendance(attendance), ASKS) if attendance else ASKS
    return ASKS if state in {State.PENDING, State.WAITLISTED} else ""
