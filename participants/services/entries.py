from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from participants.models import Registration
from participants.names import keys_of
from projects.models import Organisation, Project
from projects.names import organisation_key
from projects.services import find_or_create_organisations

Organisations = Mapping[str, Organisation]

PERSON_FIELDS = (
    "full_name", "sort_name", "certificate_name", "form_of_address", "gender", "gender_words",
    "email", "phone",
)  # fmt: skip
# As on that day. Gender is of both: of the person, and as counted at this workshop.
REGISTRATION_FIELDS = (
    "position", "organisation", "organisation_kind", "city_name", "city_id", "country_id",
    "gender", "gender_words", "role", "state", "mode", "attendance", "language", "access_needs",
    "diet_needs", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """What somebody typed about one person at one workshop, on a form or in a row of a sheet.

    A blank state leaves it to the workshop's admission and its seats. `person_id` is the answer
    *the same person*; without it, only e-mail and name together make somebody the same.
    """

    full_name: str
    row: int | None = None  # the sheet's own number
    email: str = ""
    gender: str = ""
    gender_words: str = ""
    phone: str = ""
    position: str = ""
    organisation: str = ""
    organisation_kind: str = ""
    city_name: str = ""
    city_id: int | None = None
    country_id: int | None = None
    role: str = Registration.Role.PARTICIPANT
    state: str = ""
    form_of_address: str = ""
    sort_name: str = ""
    certificate_name: str = ""
    language: str = ""
    access_needs: str = ""
    diet_needs: str = ""
    mode: str = ""
    attendance: str = ""
    note: str = ""
    code: str = ""
    person_id: int | None = None

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """The key fields of the person, as names and addresses are compared."""
        return keys_of(self.full_name, self.email, self.sort_name)

    @property
    def likeness(self) -> str:
        """By what two entries may be the same person, which only a human can say."""
        return self.keys["likeness_key"]

    @cached_property
    def identity(self) -> tuple[str, str] | None:
        """By what two entries of one project are the same person; None if nothing proves it."""
        keys = self.keys["email_key"], self.keys["name_key"]
        return keys if all(keys) else None

    def person_columns(self, fields: Collection[str] = PERSON_FIELDS) -> dict[str, Any]:
        """The columns of the Person that these fields fill, with the keys that follow from them."""
        columns = {name: getattr(self, name) for name in PERSON_FIELDS if name in fields}
        if columns.keys() & {"full_name", "email", "sort_name"}:
            columns |= self.keys
        return columns

    def registration_columns(
        self, organisations: Organisations, fields: Collection[str] = REGISTRATION_FIELDS
    ) -> dict[str, Any]:
        columns = {name: getattr(self, name) for name in REGISTRATION_FIELDS if name in fields}
        if "organisation" in columns:
            columns["organisation_name"] = columns["organisation"]
            columns["organisation"] = organisations.get(organisation_key(self.organisation))
        return columns


def entry_of(registration: Registration) -> Entry:
    """What stands in the row, as it would be typed."""
    person = registration.person
    return Entry(
        **{name: getattr(person, name) for name in PERSON_FIELDS if "gender" not in name},
        **{name: getattr(registration, name) for name in REGISTRATION_FIELDS
           if name != "organisation"},
        organisation=registration.organisation_name,
        code=registration.code,
        person_id=person.pk,
    )  # fmt: skip


def organisations_of(entries: Iterable[Entry], project: Project) -> Organisations:
    """The rows of the organisations that the entries name, made where there was none."""
    names = [(entry.organisation, entry.organisation_kind) for entry in entries]
    return find_or_create_organisations(project, [pair for pair in names if pair[0]])
