from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from rapidfuzz import fuzz

from participants.models import Person, Registration
from participants.names import email_key, likeness_key, name_key
from participants.services.entries import Entry
from workshops.models import Workshop

LIKENESS = 88  # of two names, of 100
CANDIDATES = 200
MOST_ASKED = 5


@dataclass(frozen=True)
class Alike:
    """Somebody known who may be the person typed: what a facilitator may see of them."""

    person_id: int
    name: str
    organisation: str
    city: str
    is_on_list: bool
    shares_email: bool


def people_alike(workshop: Workshop, *, full_name: str, email: str) -> list[Alike]:
    """Whom to ask about before a new person is made; the likest first, two queries.

    Nobody whose e-mail and name are both the same: that is the same person without a question.
    """
    name, address, words = name_key(full_name), email_key(email), likeness_key(full_name)
    longest = max(words.split(), key=len, default=words)
    maybe = Q(likeness_key=words) | Q(likeness_key__contains=longest)
    if address:
        maybe |= Q(email_key=address)
    known = Person.objects.filter(
        maybe, project=workshop.project_id, merged_into__isnull=True, erased_at__isnull=True
    )
    if address:
        known = known.exclude(email_key=address, name_key=name)
    likest = sorted(known[:CANDIDATES], key=lambda person: -likeness(person, address, words))
    likest = [each for each in likest if likeness(each, address, words) >= LIKENESS][:MOST_ASKED]
    return [as_seen(person, last, workshop, address) for person, last in with_last(likest)]


def standing_on(workshop: Workshop, entry: Entry) -> Registration | None:
    """The registration of the same person at this workshop, if there is one already."""
    same = Q(person=entry.person_id) if entry.person_id else Q(pk__in=[])
    if entry.identity:
        address, name = entry.identity
        same |= Q(person__email_key=address, person__name_key=name)
    return Registration.objects.filter(same, workshop=workshop).select_related("person").first()


def likeness(person: Person, address: str, words: str) -> float:
    if address and person.email_key == address:
        return 101  # before any likeness of names
    return fuzz.ratio(person.likeness_key, words)


def with_last(people: list[Person]) -> list[tuple[Person, Registration | None]]:
    """Each person beside the last registration, from which organisation and city are told."""
    registrations = (
        Registration.objects.filter(person__in=people)
        .select_related("city")
        .order_by("registered_at")
    )
    last = {registration.person_id: registration for registration in registrations}
    return [(person, last.get(person.pk)) for person in people]


def as_seen(person: Person, last: Registration | None, workshop: Workshop, address: str) -> Alike:
    return Alike(
        person_id=person.pk,
        name=person.full_name,
        organisation=last.organisation_name if last else "",
        city=str(last.city or last.city_name) if last else "",
        is_on_list=last is not None and last.workshop_id == workshop.pk,
        shares_email=bool(address) and person.email_key == address,
    )
