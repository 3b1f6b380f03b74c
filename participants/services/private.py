from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts.limits import is_first_within
from participants import letters
from participants.links import hash_of, new_token
from participants.models import Registration
from participants.services.changes import update_registration
from participants.services.consents import give_consents, keep_consents
from participants.services.entries import Entry
from participants.services.moves import move_registration
from participants.services.registering import Registering, registration_sent
from participants.services.seats import ListClosed, lock_workshop
from workshops.models import Workshop

Source = Registration.Source
DAY = 24 * 3600


class RegistrationClosed(Exception):
    """The workshop takes no registrations from the public now."""


def register_in_public(
    workshop: Workshop, *, entry: Entry, purposes: Collection[str], submission_key: str
) -> Registration:
    """One person's own registration, with a letter that bears the private link.

    The same form sent twice registers once. Somebody on the list already stays as they are: no
    answer and no consent of a stranger who knows name and address touches them. The letter with
    a new link goes to the address that was known, once a day however often they are entered.
    """
    is_first = is_first_within(DAY, "registered", who_is_it(workshop, entry))
    with transaction.atomic():
        registering = begin_in_public(workshop, submission_key)
        sent = registration_sent(workshop, submission_key)
        if sent is not None:
            return sent
        if not registering.workshop.takes_registrations:
            raise RegistrationClosed
        [registration] = registering.register([entry])
        if registration.submission_key == submission_key:
            give_consents(registration, purposes=purposes)
        elif is_first:
            send_private_link(registration)
        return registration


def begin_in_public(workshop: Workshop, submission_key: str) -> Registering:
    try:
        return Registering(
            workshop, by=None, source=Source.PUBLIC, sends_letters=True,
            submission_key=submission_key,
        )  # fmt: skip
    except ListClosed as closed:
        raise RegistrationClosed from closed


def who_is_it(workshop: Workshop, entry: Entry) -> str:
    """One word for the person at the workshop, from which nobody reads who it is."""
    return hash_of(f"{workshop.pk} {entry.identity}")


@transaction.atomic
def send_private_link(registration: Registration) -> None:
    """Write a new private link to the person; the one before stops working."""
    token = new_token()
    registration.private_token_hash = token.hash
    registration.save(update_fields=["private_token_hash"])
    letters.tell_link(registration, token)


@transaction.atomic
def keep_own_registration(
    registration: Registration,
    *,
    entry: Entry,
    fields: Collection[str],
    purposes: Collection[str],
    expected_version: int,
) -> None:
    """What a person changes by the private link: the answers and what is agreed to."""
    update_registration(
        registration, entry=entry, fields=fields, expected_version=expected_version, by=None
    )
    keep_consents(registration, purposes=purposes)


@transaction.atomic
def register_again(registration: Registration) -> Registration:
    """Come back after withdrawing, as if newly registered: on the waiting list if it is full."""
    workshop = lock_workshop(registration.workshop)
    if not workshop.takes_registrations:
        raise RegistrationClosed
    return move_registration(registration, move="return", by=None)
