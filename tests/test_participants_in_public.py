import threading

import pytest
from django.db import connections

from jobs.models import Letter
from participants.models import Consent, Registration
from participants.services import (
    Entry,
    RegistrationClosed,
    register_in_public,
)
from tests.factories import make_registration, make_workshop
from workshops.models import Workshop

Source = Registration.Source
State = Registration.State


def in_public(workshop, key="key", **fields):
    entry = Entry(**{"full_name": "Ana Tui", "email": "ana@example.org", **fields})
    return register_in_public(workshop, entry=entry, purposes=["list"], submission_key=key)


def test_same_form_sent_twice_registers_once(project):
    workshop = make_workshop(project, state="open")

    assert in_public(workshop) == in_public(workshop)
    assert Letter.objects.count() == Registration.objects.count() == Consent.objects.count() == 1


def test_stranger_who_knows_name_and_address_changes_nothing(project):
    workshop = make_workshop(project, state="open")
    known = make_registration(
        workshop, full_name="Ana Tui", email="ana@example.org", position="Mayor"
    )

    registration = in_public(workshop, position="Impostor")

    known.refresh_from_db()
    assert (registration, known.position) == (known, "Mayor")
    assert not Consent.objects.exists()
    assert Letter.objects.get().to == "ana@example.org"


def test_closed_workshop_takes_no_public_registration(workshop):
    with pytest.raises(RegistrationClosed):
        in_public(workshop)


def test_private_secret_stands_in_the_letter_only(project):
    registration = in_public(make_workshop(project, state="open"))

    body = Letter.objects.get().body
    secret = body.partition("/registrations/")[2].partition("/")[0]
    assert secret
    assert len(registration.private_token_hash) == 64
    assert secret != registration.private_token_hash


@pytest.mark.django_db(transaction=True)
def test_last_seat_goes_to_one_of_twenty_at_once():
    workshop = make_workshop(state="open", seats=1)

    def ask(number):
        try:
            in_public(workshop, key=f"key{number}", full_name=f"Person {number}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    confirmed = Registration.objects.filter(state="confirmed").count()
    assert (confirmed, Registration.objects.filter(state="waitlisted").count()) == (1, 19)


def test_public_registration_asks_the_workshop_as_it_is_now(project):
    workshop = make_workshop(project, state="open")
    Workshop.objects.filter(pk=workshop.pk).update(state="closed")

    with pytest.raises(RegistrationClosed):
        register_in_public(
            workshop, entry=Entry(full_name="Late"), purposes=[], submission_key="k" * 32
        )
