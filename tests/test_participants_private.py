import pytest
from django.core.cache import cache

from jobs.models import Letter
from participants.models import Consent, Registration
from tests.factories import make_workshop
from tests.public_pages import Stranger, private_address


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db):
    cache.clear()


@pytest.fixture
def workshop(project):
    return make_workshop(
        project, state="open", starts_on="2090-01-01", ends_on="2090-01-02", mode="hybrid"
    )


@pytest.fixture
def stranger(client, workshop):
    return Stranger(client, workshop)


def shown_on(client, page):
    form = client.get(page).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_private_link_changes_answers_and_takes_a_consent_back(client, stranger):
    stranger.register(consent_list="on", access_needs="A ramp")
    page = private_address()
    typed = shown_on(client, page)
    assert (typed["consent_list"], typed["access_needs"]) == (True, "A ramp")

    client.post(page, {**typed, "position": "Mayor", "consent_list": "", "consent_photo": "on"})

    registration = Registration.objects.get()
    assert (registration.position, registration.access_needs) == ("Mayor", "A ramp")
    assert {consent.purpose: consent.withdrawn_at is None for consent in Consent.objects.all()} == {
        "list": False,
        "photo": True,
    }


def test_private_link_withdraws_and_comes_back(client, stranger):
    stranger.register()
    page = private_address()

    client.post(page + "withdraw/")
    assert Registration.objects.get().state == "cancelled"

    client.post(page + "again/")
    assert Registration.objects.get().state == "confirmed"


def test_what_was_changed_meanwhile_is_said_and_nothing_lost(client, stranger):
    stranger.register()
    page = private_address()
    typed = shown_on(client, page)
    client.post(page, {**typed, "position": "First"})

    response = client.post(page, {**typed, "position": "Second"})

    assert response.context["form"]["position"].value() == "Second"
    assert Registration.objects.get().position == "First"
    assert client.post(page, {**response.context["form"].data}).status_code == 302


def test_unknown_private_link_is_not_found(client, db):
    for page in ("", "calendar.ics", "withdraw/"):
        assert client.get(f"/registrations/nothing-of-the-kind/{page}").status_code == 404


def test_private_page_stays_out_of_caches_and_search_engines(client, stranger):
    stranger.register()

    response = client.get(private_address())

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_joining_link_is_for_confirmed_people_alone(client, stranger, workshop):
    workshop.joining_link = "https://example.org/room"
    workshop.seats = 1
    workshop.save()
    stranger.register()
    confirmed = private_address()
    assert "https://example.org/room" in Letter.objects.latest("pk").body
    assert "https://example.org/room" in client.get(confirmed).text
    assert "https://example.org/room" in client.get(confirmed + "calendar.ics").text

    stranger.register(full_name="Second", email="second@example.org")

    waiting = private_address()
    assert "https://example.org/room" not in Letter.objects.latest("pk").body
    assert "https://example.org/room" not in client.get(waiting).text
    assert "https://example.org/room" not in client.get(waiting + "calendar.ics").text
    assert "STATUS:TENTATIVE" in client.get(waiting + "calendar.ics").text


def test_calendar_of_a_withdrawn_registration_takes_it_off(client, stranger):
    stranger.register()
    page = private_address()
    client.post(page + "withdraw/")

    assert "STATUS:CANCELLED" in client.get(page + "calendar.ics").text


def test_wrong_replaced_and_odd_links_are_answered_alike(client, stranger):
    stranger.register()
    old = private_address()
    Registration.objects.update(private_token_hash="0" * 64)

    answers = [client.get(page) for page in (old, "/registrations/wrong/", "/registrations/%FF/")]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.templates[0].name for answer in answers} == {"link_over.html"}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}
    assert {answer.headers["Referrer-Policy"] for answer in answers} == {"strict-origin"}


def test_a_head_and_a_second_click_change_nothing_more(client, stranger):
    stranger.register()
    page = private_address()

    assert client.head(page + "withdraw/").status_code == 302
    assert Registration.objects.get().state == "confirmed"
    for _click in range(2):
        client.post(page + "withdraw/")
    assert Registration.objects.get().state == "cancelled"
