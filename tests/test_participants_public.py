import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobs.models import Letter
from participants.models import Consent, Registration
from tests.factories import make_registration, make_workshop

ANSWERS = {
    "full_name": "Ana Tui", "email": "ana@example.org", "gender": "female",
    "organisation": "Harbour Board", "city_name": "Suva",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db):
    cache.clear()


@pytest.fixture
def workshop(project):
    return make_workshop(project, state="open", starts_on="2090-01-01", ends_on="2090-01-02")


@pytest.fixture
def form_page(workshop):
    return reverse("participants:register", args=[workshop.slug])


def key_on(response):
    return response.context["form"]["submission_key"].value()


def send(client, form_page, **answers):
    key = key_on(client.get(form_page))
    return client.post(form_page, {**ANSWERS, "submission_key": key, "step": "send", **answers})


def private_address():
    body = Letter.objects.latest("pk").body
    return re.search(r"http://[^/]+(/registrations/\S+)", body)[1]


def test_nothing_is_chosen_or_ticked_beforehand(client, form_page):
    response = client.get(form_page)

    assert "checked" not in response.text
    assert [field.name for field in response.context["form"].consent_fields] == [
        "consent_contact", "consent_list", "consent_photo",
    ]  # fmt: skip


def test_form_offers_the_answers_of_the_project_and_names_no_organisation(
    client, form_page, workshop
):
    workshop.project.gender_answers = ["female", "male", "undisclosed"]
    workshop.project.save()
    make_registration(workshop, organisation_name="Secret Office")

    response = client.get(form_page)

    assert [value for value, _ in response.context["form"].fields["gender"].choices] == [
        "female", "male", "undisclosed",
    ]  # fmt: skip
    assert "Secret Office" not in response.text


def test_answers_are_checked_before_anything_is_kept(client, form_page):
    key = key_on(client.get(form_page))

    response = client.post(
        form_page, {**ANSWERS, "submission_key": key, "step": "check", "consent_list": "on"}
    )

    answers = dict(response.context["form"].answers)
    assert (answers["Full name"], answers["Gender"], answers["Position"]) == (
        "Ana Tui", "Female", "",
    )  # fmt: skip
    assert not Registration.objects.exists()
    assert not Session.objects.exists()


def test_sent_answers_become_a_registration_with_a_reference_and_a_letter(client, form_page):
    response = send(client, form_page, consent_list="on")

    registration = Registration.objects.get()
    assert (registration.state, registration.source) == ("confirmed", "public")
    assert registration.code in client.get(response.url).text
    assert [consent.purpose for consent in Consent.objects.all()] == ["list"]
    assert Consent.objects.get().wording_version
    assert Letter.objects.get().to == "ana@example.org"


def test_sending_twice_registers_once(client, form_page):
    key = key_on(client.get(form_page))
    typed = {**ANSWERS, "submission_key": key, "step": "send"}

    first, second = client.post(form_page, typed), client.post(form_page, typed)

    assert first.url == second.url
    assert (Registration.objects.count(), Letter.objects.count()) == (1, 1)


def test_stranger_cannot_tell_whether_an_address_is_known(client, form_page, workshop):
    known = make_registration(
        workshop, full_name="Ana Tui", email="ana@example.org", position="Mayor"
    )
    known_page = client.get(send(client, form_page).url).text.replace(known.code, "CODE")
    other = type(client)()
    send(other, form_page, full_name="New One", email="new@example.org")
    new = Registration.objects.get(person__full_name="New One")

    new_page = other.get(reverse("participants:register_done", args=[workshop.slug])).text

    without_tokens = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        for page in (known_page, new_page.replace(new.code, "CODE"))
    ]
    assert without_tokens[0] == without_tokens[1]


def test_registration_takes_few_queries(client, form_page):
    key = key_on(client.get(form_page))
    typed = {**ANSWERS, "submission_key": key, "consent_list": "on"}

    with CaptureQueriesContext(connection) as queries:
        client.get(form_page)
        client.post(form_page, {**typed, "step": "check"})
        client.get(client.post(form_page, {**typed, "step": "send"}).url)

    counted = [query for query in queries if "portal_cache" not in query["sql"]]
    assert len(counted) <= 60


@pytest.mark.parametrize("state", ["closed", "cancelled", "signed_off"])
def test_registration_is_closed_in_words(client, form_page, workshop, state):
    workshop.state = state
    workshop.save()

    response = client.get(form_page)

    assert "This workshop takes no registrations now." in response.text


def test_closed_while_somebody_writes_keeps_nothing(client, form_page, workshop):
    key = key_on(client.get(form_page))
    workshop.state = "closed"
    workshop.save()

    client.post(form_page, {**ANSWERS, "submission_key": key, "step": "send"})

    assert not Registration.objects.exists()


def test_one_address_cannot_send_for_ever(client, form_page):
    statuses = [client.post(form_page, {"step": "check"}).status_code for _ in range(41)]

    assert statuses == [200] * 40 + [429]


def test_private_link_changes_answers_and_takes_a_consent_back(client, form_page):
    send(client, form_page, consent_list="on")
    page = private_address()
    form = client.get(page).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    assert typed["consent_list"] is True

    client.post(page, {**typed, "position": "Mayor", "consent_list": "", "consent_photo": "on"})

    assert Registration.objects.get().position == "Mayor"
    assert {consent.purpose: consent.withdrawn_at is None for consent in Consent.objects.all()} == {
        "list": False,
        "photo": True,
    }


def test_private_link_withdraws_and_comes_back(client, form_page):
    send(client, form_page)
    page = private_address()

    client.post(page + "withdraw/")
    assert Registration.objects.get().state == "cancelled"

    client.post(page + "again/")
    assert Registration.objects.get().state == "confirmed"


def test_unknown_private_link_is_not_found(client, db):
    assert client.get("/registrations/nothing-of-the-kind/").status_code == 404


def test_private_page_stays_out_of_caches_and_search_engines(client, form_page):
    send(client, form_page)

    response = client.get(private_address())

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_joining_link_is_for_confirmed_people_alone(client, form_page, workshop):
    workshop.joining_link = "https://example.org/room"
    workshop.seats = 1
    workshop.save()
    send(client, form_page)
    assert "https://example.org/room" in Letter.objects.latest("pk").body

    send(client, form_page, full_name="Second", email="second@example.org")

    waiting = Letter.objects.latest("pk")
    assert "https://example.org/room" not in waiting.body
    assert "https://example.org/room" not in client.get(private_address()).text
