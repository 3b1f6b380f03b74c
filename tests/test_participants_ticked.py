import pytest
from django.urls import reverse

from jobs.models import Letter
from participants.models import Registration
from participants.services import move_registrations
from tests.factories import make_registration, make_workshop
from writing.models import Change


@pytest.fixture
def signed_in(client, facilitator):
    client.force_login(facilitator)
    return client


def tick(client, workshop, deed, *registrations, query="", **typed):
    address = reverse("participants:people_ticked", args=[workshop.slug])
    codes = [registration.code for registration in registrations]
    return client.post(f"{address}{query}", {"deed": deed, "ticked": codes, **typed}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def states():
    return dict(Registration.objects.values_list("person__full_name", "state"))


def test_ticked_people_are_confirmed_with_a_letter_each(signed_in, workshop):
    asked = [
        make_registration(workshop, full_name=name, state="pending", email=f"{name}@example.org")
        for name in ("Ana", "Bo", "Cy")
    ]

    response = tick(signed_in, workshop, "approve", *asked[:2], query="?show=pending")

    assert states() == {"Ana": "confirmed", "Bo": "confirmed", "Cy": "pending"}
    assert set(Letter.objects.values_list("to", flat=True)) == {
        "Ana@example.org", "Bo@example.org",
    }  # fmt: skip
    assert response.redirect_chain[0][0].endswith("?show=pending")
    assert said(response) == ["Done for 2 people."]


def test_who_cannot_be_moved_is_left_and_said(signed_in, workshop):
    confirmed, asked = make_registration(workshop), make_registration(workshop, state="invited")

    response = tick(signed_in, workshop, "approve", confirmed, asked)

    assert said(response) == ["Done for 1 person. 1 was left as it is."]


def test_deed_upon_all_that_the_search_found(signed_in, workshop):
    for name in ("Ana Tui", "Ana Vuki", "Bo"):
        make_registration(workshop, full_name=name)

    tick(signed_in, workshop, "attended", query="?q=ana", everybody="1")

    came = Registration.objects.filter(attendance="fully").values_list("person__full_name")
    assert set(came) == {("Ana Tui",), ("Ana Vuki",)}


def test_attendance_is_marked_only_of_who_is_confirmed(signed_in, workshop):
    waiting = make_registration(workshop, state="waitlisted")

    response = tick(signed_in, workshop, "attended", waiting)

    assert said(response) == ["Nobody was ticked for whom that can be done."]


def test_private_links_are_sent_to_who_has_an_address(signed_in, workshop):
    reached = make_registration(workshop, email="ana@example.org")
    silent = make_registration(workshop)

    tick(signed_in, workshop, "letter", reached, silent)

    silent.refresh_from_db()
    assert Letter.objects.get().to == "ana@example.org"
    assert silent.private_token_hash == ""


def test_people_of_another_workshop_are_not_touched(signed_in, workshop):
    stranger = make_registration(make_workshop(workshop.project), full_name="Stranger")

    tick(signed_in, workshop, "withdraw", stranger)

    assert states() == {"Stranger": "confirmed"}


def test_unknown_deed_is_refused(signed_in, workshop):
    assert tick(signed_in, workshop, "king").status_code == 403


def test_waiting_list_is_in_its_order_and_a_seat_is_given_out_of_turn(signed_in, project, workshop):
    workshop.seats = 1
    workshop.save()
    names = ("Zoe", "Ana", "Bo")
    zoe, ana, bo = (
        make_registration(workshop, full_name=name, state="waitlisted") for name in names
    )
    make_registration(workshop, full_name="Seated")
    list_page = reverse("participants:participant_list", args=[workshop.slug])

    shown = signed_in.get(list_page, {"show": "waiting"})
    tick(signed_in, workshop, "promote", bo, query="?show=waiting")

    assert [person.name for person in shown.context["listed"]] == ["Zoe", "Ana", "Bo"]
    assert '<span class="num">1.</span>' in shown.text
    assert states() == {
        "Zoe": "waitlisted", "Ana": "waitlisted", "Bo": "confirmed", "Seated": "confirmed",
    }  # fmt: skip


def test_seats_go_by_turn_when_many_are_confirmed_at_once(project, facilitator):
    workshop = make_workshop(project, seats=1)
    second = make_registration(workshop, full_name="Second", state="invited")
    first = make_registration(workshop, full_name="First", state="invited")
    Registration.objects.filter(pk=first.pk).update(registered_at="2020-01-01T00:00:00Z")

    move_registrations(workshop, primary_keys=[second.pk, first.pk], move="approve", by=facilitator)

    assert states() == {"First": "confirmed", "Second": "waitlisted"}


def test_nominated_is_invited_and_comes_by_the_private_link(client, project, organiser):
    workshop = make_workshop(project, state="open")
    nominated = make_registration(workshop, state="nominated", email="ana@example.org")
    client.force_login(organiser)
    client.post(reverse("participants:registration_invite", args=[workshop.slug, nominated.code]))
    secret = Letter.objects.get().body.partition("/registrations/")[2].partition("/")[0]
    client.logout()

    page = client.get(reverse("participants:private_registration", args=[secret]))
    client.post(reverse("participants:private_registration_again", args=[secret]))

    assert "I will come" in page.text
    nominated.refresh_from_db()
    assert nominated.state == "confirmed"
    history = Change.objects.of(nominated).order_by("pk").values_list("before", "after")
    assert list(history) == [("nominated", "invited"), ("invited", "confirmed")]


@pytest.mark.parametrize("count", [1, 30])
def test_deed_upon_many_takes_as_many_queries_as_upon_one(
    workshop, facilitator, count, django_assert_num_queries
):
    people = [make_registration(workshop, state="invited").pk for _ in range(count)]
    move_registrations(workshop, primary_keys=[], move="approve", by=facilitator)
    Change.objects.of(Registration(pk=1)).exists()  # the type is remembered by the process

    with django_assert_num_queries(10):
        move_registrations(workshop, primary_keys=people, move="decline", by=facilitator)
