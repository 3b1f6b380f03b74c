"""A delegation named by its private link: who has it, sees and changes what, and how long."""

import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from jobs.models import Letter
from participants.models import Delegation, DelegationLink, Registration
from participants.services.nominations import make_link
from tests.factories import make_city, make_registration, make_workshop

IN_A_WEEK = datetime.timedelta(days=7)


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db):
    cache.clear()


@pytest.fixture
def delegation(project):
    workshop = make_workshop(project, state="open", starts_on="2090-01-01", ends_on="2090-01-02")
    return Delegation.objects.create(
        workshop=workshop, city=make_city(name="Nadi", slug="nadi"), seats=2
    )


@pytest.fixture
def token(delegation, organiser):
    return new_link(delegation, organiser)


def new_link(delegation, by):
    expires_at = timezone.now() + IN_A_WEEK
    return make_link(delegation, language="en", expires_at=expires_at, by=by).token.secret


def page(token, deed="", *code):
    return reverse(f"participants:nomination{deed}", args=[token, *code])


def name(client, token, full_name="Ana Tui", **typed):
    return client.post(page(token), {"full_name": full_name, **typed}, follow=True)


def named(delegation):
    return list(delegation.registrations.order_by("pk").values_list("person__full_name", "state"))


def edit(client, token, registration, **typed):
    address = page(token, "_edit", registration.code)
    form = client.get(address).context["form"]
    shown = {field.name: field.value() or "" for field in form}
    return client.post(address, {**shown, **typed}, follow=True)


def test_names_are_entered_up_to_the_seats_and_not_beyond(client, delegation, token):
    for full_name in ("Ana Tui", "Bo Lal", "Cy Rao"):
        last = name(client, token, full_name)

    assert named(delegation) == [("Ana Tui", "confirmed"), ("Bo Lal", "confirmed")]
    assert last.context["form"].non_field_errors() == [
        "All seats of the delegation are taken. Take somebody off first."
    ]
    assert {each.source for each in delegation.registrations.all()} == {"city"}


def test_what_was_named_is_changed_and_contacts_are_shown_to_nobody(client, delegation, token):
    name(client, token, email="ana@example.org", phone="+679 555", position="Clerk")
    registration = delegation.registrations.get()

    shown = client.get(page(token, "_edit", registration.code)).text
    edit(client, token, registration, position="Mayor", full_name="Ana Maria Tui")

    registration.refresh_from_db()
    person = registration.person
    assert ("ana@example.org" in shown, "+679" in shown, "Clerk" in shown) == (False, False, True)
    assert (person.full_name, registration.position) == ("Ana Maria Tui", "Mayor")
    assert (person.email, person.phone) == ("ana@example.org", "+679 555")


def test_somebody_known_from_elsewhere_keeps_name_and_contacts(client, delegation, token, project):
    earlier = make_registration(
        make_workshop(project), full_name="Ana Tui", email="ana@example.org", phone="+679 777"
    )
    name(client, token, email="ana@example.org")
    registration = delegation.registrations.get()

    shown = edit(client, token, registration, full_name="X", email="x@x.org", position="Mayor")

    registration.refresh_from_db()
    person = registration.person
    assert person == earlier.person
    assert (person.full_name, person.email, person.phone) == (
        "Ana Tui", "ana@example.org", "+679 777",
    )  # fmt: skip
    assert registration.position == "Mayor"
    assert "+679 777" not in shown.text


def test_needs_attendance_and_people_of_others_are_out_of_reach(client, delegation, token):
    others = make_registration(delegation.workshop, full_name="Somebody", delegation=delegation)
    name(client, token)
    own = delegation.registrations.get(source="city")

    edit(client, token, own, diet_needs="No fish", attendance="fully", role="speaker", state="x")

    own.refresh_from_db()
    assert (own.diet_needs, own.attendance, own.role, own.state) == (
        "", "", "participant", "confirmed",
    )  # fmt: skip
    assert "Somebody" not in client.get(page(token)).text
    assert client.get(page(token, "_edit", others.code)).status_code == 404
    assert client.post(page(token, "_withdraw", others.code)).status_code == 404


def test_somebody_else_comes_in_the_same_seat(client, delegation, token):
    delegation.workshop.seats = 1
    delegation.workshop.save()
    name(client, token)
    waiting = make_registration(delegation.workshop, full_name="Waits", state="waitlisted")
    gone = delegation.registrations.get()

    client.post(page(token, "_replace", gone.code), {"full_name": "Bo Lal"})

    waiting.refresh_from_db()
    assert named(delegation) == [("Ana Tui", "replaced"), ("Bo Lal", "confirmed")]
    assert waiting.state == "waitlisted"


def test_who_is_taken_off_frees_the_seat(client, delegation, token):
    name(client, token)

    client.post(page(token, "_withdraw", delegation.registrations.get().code))

    assert named(delegation) == [("Ana Tui", "cancelled")]
    assert "Free seats: 2 of 2." in client.get(page(token)).text


def test_who_is_registered_already_is_said_without_saying_how(client, delegation, token):
    known = make_registration(delegation.workshop, full_name="Ana Tui", email="a@example.org")

    answer = name(client, token, email="a@example.org")

    known.refresh_from_db()
    assert answer.context["form"].non_field_errors() == [
        "This person is registered already. Write to the organisers."
    ]
    assert known.delegation is None


def test_one_form_sent_twice_names_once(client, delegation, token):
    key = client.get(page(token)).context["form"]["submission_key"].value()

    for _time in range(2):
        name(client, token, submission_key=key)

    assert named(delegation) == [("Ana Tui", "confirmed")]


@pytest.mark.parametrize("state", ["draft", "closed", "signed_off", "cancelled"])
def test_nothing_is_changed_while_registration_is_not_open(client, delegation, token, state):
    name(client, token)
    registration = delegation.registrations.get()
    type(delegation.workshop).objects.update(state=state)

    shown = name(client, token, "Late")
    edit(client, token, registration, position="Mayor")
    client.post(page(token, "_withdraw", registration.code))
    client.post(page(token, "_replace", registration.code), {"full_name": "Bo"})

    registration.refresh_from_db()
    assert "Registration is not open" in shown.text
    assert named(delegation) == [("Ana Tui", "confirmed")]
    assert registration.position == ""


def test_link_that_is_over_taken_back_replaced_or_unknown_is_answered_in_words(
    client, delegation, organiser, token
):
    replaced = new_link(delegation, organiser)
    replacing = new_link(delegation, organiser)
    before = client.get(page(replacing)).status_code
    DelegationLink.objects.update(revoked_at=timezone.now())
    revoked = client.get(page(replacing))
    DelegationLink.objects.update(revoked_at=None, expires_at=timezone.now())
    over = name(client, replacing)

    unknown = [client.get(page(each)) for each in (replaced, token, "nothing")]
    assert before == 200
    assert {each.status_code for each in (revoked, over, *unknown)} == {404}
    assert "This link no longer works" in revoked.text
    assert not Registration.objects.exists()


def test_pages_stay_out_of_caches_and_search_engines_and_few_queries_make_them(
    client, delegation, token, django_assert_max_num_queries
):
    for full_name in ("Ana Tui", "Bo Lal"):
        name(client, token, full_name)

    with django_assert_max_num_queries(12):
        shown = client.get(page(token))

    assert "no-store" in shown["Cache-Control"]
    assert shown["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex">' in shown.text


def test_one_link_is_posted_to_only_so_often(client, delegation, token, monkeypatch):
    monkeypatch.setattr("participants.views.nominations.POSTS_BY_LINK", "1/h/key")

    answers = [client.post(page(token), {}).status_code for _time in range(2)]

    assert answers == [200, 429]


def test_facilitator_makes_a_link_that_is_shown_once_and_takes_it_back(
    client, facilitator, delegation
):
    client.force_login(facilitator)
    delegation.workshop.facilitators.create(user=facilitator, accepted_at=timezone.now())
    address = reverse(
        "participants:delegation_link", args=[delegation.workshop.slug, delegation.pk]
    )
    end = client.get(address).context["form"]["expires_on"].value()
    typed = {"language": "fr", "expires_on": f"{timezone.localdate() + IN_A_WEEK}"}

    refused = client.post(address, {**typed, "expires_on": "2089-01-01"})
    made = client.post(address, typed)
    link, shown = DelegationLink.objects.get(), made.context["shown"]
    opened = client.get("/nominations/" + shown.split("/nominations/")[1])
    client.post(address + "revoke/")

    link.refresh_from_db()
    assert end == delegation.workshop.today + datetime.timedelta(days=180)
    assert list(refused.context["form"].errors) == ["expires_on"]
    assert opened.headers["Content-Language"] == "fr"
    assert shown not in client.get(address).text
    assert (link.made_by, link.is_open, link.revoked_at is None) == (facilitator, False, False)


def test_link_is_sent_in_the_language_of_its_reader_and_its_address_is_not_kept(
    client, organiser, delegation
):
    client.force_login(organiser)
    address = reverse(
        "participants:delegation_link", args=[delegation.workshop.slug, delegation.pk]
    )

    client.post(
        address,
        {
            "language": "es", "email": "ministry@example.org",
            "expires_on": f"{timezone.localdate() + IN_A_WEEK}",
        },
    )  # fmt: skip

    letter = Letter.objects.get()
    secret = letter.body.split("/nominations/")[1].split("/")[0]
    assert letter.to == "ministry@example.org"
    assert letter.subject.startswith("Nombre a su delegación")
    assert client.get(page(secret)).status_code == 200
    assert secret not in str(DelegationLink.objects.values().get())
    assert "ministry" not in str(DelegationLink.objects.values().get())


def test_naming_one_takes_few_queries(client, delegation, token, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        client.post(page(token), {"full_name": "Ana Tui", "organisation": "City Hall"})
