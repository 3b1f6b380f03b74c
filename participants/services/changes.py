from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cities.models import City, Country
from participants.models import Person, Registration
from participants.models.registrations import SEAT_TAKING_ROLES, SEAT_TAKING_STATES
from participants.names import keys_of
from participants.services.entries import (
    PERSON_FIELDS,
    REGISTRATION_FIELDS,
    Entry,
    organisations_of,
)
from participants.services.seats import Seats, fill_free_seats, lock_workshop
from participants.services.updating import update_many
from workshops.models import Workshop
from writing.services import FieldChange, StaleVersion, record_changes, record_changes_of_many
from writing.values import readable

ENTRY_FIELDS = tuple(dict.fromkeys((*PERSON_FIELDS, *REGISTRATION_FIELDS)))
KEYS = keys_of("", "").keys()  # follow from other columns, so they have no history
FieldsOf = Mapping[int, Collection[str]]  # by primary key of the registration
History = dict[Person | Registration, list[FieldChange]]


@transaction.atomic
def update_registration(
    registration: Registration,
    *,
    entry: Entry,
    expected_version: int,
    by: User | None,
    fields: Collection[str] = ENTRY_FIELDS,
) -> Registration:
    """Write these fields of the entry where they differ; a blank state leaves the state.

    `expected_version` is the `form_version` that was shown; if somebody saved the registration
    or its person first, `StaleVersion` brings the row as it now stands. Signed-off figures do
    not move by it.
    """
    workshop = lock_workshop(registration.workshop)
    [current] = locked([registration.pk])
    if current.form_version != expected_version:
        raise StaleVersion(current)
    history = apply(
        {current: entry}, workshop=workshop, fields={current.pk: fields}, seats=Seats(workshop)
    )
    save(history, by=by)
    for row, changes in history.items():
        record_changes(row, without_keys(changes), by=by)
    fill_free_seats(workshop, by=by)
    return current


@transaction.atomic
def update_registrations(
    workshop: Workshop,
    *,
    entries: Mapping[int, Entry],
    by: User | None,
    fields: FieldsOf | None = None,
) -> list[Registration]:
    """The same for many rows of one workshop, by primary key; answers with those that changed.

    Of each row the fields named for it, else all. A constant number of queries.
    """
    workshop = lock_workshop(workshop)
    fields = fields or dict.fromkeys(entries, ENTRY_FIELDS)
    written = update_locked(workshop, entries=entries, by=by, fields=fields, seats=Seats(workshop))
    fill_free_seats(workshop, by=by)
    return written


def update_locked(
    workshop: Workshop,
    *,
    entries: Mapping[int, Entry],
    by: User | None,
    fields: FieldsOf,
    seats: Seats,
) -> list[Registration]:
    """The same within a transaction that holds the workshop; free seats are left for later."""
    rows = {row: entries[row.pk] for row in locked(entries) if row.workshop_id == workshop.pk}
    history = apply(rows, workshop=workshop, fields=fields, seats=seats)
    save(history, by=by)
    record_changes_of_many(
        [(row, each) for row, changes in history.items() for each in without_keys(changes)], by=by
    )
    return [row for row in rows if row in history or row.person in history]


def locked(primary_keys: Iterable[int]) -> list[Registration]:
    """The rows with all that their pages and their history name."""
    return list(
        Registration.objects.select_for_update(of=("self", "person"))
        .filter(pk__in=list(primary_keys))
        .select_related("person", "workshop", "organisation", "city", "country")
    )


def apply(
    rows: Mapping[Registration, Entry], *, workshop: Workshop, fields: FieldsOf, seats: Seats
) -> History:
    """Set what differs on the rows and their people; only rows that changed are answered."""
    renamed = [entry for row, entry in rows.items() if "organisation" in fields[row.pk]]
    organisations = organisations_of(renamed, workshop.project) if renamed else {}
    cities, countries = (named_by(rows, fields, key) for key in ("city_id", "country_id"))
    history: History = {}
    for registration, entry in rows.items():
        columns = entry.registration_columns(organisations, fields[registration.pk])
        if "city_id" in columns:
            columns["city"] = cities[columns.pop("city_id")]
        if "country_id" in columns:
            columns["country"] = countries[columns.pop("country_id")]
        if not columns.get("state"):
            columns["state"] = registration.state
        columns["state"] = state_with_seats(registration, columns, seats)
        history[registration] = differences(registration, columns)
        history[registration.person] = differences(
            registration.person, entry.person_columns(fields[registration.pk])
        )
    return {row: changes for row, changes in history.items() if changes}


def named_by(
    rows: Mapping[Registration, Entry], fields: FieldsOf, key: str
) -> Mapping[int | None, Any]:
    """The cities or countries that are written, of which the history says the names."""
    named = {getattr(entry, key) for row, entry in rows.items() if key in fields[row.pk]} - {None}
    model = City if key == "city_id" else Country
    return {None: None, **(model._default_manager.in_bulk(named) if named else {})}


def state_with_seats(registration: Registration, columns: Mapping[str, Any], seats: Seats) -> str:
    """The waiting list, for somebody who would take a seat only now that none is left."""
    role, state = columns.get("role", registration.role), str(columns["state"])
    would_sit = role in SEAT_TAKING_ROLES and state in SEAT_TAKING_STATES
    if would_sit and not registration.takes_seat and not seats.take():
        return Registration.State.WAITLISTED
    return state


def differences(row: Person | Registration, columns: Mapping[str, Any]) -> list[FieldChange]:
    """Set the columns that differ and say which did, as people read them."""
    changes = [
        FieldChange(name, readable(getattr(row, name)), readable(value))
        for name, value in columns.items()
        if getattr(row, name) != value
    ]
    for name, value in columns.items():
        setattr(row, name, value)
    return changes


def without_keys(changes: Iterable[FieldChange]) -> list[FieldChange]:
    return [change for change in changes if change.field not in KEYS]


def save(history: History, *, by: User | None) -> None:
    """Write the changed columns of the changed rows, each row at its next version."""
    now = timezone.now()
    for row in history:
        row.version += 1
        row.changed_at, row.changed_by = now, by
    people = [row for row in history if isinstance(row, Person)]
    registrations = [row for row in history if isinstance(row, Registration)]
    update_many(people, columns_of(history, Person))
    update_many(registrations, columns_of(history, Registration))


def columns_of(history: History, model: type[Person] | type[Registration]) -> list[str]:
    changes = (history[row] for row in history if isinstance(row, model))
    names = {change.field for of_row in changes for change in of_row}
    return [*sorted(names), "version", "changed_at", "changed_by"]
