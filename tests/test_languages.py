"""The pages for people without an account, in each language that they are offered in."""

import datetime
import re
import unicodedata
from unittest import mock

import pytest
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst

from cities.models import Country
from jobs.models import Letter
from participants import letters
from participants.links import new_token
from participants.models import Delegation, DelegationLink, Registration
from participants.services.nominations import make_link
from projects.models import Body
from recommendations.models import Answer
from recommendations.services import add_recommendation, close_round, open_round
from recommendations.services.links import renewed_link
from tests.catalogues import texts_asked_for, texts_of
from tests.factories import make_body, make_person, make_registration, make_user, make_workshop
from tests.public_pages import Stranger

pytestmark = pytest.mark.usefixtures("catalogues")
OTHERS = [code for code, _name in settings.LANGUAGES if code != "en"]
# Each language is named in itself on every page.
NAMES_OF_LANGUAGES = {name for _code, name in settings.LANGUAGES} | {
    capfirst(translation.get_language_info(code)["name_local"])
    for code, _name in settings.LANGUAGES
}
LETTERS = [name for name in vars(letters) if name.startswith("tell_")]
# What people typed, and what is written alike everywhere.
SAID_BY_PEOPLE = {
    "Workshop", "Somewhere", "Ana Tui", "ana@example.org", "Harbour Board", "Suva", "Mayor",
    "No fish", "A ramp", "Fiji", "Pacific/Fiji", "(", ")",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db):
    cache.clear()


@pytest.fixture
def workshop(project):
    reverse("participants:register", args=["x"])  # what modules say while they are loaded is over
    Country.objects.get_or_create(alpha2="FJ", defaults={
        "alpha3": "FJI", "m49": "242", "name": "Fiji"})  # fmt: skip
    return make_workshop(
        project, state="open", mode="hybrid", starts_on=datetime.date(2090, 1, 1),
        ends_on=datetime.date(2090, 1, 2), title="Workshop", place="Somewhere",
        start_time=datetime.time(9), is_example=True,
        time_zone="Pacific/Fiji", joining_link="https://example.org/room",
    )  # fmt: skip


def speak(client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language


def pages_of_the_public_form(client, workshop):
    """Each page as it is first seen, with faults on it, and once it is filled in."""
    cache.clear()
    stranger = Stranger(client, workshop)
    for step in ("you", "work", "needs", "agreements"):
        yield client.get(stranger.address(step))
    yield stranger.answer("you", full_name="…", email="ana@", gender="x", gender_words="x")
    yield stranger.answer("you")
    yield stranger.answer("you", full_name="1" * 201, gender="female", gender_words="Ana Tui")
    yield stranger.answer("work", organisation_kind="x", country="x", position="\0")
    yield stranger.answer("needs", mode="x", access_needs="5" * 501)
    stranger.fill_in()
    yield client.get(stranger.check)
    stranger.fill_in(
        position="Mayor", country=str(Country.objects.get(alpha2="FJ").pk), diet_needs="No fish",
        organisation_kind="city", mode="both", consent_list="on",
    )  # fmt: skip
    yield client.get(stranger.check)
    yield client.get(stranger.send().url)
    yield from closed_pages(client, stranger, workshop)


def closed_pages(client, stranger, workshop):
    workshop.registration_opens_at = timezone.now() + datetime.timedelta(days=1)
    workshop.save()
    yield client.get(stranger.first)
    workshop.state, workshop.registration_opens_at = "closed", None
    workshop.save()
    yield client.get(stranger.first)
    workshop.state = "open"
    workshop.save()
    with mock.patch.object(ratelimit, "consume", return_value=None):
        yield stranger.answer("you")


def pages_of_the_private_link(client, workshop):
    cache.clear()
    registration = make_registration(workshop, full_name="Ana Tui", email="ana@example.org")
    token = new_token()
    page = reverse("participants:private_registration", args=[token.secret])
    for state in Registration.State.values:
        Registration.objects.filter(pk=registration.pk).update(
            state=state, private_token_hash=token.hash
        )
        yield client.get(page)
    yield client.post(page, {"full_name": "", "email": "ana@", "version": "x"})
    yield client.post(page + "again/", follow=True)
    yield client.post(page + "withdraw/", follow=True)
    typed = {"full_name": "Ana Tui", "email": "ana@example.org"}
    now = Registration.objects.select_related("person").get(pk=registration.pk).form_version
    yield client.post(page, {**typed, "position": "Mayor", "version": now}, follow=True)
    yield client.post(page, {**typed, "version": 999})
    yield client.post(page + "erasure/", follow=True)
    Registration.objects.filter(pk=registration.pk).update(state="declined")
    yield client.post(page + "again/", follow=True)
    yield client.get("/registrations/nothing-of-the-kind/")


def pages_of_a_round(client, workshop):
    cache.clear()
    registration = make_registration(workshop, full_name="Ana Tui", state="confirmed")
    recommendation = add_recommendation(workshop.project, text="Workshop", by=make_user())
    until = timezone.now() + datetime.timedelta(days=7)
    for silence in (True, False):
        held = open_round(
            workshop, title="Workshop", recommendations=[recommendation], until=until,
            is_in_writing=True, silence_is_no_objection=silence,
        )  # fmt: skip
        page = reverse("recommendations:round_answer", args=[renewed_link(held, registration)])
        yield client.get(page)
    item = held.items.get().pk
    yield client.post(page, {f"position-{item}": "x", f"comment-{item}": "1" * 5001})
    said = {f"position-{item}": "support", f"comment-{item}": "Ana Tui"}
    yield client.post(page, said, follow=True)
    close_round(held, by=None)
    yield client.post(page, said)
    yield client.get("/rounds/answer/nothing-of-the-kind/")
    Answer.objects.all().delete()


def pages_of_a_delegation(client, workshop):
    cache.clear()
    body, _is_new = Body.objects.get_or_create(code="Suva")
    delegation = Delegation.objects.create(workshop=workshop, body=body, seats=2)
    until = timezone.now() + datetime.timedelta(days=7)
    made = make_link(delegation, language="en", expires_at=until, by=make_user())
    page = reverse("participants:nomination", args=[made.token.secret])
    yield client.get(page)
    yield client.post(page, {"full_name": "…", "email": "ana@", "gender_words": "Suva"})
    yield client.post(page, {"full_name": "Ana Tui", "position": "Mayor"}, follow=True)
    [first] = delegation.registrations.all()
    yield client.get(f"{page}{first.code}/")
    typed = {"full_name": "Ana Tui", "country": "", "version": 2}
    yield client.post(f"{page}{first.code}/", {**typed, "version": 999})
    yield client.post(f"{page}{first.code}/", typed, follow=True)
    yield client.get(f"{page}{first.code}/replace/")
    yield client.post(f"{page}{first.code}/replace/", {"full_name": "Ana Tui"}, follow=True)
    second = delegation.registrations.get(replaces=first)
    make_registration(make_workshop(workshop.project), person=second.person)
    yield client.get(f"{page}{second.code}/")
    delegation.registrations.create(
        person=make_person(workshop.project, full_name="Ana Tui"), workshop=workshop,
        source="city", state="nominated", is_alternate=True,
    )  # fmt: skip
    Delegation.objects.update(seats=1)
    yield client.post(page, {"full_name": "Ana Tui"})
    yield client.post(f"{page}{second.code}/withdraw/", follow=True)
    Delegation.objects.update(seats=None)
    yield client.get(page)
    workshop.state = "closed"
    workshop.save()
    yield client.post(page, {"full_name": "Ana Tui"})
    workshop.state = "open"
    workshop.save()
    made.link.delete()
    yield client.get(page)
    delegation.delete()


PAGES = {
    "delegation": pages_of_a_delegation,
    "public": pages_of_the_public_form,
    "private": pages_of_the_private_link,
    "round": pages_of_a_round,
}


@pytest.mark.parametrize("pages", PAGES)
@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_in_the_catalogue(client, workshop, language, pages):
    speak(client, language)

    with texts_asked_for() as (_asked, missing):
        for page in PAGES[pages](client, workshop):
            assert page.headers["Content-Language"] == language
            assert f'<html lang="{language}" dir="{direction_of(language)}"' in page.text

    assert sorted(missing - NAMES_OF_LANGUAGES) == []


def direction_of(language):
    return "rtl" if language == "ar" else "ltr"


@pytest.mark.parametrize("pages", PAGES)
@pytest.mark.parametrize("language", OTHERS)
def test_no_text_stays_in_english(client, project, workshop, language, pages):
    speak(client, "en")
    english = [texts_of(page.text) for page in PAGES[pages](client, workshop)]
    Registration.objects.all().delete()
    other = type(client)()
    speak(other, language)

    with texts_asked_for() as (asked, _missing):
        translated = [texts_of(page.text) for page in PAGES[pages](other, workshop)]

    alike = set.union(*(a & b for a, b in zip(english, translated, strict=True)))
    assert alike - NAMES_OF_LANGUAGES - SAID_BY_PEOPLE - said_alike(asked) == set()


def said_alike(asked):
    """A catalogue may hold the English word: *Organisation* is French too."""
    return {" ".join(text.split()) for text in asked}


def letter_of(registration, letter):
    tell, told = getattr(letters, letter), (registration, new_token())
    tell([told]) if letter == "tell_registered" else tell(*told)
    return Letter.objects.latest("pk")


@pytest.mark.parametrize("language", OTHERS)
def test_every_letter_is_in_the_language_of_its_reader(workshop, language):
    registration = make_registration(
        workshop, full_name="Ana Tui", email="ana@example.org", language=language
    )
    english = make_registration(workshop, full_name="Ana Tui", email="b@example.org")

    with texts_asked_for() as (_asked, missing):
        for state in Registration.State.values:
            registration.state = english.state = state
            for letter in LETTERS:
                written = letter_of(registration, letter)
                alike = lines_of(written) & lines_of(letter_of(english, letter))
                assert alike == {"Workshop", "Somewhere"}

    assert missing == set()


@pytest.mark.parametrize("language", OTHERS)
def test_link_of_a_delegation_is_written_in_its_language(workshop, language):
    delegation = Delegation(workshop=workshop, body=make_body(code="Suva"), seats=2)
    link = DelegationLink(delegation=delegation, expires_at=timezone.now())

    with texts_asked_for() as (_asked, missing):
        for link.language in ("en", language):
            letters.send_delegation_link(link, new_token(), to="ministry@example.org")

    english, other = Letter.objects.order_by("pk")
    assert lines_of(english) & lines_of(other) == {"Workshop", "Somewhere"}
    assert missing == set()


def lines_of(letter):
    lines = {letter.subject, *letter.body.splitlines()}
    return {line for line in lines if line.strip() and not re.fullmatch(r"https?://\S+", line)}


def test_letters_to_whom_we_do_not_know_better_are_in_english(workshop):
    registration = make_registration(
        workshop, full_name="Ana", email="ana@example.org", language="zh-hans"
    )

    assert letter_of(registration, "tell_registered").body.startswith("Dear Ana,")


def test_browser_says_in_which_language_the_first_page_is(client, workshop):
    address = reverse("participants:register", args=[workshop.slug])

    response = client.get(address, headers={"accept-language": "vi-VN,vi;q=0.9,en;q=0.5"})

    assert response.headers["Content-Language"] == "vi"
    assert "Accept-Language" in response.headers["Vary"]


def test_a_language_that_is_not_offered_becomes_english(client, workshop):
    address = reverse("participants:register", args=[workshop.slug])
    speak(client, "xx")

    response = client.get(address, headers={"accept-language": "th"})

    assert response.headers["Content-Language"] == "en"


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_is_named_in_itself(client, workshop, language):
    speak(client, language)

    page = client.get(reverse("participants:register", args=[workshop.slug])).text
    page = unicodedata.normalize("NFC", page)  # Django writes the Vietnamese with marks apart

    assert re.findall(r'name="language"[^>]*>([^<]+)<', page) == [
        "English", "Français", "Español", "Русский", "العربيّة", "Tiếng Việt",
    ]  # fmt: skip


def test_changing_the_language_keeps_what_was_typed_and_is_remembered(client, workshop):
    stranger = Stranger(client, workshop)

    response = stranger.answer("you", full_name="Ana Tui", email="not yet", language="fr")

    page = client.get(response.url)
    assert response.url == stranger.first
    assert page.headers["Content-Language"] == "fr"
    assert page.context["form"]["email"].value() == "not yet"
    assert not page.context["form"].errors


def test_changing_the_language_on_the_private_page_keeps_what_was_typed_and_saves_nothing(
    client, workshop
):
    registration = make_registration(workshop, full_name="Ana Tui", email="ana@example.org")
    token = new_token()
    Registration.objects.filter(pk=registration.pk).update(private_token_hash=token.hash)
    page = reverse("participants:private_registration", args=[token.secret])

    typed = {"full_name": "Ana Tui Vuki", "email": "ana@example.org", "version": "2"}
    response = client.post(page, {**typed, "language": "ru"})

    assert response.headers["Content-Language"] == "ru"
    assert response.context["form"]["full_name"].value() == "Ana Tui Vuki"
    registration.person.refresh_from_db()
    assert registration.person.full_name == "Ana Tui"


def test_private_page_is_in_the_language_of_the_registration_unless_another_is_chosen(
    client, workshop
):
    registration = make_registration(workshop, full_name="Ana", language="ar")
    token = new_token()
    Registration.objects.filter(pk=registration.pk).update(private_token_hash=token.hash)
    page = reverse("participants:private_registration", args=[token.secret])

    response = client.get(page)
    assert (response.headers["Content-Language"], 'dir="rtl"' in response.text) == ("ar", True)
    speak(client, "en")
    assert 'dir="rtl"' not in client.get(page).text.partition("<body")[0]


def test_language_of_one_page_is_not_left_behind_for_the_next(client, workshop):
    registration = make_registration(workshop, full_name="Ana", language="ar")
    token = new_token()
    Registration.objects.filter(pk=registration.pk).update(private_token_hash=token.hash)
    page = reverse("participants:private_registration", args=[token.secret])

    for address in (page, page + "calendar.ics", page + "everything.json"):
        client.get(address)
        assert translation.get_language() == "en"


def test_who_registered_in_a_language_is_written_to_in_it(client, workshop):
    speak(client, "es")
    Stranger(client, workshop).register()

    assert Registration.objects.get().language == "es"
    assert Letter.objects.get().body.startswith("Estimado/a Ana Tui:")


def test_every_other_page_stays_english(client, workshop):
    speak(client, "fr")

    for address in ("/", "/workshops/", f"/workshops/{workshop.slug}/", "/accounts/login/"):
        response = client.get(address, headers={"accept-language": "fr"})
        assert '<html lang="en" dir="ltr"' in response.text
