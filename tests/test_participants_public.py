import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobs.models import Letter
from participants.drafts import KEPT, forget_old_drafts
from participants.models import Consent, Person, Registration
from tests.factories import make_city, make_registration, make_workshop
from tests.public_pages import ANA, Stranger, counted

MORE = {"consent_list": "on"}


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


def test_nothing_is_chosen_or_ticked_beforehand(client, stranger):
    for step in ("you", "work", "needs", "agreements"):
        assert "checked" not in client.get(stranger.address(step)).text


def test_each_purpose_is_agreed_to_apart(client, stranger):
    form = client.get(stranger.address("agreements")).context["form"]

    assert list(form.fields) == ["consent_contact", "consent_list", "consent_photo"]


def test_every_question_says_why_it_is_asked(client, stranger):
    unexplained = {"gender_words", "country"}  # each belongs to the one before it
    for step in ("you", "work", "needs"):
        for field in client.get(stranger.address(step)).context["form"]:
            assert bool(field.help_text) is (field.name not in unexplained), field.name


def test_form_offers_the_answers_of_the_project_and_names_no_organisation(
    client, stranger, workshop
):
    workshop.project.gender_answers = ["female", "male", "undisclosed"]
    workshop.project.save()
    make_registration(workshop, organisation_name="Secret Office")

    form = client.get(stranger.first).context["form"]

    assert [value for value, _ in form.fields["gender"].choices] == [
        "female", "male", "undisclosed",
    ]  # fmt: skip
    assert "Secret Office" not in client.get(stranger.address("work")).text


@pytest.mark.parametrize(
    ("mode", "asked"),
    [
        ("hybrid", ["mode", "access_needs", "diet_needs"]),
        ("in_person", ["access_needs", "diet_needs"]),
        ("", ["access_needs", "diet_needs"]),
        ("virtual", ["access_needs"]),
    ],
)
def test_only_what_this_workshop_needs_is_asked(client, stranger, workshop, mode, asked):
    workshop.mode = mode
    workshop.save()

    assert list(client.get(stranger.address("needs")).context["form"].fields) == asked


def test_each_page_leads_to_the_next_and_the_last_to_the_check(stranger):
    arrived = [
        stranger.answer("you", full_name="Ana Tui", email="ana@example.org").url,
        stranger.answer("work").url, stranger.answer("needs").url,
        stranger.answer("agreements").url,
    ]  # fmt: skip

    assert arrived == [
        stranger.address("work"), stranger.address("needs"), stranger.address("agreements"),
        stranger.check,
    ]  # fmt: skip


def test_an_answer_is_changed_without_going_through_all_pages_again(client, stranger):
    stranger.fill_in()

    assert stranger.answer("work", organisation="Port Authority").url == stranger.check
    assert "Port Authority" in client.get(stranger.check).text


def test_what_was_typed_stands_there_again(client, stranger):
    stranger.fill_in(**MORE)

    you, agreements = client.get(stranger.first), client.get(stranger.address("agreements"))

    assert you.context["form"]["full_name"].value() == "Ana Tui"
    assert re.search(r'value="female"[^>]*checked', you.text)
    assert re.findall(r'name="(\w+)"[^>]*checked', agreements.text) == ["consent_list"]
    assert not you.context["form"].errors


def test_a_wrong_answer_is_said_at_its_field_and_kept(client, stranger):
    response = stranger.answer("you", full_name="Ana Tui", email="ana@")

    assert list(response.context["form"].errors) == ["email"]
    assert client.get(stranger.first).context["form"]["email"].value() == "ana@"
    assert client.get(stranger.check).url == stranger.first


def test_back_keeps_what_was_typed_even_if_it_is_not_right_yet(client, stranger):
    response = stranger.answer("work", organisation="Harbour Board", country="99999", back="1")

    assert response.url == stranger.first
    kept = client.get(stranger.address("work")).context["form"]
    assert kept["organisation"].value() == "Harbour Board"


def test_pages_may_be_shown_again_by_the_browser_and_by_no_other_cache(client, stranger):
    assert client.get(stranger.first)["Cache-Control"] == "private, no-cache"


def test_nothing_is_kept_before_something_is_typed(client, stranger):
    client.get(stranger.first)

    assert not Session.objects.exists()


def test_what_was_typed_is_in_no_address_and_no_table_of_people(stranger):
    addresses = [stranger.answer("you", **ANA).url, stranger.fill_in().url]

    assert not any("ana" in address.casefold() for address in addresses)
    assert not Person.objects.exists()
    assert Session.objects.get().expire_date <= timezone.now() + KEPT


def test_what_was_typed_is_forgotten_after_twelve_hours(client, stranger, monkeypatch):
    stranger.fill_in()
    later = timezone.now() + KEPT
    monkeypatch.setattr("participants.drafts.timezone.now", lambda: later)

    assert client.get(stranger.first).context["form"]["full_name"].value() is None


def test_what_was_typed_is_sealed_where_sessions_are_kept(client, stranger, settings):
    stranger.fill_in(**MORE)
    kept = str(Session.objects.get().get_decoded()).casefold()

    assert "ana tui" not in kept
    assert "example.org" not in kept
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"  # noqa: S105 - no secret
    assert client.get(stranger.first).context["form"]["full_name"].value() == "Ana Tui"


def test_drafts_whose_time_is_over_go_out_of_sessions_that_live_on(
    client, stranger, workshop, monkeypatch
):
    stranger.fill_in()
    session = client.session
    session["language"] = "fr"
    session.save()

    forget_old_drafts()
    later, kept_still = timezone.now() + KEPT, client.session["registration_drafts"]
    monkeypatch.setattr("participants.drafts.timezone.now", lambda: later)
    forget_old_drafts()
    monkeypatch.undo()

    assert list(kept_still) == [str(workshop.pk)]
    assert client.session["registration_drafts"] == {}
    assert client.session["language"] == "fr"


def test_what_was_typed_is_deleted_when_asked(client, stranger):
    stranger.fill_in()

    client.post(stranger.first + "forget/")

    assert client.get(stranger.first).context["form"]["full_name"].value() is None


def test_two_workshops_keep_their_answers_apart(client, stranger, project):
    other = Stranger(client, make_workshop(project, state="open"))
    stranger.fill_in()

    other.answer("you", full_name="Ana Tui at the other")

    assert client.get(stranger.first).context["form"]["full_name"].value() == "Ana Tui"


def test_answers_are_checked_before_anything_is_sent(client, stranger):
    stranger.fill_in(**MORE)

    answers = {
        str(field.label): words
        for _step, rows in client.get(stranger.check).context["form"].answers
        for field, words in rows
    }

    assert (answers["Full name"], answers["Gender"], answers["Position"]) == (
        "Ana Tui", "Female", "",
    )  # fmt: skip
    assert not Registration.objects.exists()


def test_every_answer_can_be_changed_from_the_check(client, stranger):
    stranger.fill_in()

    links = re.findall(r'href="([^"]+)">Change<', client.get(stranger.check).text)

    assert [client.get(link).status_code for link in links] == [200] * 4


def test_an_answer_that_cannot_be_given_any_more_is_asked_again(client, stranger, workshop):
    stranger.fill_in()
    workshop.project.gender_answers = ["male"]
    workshop.project.save()

    assert client.get(stranger.check).url == stranger.first


def test_sent_answers_become_a_registration_with_a_reference_and_a_letter(client, stranger):
    response = stranger.register(**MORE, diet_needs="No fish", mode="room")

    registration = Registration.objects.get()
    assert (registration.state, registration.source) == ("confirmed", "public")
    assert (registration.diet_needs, registration.mode) == ("No fish", "room")
    assert registration.code in client.get(response.url).text
    assert [consent.purpose for consent in Consent.objects.all()] == ["list"]
    assert Consent.objects.get().wording_version
    assert Letter.objects.get().to == "ana@example.org"


def test_once_sent_the_answers_are_gone_from_the_session(client, stranger):
    stranger.register()

    assert client.session["registration_drafts"] == {}
    assert client.get(stranger.first).context["form"]["full_name"].value() is None


def test_sending_twice_registers_once(client, stranger):
    stranger.fill_in()
    page = client.get(stranger.check)
    sent = {"submission_key": page.context["draft"].key}

    first, second = client.post(stranger.check, sent), client.post(stranger.check, sent)

    assert first.url == second.url
    assert (Registration.objects.count(), Letter.objects.count()) == (1, 1)


def test_two_colleagues_register_on_one_computer(client, stranger):
    stranger.register()
    stranger.register(full_name="Second Colleague")

    assert Registration.objects.count() == 2


def test_stranger_cannot_tell_whether_an_address_is_known(client, stranger, workshop):
    known = make_registration(
        workshop, full_name="Ana Tui", email="ana@example.org", position="Mayor"
    )
    known_page = client.get(stranger.register().url).text.replace(known.code, "CODE")
    other = Stranger(type(client)(), workshop)
    new_page = other.client.get(other.register(full_name="New", email="new@example.org").url).text
    new = Registration.objects.get(person__full_name="New")

    without_tokens = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        for page in (known_page, new_page.replace(new.code, "CODE"))
    ]
    assert without_tokens[0] == without_tokens[1]


def test_known_address_is_written_to_once_a_day_however_often_it_is_entered(
    client, stranger, workshop
):
    make_registration(workshop, full_name="Ana Tui", email="ana@example.org")

    for _time in range(4):
        Stranger(type(client)(), workshop).register()

    assert Letter.objects.count() == 1


def test_one_address_is_entered_only_so_often_by_whatever_names(client, workshop):
    statuses = [
        Stranger(type(client)(), workshop).register(full_name=f"Person {name}").status_code
        for name in range(11)
    ]

    assert statuses == [302] * 10 + [429]
    assert Letter.objects.count() == 10


def test_one_computer_cannot_send_for_ever(stranger):
    statuses = [stranger.answer("you").status_code for _ in range(121)]

    assert statuses == [200] * 120 + [429]


@pytest.mark.django_db(transaction=True)
def test_one_registration_takes_few_queries(client, stranger):
    fiji = make_city(name="Suva").country
    typed = {**MORE, "country": str(fiji.pk), "organisation_kind": "city"}

    with CaptureQueriesContext(connection) as before:
        for step in ("you", "work", "needs", "agreements"):
            client.get(stranger.address(step))
        stranger.fill_in(**typed)
        key = client.get(stranger.check).context["draft"].key
    with CaptureQueriesContext(connection) as last_submit:
        response = client.post(stranger.check, {"submission_key": key})
    with CaptureQueriesContext(connection) as after:
        client.get(response.url)

    assert Registration.objects.count() == 1
    assert len(counted(last_submit)) == 16
    assert len(counted([*before, *last_submit, *after])) == 40


@pytest.mark.parametrize("state", ["closed", "cancelled", "signed_off"])
def test_registration_is_closed_in_words(client, stranger, workshop, state):
    workshop.state = state
    workshop.save()

    for address in (stranger.first, stranger.check, stranger.address("work")):
        assert "This workshop takes no registrations now." in client.get(address).text


def test_closed_while_somebody_writes_keeps_nothing(client, stranger, workshop):
    stranger.fill_in()
    workshop.state = "closed"
    workshop.save()

    client.post(stranger.check)

    assert not Registration.objects.exists()


def test_page_that_is_no_step_is_not_found(client, stranger):
    assert client.get(stranger.first + "nothing/").status_code == 404


def test_calendar_file_carries_the_zone_and_no_joining_link(client, workshop):
    workshop.joining_link = "https://example.org/room"
    workshop.time_zone, workshop.start_time = "Pacific/Fiji", "09:00"
    workshop.save()

    response = client.get(reverse("participants:workshop_calendar", args=[workshop.slug]))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;TZID=Pacific/Fiji:20900101T090000" in response.text
    assert "BEGIN:VTIMEZONE" in response.text
    assert "https://example.org/room" not in response.text
