"""What must never carry a person: addresses, the log, the arguments of tasks."""

import logging
import re

import pytest
from django.urls import reverse

from jobs import doorbell
from tests.factories import make_registration, make_workshop
from tests.public_pages import Stranger

SECRETS = ("Sereana", "sereana@example.org", "679-555")


@pytest.fixture
def registration(workshop):
    return make_registration(
        workshop, full_name="Sereana Vuki", email="sereana@example.org", phone="+679-555"
    )


def of_workshop(name, workshop, *further):
    return reverse(f"participants:{name}", args=[workshop.slug, *further])


def carries(text):
    return [secret for secret in SECRETS if secret in text]


def test_no_address_on_the_pages_carries_a_person(client, facilitator, registration):
    client.force_login(facilitator)
    workshop = registration.workshop
    pages = [
        of_workshop("participant_list", workshop),
        of_workshop("registration_edit", workshop, registration.code),
        of_workshop("attendance", workshop),
    ]

    addresses = [
        address
        for page in pages
        for address in re.findall(r'(?:href|action|src)="([^"]*)"', client.get(page).text)
    ]

    assert [address for address in addresses if carries(address)] == []


def test_list_and_sheet_show_no_contact_data(client, facilitator, registration):
    client.force_login(facilitator)

    for name in ("participant_list", "attendance", "sign_in_sheet", "sign_off"):
        text = client.get(of_workshop(name, registration.workshop)).text
        assert "sereana@example.org" not in text
        assert "679-555" not in text


def test_public_pages_name_nobody(client, registration):
    detail = reverse("desk:workshop_detail", args=[registration.workshop.slug])

    assert carries(client.get(detail).text) == []


def test_neither_log_nor_task_carries_a_person(
    client, project, caplog, monkeypatch, django_capture_on_commit_callbacks
):
    workshop = make_workshop(project, state="open")
    rung = []
    monkeypatch.setattr(
        doorbell.current_app, "send_task", lambda *call, **more: rung.append((call, more))
    )
    stranger = Stranger(client, workshop)

    with caplog.at_level(logging.INFO), django_capture_on_commit_callbacks(execute=True):
        stranger.register(full_name="Sereana Vuki", email="sereana@example.org")

    assert len(rung) == 1
    assert carries(str(rung)) == []
    assert carries(caplog.text) == []


def test_nothing_is_sent_for_a_get(client, registration, facilitator):
    client.force_login(facilitator)
    where = of_workshop("registration_withdraw", registration.workshop, registration.code)

    assert client.get(where).status_code == 405
    registration.refresh_from_db()
    assert registration.state == "confirmed"
