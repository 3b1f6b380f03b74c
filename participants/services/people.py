from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from participants.models import Person
from participants.names import keys_of
from participants.services.changes import History, differences, save, without_keys
from participants.services.entries import Entry
from participants.services.registering import find_or_create_people
from projects.models import Project
from writing.services import StaleVersion, record_changes_of_many


@transaction.atomic
def enter_people(project: Project, *, entries: Sequence[Entry], by: User) -> list[Person]:
    """People of a project, at no workshop yet; who is known by e-mail and name is not made anew."""
    return find_or_create_people(entries, within=project, by=by, is_example=False)


@transaction.atomic
def correct_people(columns: Mapping[int, Mapping[str, Any]], *, by: User | None) -> list[Person]:
    """Write these columns of people, by primary key; the keys of their names follow.

    What they were at a workshop stays as it was on that day. A constant number of queries.
    """
    people = Person.objects.select_for_update().in_bulk(list(columns))
    history: History = {}
    for person in people.values():
        changes = differences(person, columns[person.pk])
        if changes:
            keys = keys_of(person.full_name, person.email, person.sort_name)
            history[person] = [*changes, *differences(person, keys)]
    save(history, by=by)
    record_changes_of_many(
        [(row, each) for row, changes in history.items() for each in without_keys(changes)], by=by
    )
    return list(people.values())


@transaction.atomic
def correct_person(
    person: Person, *, columns: Mapping[str, Any], expected_version: int, by: User
) -> Person:
    """The same for one, unless somebody saved them first: `StaleVersion`."""
    current = Person.objects.select_for_update().get(pk=person.pk)
    if current.version != expected_version:
        raise StaleVersion(current)
    [corrected] = correct_people({person.pk: columns}, by=by)
    return corrected
