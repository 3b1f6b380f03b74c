"""Naming a delegation by its private link: what somebody in a ministry may do without an account.

They see and change the people whom the city or body named, while the workshop takes
registrations, up to its seats; never diet, access needs or attendance. An address or a phone that
was typed is not shown again: a link that went on to others tells names and offices, no contacts.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from participants.links import Token, hash_of, new_token
from participants.models import Delegation, DelegationLink, Person, Registration
from participants.services.changes import update_registration
from participants.services.delegations import (
    HOLDS_PLACE,
    enter_delegate,
    replace_registration,
)
from participants.services.entries import Entry
from participants.services.moves import withdraw
from participants.services.private import RegistrationClosed
from participants.services.registering import registration_sent
from participants.services.seats import lock_for_figures
from workshops.models import Workshop

Source = Registration.Source
MOST_WITHOUT_SEATS = 60  # people that a link names where nobody said how many
TO_THE = datetime.timedelta(hours=1)
OF_PERSON = ("full_name", "email", "phone")
KEPT_IF_BLANK = ("email", "phone")  # not shown, so blank says nothing of them


class SeatsTaken(Exception):
    """As many are named as the delegation has seats."""


@dataclass(frozen=True)
class MadeLink:
    link: DelegationLink
    token: Token


@transaction.atomic
def make_link(
    delegation: Delegation, *, language: str, expires_at: datetime.datetime, by: User
) -> MadeLink:
    """A new private link; the one before stops working. Its secret is kept nowhere."""
    token = new_token()
    link, _is_new = DelegationLink.objects.update_or_create(
        delegation=delegation,
        defaults={
            "token_hash": token.hash, "language": language, "expires_at": expires_at,
            "made_by": by, "made_at": timezone.now(), "used_at": None, "revoked_at": None,
        },
    )  # fmt: skip
    return MadeLink(link, token)


def revoke_link(delegation: Delegation) -> None:
    """Who opens it is told that it no longer works. Twice is once."""
    DelegationLink.objects.open().filter(delegation=delegation).update(revoked_at=timezone.now())


def delegation_link_of(secret: str) -> DelegationLink | None:
    """The open link of that secret; None for one that never was, is over or was taken back."""
    joined = ("delegation__workshop__project", "delegation__city__country", "delegation__body")
    links = DelegationLink.objects.open().select_related(*joined)
    return links.filter(token_hash=hash_of(secret)).first()


def note_opening_of(link: DelegationLink) -> None:
    """That it is in use, to the hour."""
    now = timezone.now()
    if link.used_at is None or link.used_at < now - TO_THE:
        DelegationLink.objects.filter(pk=link.pk).update(used_at=now)


def named_by_link(delegation: Delegation) -> QuerySet[Registration]:
    """Whom the city or body named itself; nobody of those whom others entered, or who is erased."""
    named = Registration.objects.filter(
        delegation=delegation, source=Source.CITY, person__erased_at=None
    )
    return named.select_related("person", "workshop__project", "city", "country")


def seats_left(delegation: Delegation) -> int:
    """How many more the link names: of all seats, whoever filled the others."""
    members = delegation.registrations.filter(is_alternate=False, state__in=HOLDS_PLACE)
    seats = MOST_WITHOUT_SEATS if delegation.seats is None else delegation.seats
    return max(seats - members.count(), 0)


@transaction.atomic
def name_delegate(
    delegation: Delegation, *, entry: Entry, submission_key: str = ""
) -> Registration:
    """Raises `SeatsTaken`, `RegistrationClosed`, `ListClosed`, `AlreadyOnList`."""
    workshop = lock_for_figures(delegation.workshop)
    if registration_sent(workshop, submission_key) is None and not seats_left(delegation):
        raise SeatsTaken
    return enter_delegate(
        delegation, entry=entry, by=None, source=Source.CITY, submission_key=submission_key
    )


@transaction.atomic
def keep_named(
    registration: Registration, *, entry: Entry, fields: list[str], expected_version: int
) -> None:
    """Raises `StaleVersion`, `RegistrationClosed`. Who is known from elsewhere keeps their name."""
    refuse_unless_open(registration.workshop)
    is_known = is_known_from_elsewhere(registration.person)
    kept = [name for name in fields if not (is_known and name in OF_PERSON)]
    kept = [name for name in kept if name not in KEPT_IF_BLANK or getattr(entry, name)]
    if is_known:
        entry = replace(entry, full_name=registration.person.full_name)
    update_registration(
        registration, entry=entry, fields=kept, expected_version=expected_version, by=None
    )


def is_known_from_elsewhere(person: Person) -> bool:
    """Whether others than this delegation know the person: their name is not its to correct."""
    return person.registrations.count() > 1 or person.merged_rows.exists()


@transaction.atomic
def withdraw_named(registration: Registration) -> None:
    refuse_unless_open(registration.workshop)
    withdraw(registration, by=None)


@transaction.atomic
def replace_named(registration: Registration, *, entry: Entry) -> Registration:
    """In the same seat. Raises `RegistrationClosed` and what `replace_registration` does."""
    return replace_registration(registration, entry=entry, by=None, source=Source.CITY)


def refuse_unless_open(workshop: Workshop) -> None:
    if not Workshop.objects.get(pk=workshop.pk).takes_registrations:
        raise RegistrationClosed
