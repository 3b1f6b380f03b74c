from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from participants import letters
from participants.links import new_token
from participants.models import ParticipantImport, Person, Registration
from participants.services.codes import new_codes
from participants.services.entries import Entry, organisations_of
from participants.services.inserting import Alike, insert_many
from participants.services.seats import (
    Seats,
    admitted_state,
    fill_free_seats,
    lock_for_figures,
    seat,
)
from projects.models import Organisation, Project
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
    registering = Registering(
        workshop, by=by, source=source, came_with=came_with, sends_letters=sends_letters,
        is_example=is_example, submission_key=submission_key,
    )  # fmt: skip
    return registering.register(entries)


class Registering:
    """The registering of many, a set of entries at a time, within the transaction around it.

    The workshop and its project are locked from the beginning: who registers for two workshops
    at once stays one person. Raises `ListClosed`.
    """

    def __init__(
        self,
        workshop: Workshop,
        *,
        by: User | None,
        source: Source,
        came_with: ParticipantImport | None = None,
        sends_letters: bool = False,
        is_example: bool = False,
        submission_key: str = "",
    ) -> None:
        self.workshop = lock_for_figures(workshop)
        self.seats = Seats(self.workshop)
        fill_free_seats(self.workshop, by=by, seats=self.seats)
        lock_people(self.workshop.project)
        self.source, self.sends_letters = source, sends_letters
        self.organisations: dict[str, Organisation] = {}
        self.named = {""}  # as typed, and among the organisations
        now = timezone.now()
        said = {
            "created_by": by, "came_with": came_with, "is_example": is_example, "created_at": now,
            "changed_at": now,
        }  # fmt: skip
        self.alike_person = Person(project=self.workshop.project, code="", **said)
        self.alike = Alike(
            Registration(
                workshop=self.workshop, entered_by=by, source=source, came_with=came_with,
                submission_key=submission_key, registered_at=now, changed_at=now, code="",
            )
        )  # fmt: skip

    def register(
        self, entries: Sequence[Entry], *, are_looked_up: bool = False
    ) -> list[Registration]:
        """One registration for each, in their order: the one that stood, or a new one.

        `are_looked_up`, after the lock: an entry without `person_id` is of nobody known, and
        nobody of them is on the list.
        """
        codes = new_codes(2 * len(entries), project=self.workshop.project)
        people, new_people = sort_people(entries, self.alike_person, are_looked_up=are_looked_up)
        save_people(new_people, codes)
        self._know_organisations(entries)
        made = {person.pk for person in new_people}
        known = [] if are_looked_up else [person for person in people if person.pk not in made]
        standing = {each.person_id: each for each in standing_registrations(self.workshop, known)}
        new: dict[int, Registration] = {}
        for entry, person in zip(entries, people, strict=True):
            if person.pk not in standing and person.pk not in new:
                new[person.pk] = self._new(entry, person)
        save_new(list(new.values()), self.seats, codes, sends_letters=self.sends_letters)
        return [new.get(person.pk) or standing[person.pk] for person in people]

    def _know_organisations(self, entries: Sequence[Entry]) -> None:
        named = [each for each in entries if each.organisation not in self.named]
        if named:
            self.organisations |= organisations_of(named, self.workshop.project)
            self.named.update(entry.organisation for entry in named)

    def _new(self, entry: Entry, person: Person) -> Registration:
        columns = entry.registration_columns(self.organisations)
        columns["state"] = entry.state or admitted_state(self.workshop, self.source)
        organisation = columns.pop("organisation")
        columns["organisation_id"] = organisation.pk if organisation else None
        columns["person_id"] = person.pk
        return self.alike.make(
            columns, person=person, workshop=self.workshop, organisation=organisation
        )


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


def save_new(
    new: list[Registration], seats: Seats, codes: Iterator[str], *, sends_letters: bool
) -> None:
    """Seat them in their order and save them, with a letter each if that is asked for."""
    for registration in new:
        seat(registration, seats)
    tokens = [new_token() for _registration in new] if sends_letters else []
    for registration, token in zip(new, tokens, strict=False):
        registration.private_token_hash = token.hash
    for registration, code in zip(new, codes, strict=False):
        registration.code = code
    insert_many(new)
    letters.tell_registered(zip(new, tokens, strict=False))


def find_or_create_people(
    entries: Sequence[Entry], *, within: Project, by: User | None, is_example: bool
) -> list[Person]:
    """The person of each entry: as answered, or of the same e-mail and name, or a new one."""
    lock_people(within)
    alike = Person(project=within, code="", created_by=by, is_example=is_example)
    people, new = sort_people(entries, alike)
    save_people(new, new_codes(len(new), project=within))
    return people


def save_people(new: Sequence[Person], codes: Iterator[str]) -> None:
    for person, code in zip(new, codes, strict=False):
        person.code = code
    insert_many(new)


def lock_people(project: Project) -> None:
    """Nobody else makes a person of this project until the transaction ends."""
    Project.objects.select_for_update(no_key=True).only("pk").get(pk=project.pk)


def sort_people(
    entries: Sequence[Entry], person_alike: Person, *, are_looked_up: bool = False
) -> tuple[list[Person], list[Person]]:
    """The person of each entry, and those of them who are new, not saved yet.

    They are of the project of `person_alike`, and as it is in all that no entry says.
    """
    project, alike = person_alike.project, Alike(person_alike)
    answered = people_answered(entries, project)
    known = {} if are_looked_up else people_known(entries, project)
    people: list[Person] = []
    new: list[Person] = []
    for entry in entries:
        person = answered.get(entry.person_id or 0)
        if person is None and entry.identity is not None:
            person = known.get(entry.identity)
        if person is None:
            person = alike.make(entry.person_columns(), project=project)
            new.append(person)
            if entry.identity is not None:
                known[entry.identity] = person
        people.append(person)
    return people, new


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
    if not people:
        return []
    return list(
        Registration.objects.filter(
            workshop=workshop, person__in=[person.pk for person in people]
        ).select_related("person", "organisation", "city", "country")
    )
