"""The organiser's way with a request: note it, find the person, see all, erase, check, close."""

import datetime
import json

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from accounts.erasing import end_roles
from accounts.models import AccessLog, User
from desk.models import PrivacyRequest
from desk.privacy.erasure import erase, replay
from desk.privacy.journal import journal_path
from participants.models import Person
from participants.services.evidence import seal
from tests.factories import make_person, make_project, make_reader, make_registration, make_user
from tests.permission_world.desk import own_link_of
from writing.models import Change
from writing.services import FieldChange, record_changes


@pytest.fixture
def person(workshop):
    return make_registration(
        workshop, full_name="Nguyễn Thị Hương", email="huong@example.org", gender="female"
    ).person


@pytest.fixture
def asked(project):
    return PrivacyRequest.objects.create(
        project=project, kind="erasure", asked_by="Ms Huong", contact="huong@example.org"
    )


@pytest.fixture(autouse=True)
def _own_journal(settings, tmp_path):
    settings.PORTAL_DATA = tmp_path


@pytest.fixture
def desk(client, organiser):
    client.force_login(organiser)
    return client


def page(name, *arguments):
    return reverse(f"desk:{name}", args=arguments)


def test_request_is_noted_with_a_month_to_answer(desk, project, organiser):
    shown = desk.get(page("privacy_request_add"))
    answer = desk.post(
        page("privacy_request_add"),
        {
            "project": project.pk, "kind": "copy", "asked_by": "Ms Huong", "contact": "by post",
            "received_on": "2026-11-02", "due_on": "2026-12-02",
        },
    )  # fmt: skip

    made = PrivacyRequest.objects.get()
    in_a_month = timezone.localdate() + datetime.timedelta(days=30)
    assert f'value="{in_a_month}"' in shown.content.decode()
    assert (made.received_by, made.state) == (organiser, "open")
    assert answer.url == page("privacy_request_detail", made.pk)


def test_due_before_received_is_said_at_the_field(desk, project):
    answer = desk.post(
        page("privacy_request_add"),
        {
            "project": project.pk, "kind": "copy", "received_on": "2026-11-02",
            "due_on": "2026-11-01",
        },
    )  # fmt: skip

    assert answer.context["form"].errors == {"due_on": ["It cannot be due before it was received."]}


@pytest.mark.parametrize("words", ["huong nguyen", "HUONG@example.org", "the code"])
def test_person_is_found_without_accents_in_any_order_by_address_or_reference(
    desk, asked, person, words
):
    words = person.code.lower() if words == "the code" else words

    shown = desk.get(page("privacy_request_detail", asked.pk), {"q": words})

    assert shown.context["found"] == [person]


def test_nobody_of_another_project_is_found_or_chosen(desk, asked):
    stranger = make_person(make_project(), full_name="Huong")

    shown = desk.get(page("privacy_request_detail", asked.pk), {"q": "huong"})
    chosen = desk.post(page("privacy_request_people", asked.pk), {"person": stranger.code})

    assert (shown.context["found"], chosen.status_code) == ([], 404)


def test_from_the_request_to_its_end(desk, asked, person, plan, organiser):
    plan.vision = "As Nguyễn Thị Hương said."
    plan.save()
    record_changes(plan, [FieldChange("vision", "", plan.vision)], by=organiser)

    desk.post(page("privacy_request_people", asked.pk), {"person": person.code})
    everything = desk.get(page("privacy_request_everything", asked.pk))
    too_early = desk.post(page("privacy_request_close", asked.pk), {"state": "done"})
    unsure = desk.post(page("privacy_request_erase", asked.pk), {})
    desk.post(page("privacy_request_erase", asked.pk), {"is_sure": "on"})
    unread = desk.post(page("privacy_request_close", asked.pk), {"state": "done"})
    for place in asked.places.all():
        desk.post(page("privacy_place_check", asked.pk, place.pk))
    closed = desk.post(
        page("privacy_request_close", asked.pk), {"state": "done", "note": "By letter."}
    )

    asked.refresh_from_db()
    person.refresh_from_db()
    assert "huong@example.org" in everything.content.decode()
    assert [each.status_code for each in (too_early, unsure, unread, closed)] == [
        422, 200, 422, 302,
    ]  # fmt: skip
    assert (person.full_name, asked.asked_by, asked.contact) == ("", "", "")
    assert (asked.state, asked.note, asked.done_by) == ("done", "By letter.", organiser)
    assert sorted(Change.objects.values_list("after", flat=True)) == [""]
    assert [each.action for each in AccessLog.objects.order_by("pk")] == ["opened", "erased"]


@pytest.fixture
def account_place(asked, person, project, django_capture_on_commit_callbacks):
    """An account that the erasure of the person found, which still has a role."""
    user = make_user(email="huong@example.org", full_name="Nguyễn Thị Hương", is_staff=True)
    make_reader(project, user=user)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    asked.people.add(person)
    with django_capture_on_commit_callbacks(execute=True):
        erase(asked, by=None)
    return next(place for place in asked.places.all() if place.thing == user)


def erase_account(client, place, **typed):
    return client.post(
        page("privacy_account_erase", place.request_id, place.pk), typed, follow=True
    )


def test_account_of_the_erased_person_is_listed_with_what_to_do(desk, account_place):
    shown = desk.get(page("privacy_request_detail", account_place.request_id))

    assert "Ask an administrator to open this page and erase the account." in shown.text
    listed = shown.text.split("4. Places to look at")[1].split("Close the request")[0]
    assert "huong@example.org" not in listed
    assert erase_account(desk, account_place, is_sure="on").status_code == 403


def test_administrator_erases_the_account_once_it_has_no_role(client, account_place, admin):
    client.force_login(admin)
    user = account_place.thing

    unsure = erase_account(client, account_place)
    with_role = erase_account(client, account_place, is_sure="on")
    end_roles(user)
    done = erase_account(client, account_place, is_sure="on")

    user.refresh_from_db()
    assert "Tick the box" in unsure.text
    assert "End or hand over its roles first" in with_role.text
    assert "The account is erased." in done.text
    assert (user.email, user.full_name) == (f"user-{user.pk}@erased.invalid", "")
    assert (user.is_active, user.is_staff, user.has_usable_password()) == (False, False, False)
    assert not EmailAddress.objects.exists()
    assert not account_place.request.places.filter(checked_at=None).exists()
    assert AccessLog.objects.latest("pk").subject == f"accounts.user {user.pk}"


def test_erased_account_stays_erased_when_a_backup_is_put_back(client, account_place, admin):
    client.force_login(admin)
    user = account_place.thing
    before = {"email": user.email, "full_name": user.full_name, "is_active": True}
    end_roles(user)
    erase_account(client, account_place, is_sure="on")
    User.objects.filter(pk=user.pk).update(**before)

    again, never = replay(), replay()
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    User.objects.filter(pk=user.pk).update(**before, date_joined=tomorrow)

    user.refresh_from_db()
    assert (again, never, replay()) == (1, 0, 0)
    assert user.email == "huong@example.org"
    assert "huong" not in journal_path().read_text()


def test_refusing_needs_a_reason(desk, asked):
    answer = desk.post(page("privacy_request_close", asked.pk), {"state": "refused"})

    asked.refresh_from_db()
    assert "Say why it is refused." in answer.content.decode()
    assert asked.state == "open"


def test_erased_person_is_not_found_again(desk, asked, person):
    asked.people.add(person)
    desk.post(page("privacy_request_erase", asked.pk), {"is_sure": "on"})

    shown = desk.get(page("privacy_request_detail", asked.pk))

    assert "Erased person" in shown.content.decode()
    assert "Hương" not in shown.content.decode()
    assert desk.get(page("privacy_request_erase", asked.pk)).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_requests_takes_the_same_queries(desk, project, django_assert_num_queries, count):
    for _each in range(count):
        PrivacyRequest.objects.create(project=project, kind="copy")

    with django_assert_num_queries(7):
        shown = desk.get(page("privacy_request_list"))

    assert len(shown.context["page"]) == count


def test_waiting_request_is_on_the_home_of_its_organiser(desk, asked):
    shown = desk.get(page("home"))

    assert page("privacy_request_detail", asked.pk) in shown.content.decode()


def test_person_gets_everything_by_the_private_link(client, workshop, person):
    token = own_link_of(person.registrations.get())

    answer = client.get(page("own_file", token))

    logged = AccessLog.objects.get()
    assert json.loads(answer.content)["people"][0]["email"] == "huong@example.org"
    assert answer["Cache-Control"] == "private, no-store"
    assert (logged.user, logged.action, logged.rows) == (None, "exported", 1)


def test_person_asks_to_be_erased_by_the_private_link_once(client, person, workshop):
    token = own_link_of(person.registrations.get())

    for _click in range(2):
        client.post(page("ask_for_erasure", token))

    asked = PrivacyRequest.objects.get()
    assert (asked.kind, asked.asked_by, asked.received_by) == (
        "erasure", "Nguyễn Thị Hương", None,
    )  # fmt: skip
    assert list(asked.people.all()) == [person]
    assert Person.objects.get().erased_at is None


def test_sealed_list_is_shown_once_to_who_says_why(desk, workshop, person, organiser):
    record = workshop.participation_records.create(number=1, basis="list", who_counts="All")
    sealed = seal(record)

    asked = desk.get(page("sealed_list", sealed.pk))
    without = desk.post(page("sealed_list", sealed.pk), {"reason": " "})
    opened = desk.post(page("sealed_list", sealed.pk), {"reason": "Audit of 2027"})

    logged = AccessLog.objects.get()
    assert ["Hương" in each.content.decode() for each in (asked, without, opened)] == [
        False, False, True,
    ]  # fmt: skip
    assert (logged.user, logged.action, logged.rows, logged.reason) == (
        organiser, "opened", 1, "Audit of 2027",
    )  # fmt: skip
    assert opened["Cache-Control"] == "private, no-store"
    assert "huong@example.org" not in opened.content.decode()


def test_list_sealed_with_a_lost_key_says_so(desk, workshop, settings):
    record = workshop.participation_records.create(number=1, basis="list", who_counts="All")
    sealed = seal(record)
    type(sealed).objects.update(sealed="gAAAAA")

    answer = desk.post(page("sealed_list", sealed.pk), {"reason": "Audit of 2027"})

    assert "sealed with another key" in answer.content.decode()


def test_older_key_still_opens_a_sealed_list(client, organiser, workshop, person, settings):
    record = workshop.participation_records.create(number=1, basis="list", who_counts="All")
    sealed = seal(record)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    client.force_login(organiser)

    answer = client.post(page("sealed_list", sealed.pk), {"reason": "Audit of 2027"})

    assert "Hương" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_sealed_lists_takes_the_same_queries(
    desk, workshop, django_assert_num_queries, count
):
    for number in range(1, count + 1):
        seal(
            workshop.participation_records.create(
                number=number, basis="list", who_counts="All", reason="Again"
            )
        )

    with django_assert_num_queries(7):
        shown = desk.get(page("sealed_list_list"))

    assert len(shown.context["page"]) == count
