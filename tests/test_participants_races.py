"""Strangers who press *Send* at the same instant, each with a connection of their own."""

import threading

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client

from jobs.models import Letter
from participants.models import Consent, Person, Registration
from participants.services import withdraw
from tests.factories import make_workshop
from tests.public_pages import Stranger

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db):
    cache.clear()


def at_once(deeds):
    start = threading.Barrier(len(deeds))
    done = [None] * len(deeds)

    def do(place):
        try:
            start.wait()
            done[place] = deeds[place]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=[place]) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def ready_to_send(workshop, **answers):
    stranger = Stranger(Client(REMOTE_ADDR=f"10.0.0.{answers.pop('number', 1)}"), workshop)
    stranger.fill_in(**answers)
    return stranger


def test_last_seat_goes_to_one_of_twenty_who_send_at_once():
    workshop = make_workshop(state="open", seats=1)
    strangers = [
        ready_to_send(workshop, full_name=f"Person {n}", email=f"{n}@example.org", number=n)
        for n in range(MANY)
    ]

    responses = at_once([stranger.send for stranger in strangers])

    assert [response.status_code for response in responses] == [302] * MANY
    states = list(Registration.objects.values_list("state", flat=True))
    assert (states.count("confirmed"), states.count("waitlisted")) == (1, MANY - 1)
    assert Letter.objects.count() == MANY


def test_a_seat_given_back_goes_to_one_while_others_ask_for_it():
    workshop = make_workshop(state="open", seats=1)
    ready_to_send(workshop).send()
    holder = Registration.objects.get()
    strangers = [
        ready_to_send(workshop, full_name=f"Person {n}", email=f"{n}@example.org", number=n)
        for n in range(5)
    ]

    at_once([*[each.send for each in strangers], lambda: withdraw(holder, by=None)])

    assert Registration.objects.filter(state="confirmed").count() == 1
    assert Registration.objects.filter(state="waitlisted").count() == 4


def test_one_form_sent_ten_times_at_once_registers_once():
    stranger = ready_to_send(make_workshop(state="open"), consent_list="on")

    def send_again():
        client = Client()
        client.cookies = stranger.client.cookies
        return client.post(stranger.check, {"submission_key": key})

    key = stranger.client.get(stranger.check).context["draft"].key
    responses = at_once([send_again] * 10)

    assert {response.url for response in responses} == {stranger.first + "done/"}
    assert Registration.objects.count() == Person.objects.count() == 1
    assert Letter.objects.count() == Consent.objects.count() == 1
