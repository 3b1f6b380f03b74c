from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from participants import letters
from participants.links import new_token
from participants.models import ParticipantImport, Person, Registration
from participants.services.entries import Entry, Organisations, new_person, organisations_of
from participants.services.seats import (
    Seats,
    admitted_state,
    fill_free_seats,
    lock_for_figures,
    seat,
)
from projects.models import Project
from workshops.models import Workshop

Source = Registration.Source
Identity = tuple[str, str]


@transaction.atomic
def register_participants(
    workshop: Workshop,
    *,
    entries: Sequence[Entry],
    by: User | None,
    source: Source,
    came_with: ParticipantImport | None = None,
    sends_letters: bool = False,
    is_example: bool = False,
    submission_key: str = "",
) -> list[Registration]:
    """Register people for a workshop, on the waiting list once its seats are taken.

    Registering somebody twice is not an error: the first registration stands, as it is. All
    entries are registered or none; the answer has one registration for each, in their order.
    A constant number of queries however many entries, but for the letters that are asked for.
    Raises `ListClosed`.
    """
    workshop = lock_for_figures(workshop)
    fill_free_seats(workshop, by=by)
    people = find_or_create_people(entries, within=workshop.project, by=by, is_example=is_example)
    organisations = organisations_of(entries, workshop.project)
    standing = {each.person_id: each for each in standing_registrations(workshop, people)}

    new: dict[int, Registration] = {}
    for entry, person in zip(entries, people, strict=True):
        if person.pk not in standing and person.pk not in new:
            new[person.pk] = registration = new_registration(
                workshop, entry, person, organisations, by=by, source=source
            )
            registration.came_with = came_with
            registration.submission_key = submission_key
    save_new(workshop, list(new.values()), sends_letters=sends_letters)
    return [new.get(person.pk) or standing[person.pk] for person in people]


@transaction.atomic
def register_one(
    workshop: Workshop, *, entry: Entry, by: User, submission_key: str
) -> Registration:
    """One person from a form; the same form sent twice registers once. Raises `ListClosed`."""
    workshop = lock_for_figures(workshop)
    sent = registration_sent(workshop, submission_key)
    if sent is not None:
        return sent
    [registration] = register_participants(
        workshop, entries=[entry], by=by, source=Source.FORM, submission_key=submission_key
    )
    return registration


def registration_sent(workshop: Workshop, submission_key: str) -> Registration | None:
    """What an earlier sending of the same form registered."""
    if not submission_key:
        return None
    sent = Registration.objects.filter(workshop=workshop, submission_key=submission_key)
    return sent.select_related("person").first()


def save_new(workshop: Workshop, new: list[Registration], *, sends_letters: bool) -> None:
    """Seat them in their order and save them, with a letter each if that is asked for."""
    seats = Seats(workshop)
    for registration in new:
        seat(registration, seats)
    tokens = [new_token() for _registration in new] if sends_letters else []
    for registration, token in zip(new, tokens, strict=False):
        registration.private_token_hash = token.hash
    Registration.objects.bulk_create(new)
    for registration, token in zip(new, tokens, strict=False):
        letters.tell_registered(registration, token)


def find_or_create_people(
    entries: Sequence[Entry], *, within: Project, by: User | None, is_example: bool
) -> list[Person]:
    """The person of each entry: as answered, or of the same e-mail and name, or a new one.

    Under the lock of the project: who registers for two workshops at once stays one person.
    """
    Project.objects.select_for_update(no_key=True).get(pk=within.pk)
    answered = people_answered(entries, within)
    known = people_known(entries, within)
    people: list[Person] = []
    new: list[Person] = []
    for entry in entries:
        person = answered.get(entry.person_id or 0)
        if person is None and entry.identity is not None:
            person = known.get(entry.identity)
        if person is None:
            person = new_person(entry, within, created_by=by, is_example=is_example)
            new.append(person)
            if entry.identity is not None:
                known[entry.identity] = person
        people.append(person)
    Person.objects.bulk_create(new)
    return people


def people_answered(entries: Sequence[Entry], project: Project) -> dict[int, Person]:
    wanted = [entry.person_id for entry in entries if entry.person_id is not None]
    if not wanted:
        return {}
    return {
        person.pk: person.merged_into or person
        for person in Person.objects.filter(project=project, pk__in=wanted).select_related(
            "merged_into"
        )
    }


def people_known(entries: Sequence[Entry], project: Project) -> dict[Identity, Person]:
    """Those of the project who are in the entries by e-mail *and* name; the oldest of twins."""
    emails = {entry.identity[0] for entry in entries if entry.identity is not None}
    if not emails:
        return {}
    people = Person.objects.filter(
        project=project, email_key__in=emails, erased_at__isnull=True
    ).select_related("merged_into")
    return {
        (person.email_key, person.name_key): person.merged_into or person
        for person in people.order_by("-pk")
    }


def standing_registrations(workshop: Workshop, people: Sequence[Person]) -> list[Registration]:
    return list(
        Registration.objects.filter(
            workshop=workshop, person__in=[person.pk for person in people]
        ).select_related("person", "organisation", "city", "country")
    )


def new_registration(
    workshop: Workshop,
    entry: Entry,
    person: Person,
    organisations: Organisations,
    *,
    by: User | None,
    source: Source,
) -> Registration:
    columns = entry.registration_columns(organisations)
    columns["state"] = entry.state or admitted_state(workshop, source)
    return Registration(workshop=workshop, person=person, entered_by=by, source=source, **columns)
