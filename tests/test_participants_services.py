import datetime
import threading

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from jobs.models import Letter
from participants.models import Consent, Person, Registration
from participants.services import (
    CannotMoveRegistration,
    Entry,
    FiguresSignedOff,
    RegistrationClosed,
    approve,
    decline,
    record_attendance,
    register_in_public,
    register_participants,
    reinstate,
    update_registration,
    update_registrations,
    withdraw,
)
from projects.models import Organisation
from tests.factories import make_city, make_person, make_registration, make_workshop
from workshops.models import Workshop
from writing.models import Change
from writing.services import StaleVersion

Source = Registration.Source
State = Registration.State


def register(workshop, *entries, by=None, source=Source.FORM, **options):
    return register_participants(workshop, entries=entries, by=by, source=source, **options)


def states(registrations):
    return [Registration.objects.get(pk=each.pk).state for each in registrations]


def test_register_keeps_the_name_as_typed_and_the_rest_as_on_that_day(workshop, facilitator):
    city = make_city(name="Hội An")
    entry = Entry(
        full_name="  nGUYỄN thị  Minh ", gender="female", organisation="People’s Committee",
        organisation_kind="city", city_name="Hội An", city_id=city.pk, country_id=city.country_id,
        position="Officer",
    )  # fmt: skip

    [registration] = register(workshop, entry, by=facilitator)

    assert registration.person.full_name == "  nGUYỄN thị  Minh "
    assert registration.person.search_key == "nguyen thi minh"
    assert registration.organisation.name == "People’s Committee"
    assert registration.organisation_name == "People’s Committee"
    assert (registration.city, registration.country_id) == (city, city.country_id)
    assert (registration.gender, registration.person.gender) == ("female", "female")
    assert (registration.state, registration.entered_by) == ("confirmed", facilitator)


def test_same_person_only_by_email_and_name(workshop):
    known = make_person(workshop.project, full_name="Ana Tui", email="office@example.org")

    same, other_name, no_email = register(
        workshop,
        Entry(full_name="ana  tui", email=" Office@Example.org"),
        Entry(full_name="Ana Tuilagi", email="office@example.org"),
        Entry(full_name="Ana Tui"),
    )

    assert same.person == known
    assert len({same.person_id, other_name.person_id, no_email.person_id}) == 3


def test_same_person_as_answered(workshop):
    known = make_person(workshop.project, full_name="Ana Tui")

    [registration] = register(workshop, Entry(full_name="Ana Tui", person_id=known.pk))

    assert registration.person == known


def test_answer_cannot_reach_a_person_of_another_project(workshop):
    stranger = make_person(make_workshop().project)

    [registration] = register(workshop, Entry(full_name="Ana Tui", person_id=stranger.pk))

    assert registration.person != stranger


def test_merged_people_stand_as_the_one_they_are(workshop):
    kept = make_person(workshop.project, full_name="Ana Tui", email="ana@example.org")
    merged = make_person(
        workshop.project, full_name="Ana B. Tui", email="ana@example.org", merged_into=kept
    )

    [registration] = register(workshop, Entry(full_name=merged.full_name, email=merged.email))

    assert registration.person == kept


def test_registering_twice_is_once_and_the_first_stands(workshop):
    entry = Entry(full_name="Ana Tui", email="ana@example.org", position="Mayor")
    [first] = register(workshop, entry)

    again, twin = register(
        workshop,
        Entry(full_name="Ana Tui", email="ana@example.org", position="Clerk"),
        Entry(full_name="Ana Tui", email="ANA@example.org"),
    )

    assert again == twin == first
    assert Registration.objects.get().position == "Mayor"


def test_one_hundred_and_fifty_people_with_thai_names_stay_as_many(workshop):
    names = [f"{first}{last}" for first in "กขคงจฉชซญฐ" for last in "ิีึืุูเแโใไาำะั"]

    register(workshop, *[Entry(full_name=name, email="office@example.org") for name in names])

    assert Person.objects.count() == len(set(names)) == 150


def test_registering_takes_as_many_queries_for_one_as_for_three_hundred(
    workshop, django_assert_num_queries
):
    def entries(prefix, count):
        return [
            Entry(full_name=f"{prefix} {each}", email=f"{prefix}{each}@example.org",
                  organisation=f"Office {prefix} {each % 7}")
            for each in range(count)
        ]  # fmt: skip

    for prefix, count in (("a", 1), ("b", 300)):
        with django_assert_num_queries(10):
            register(workshop, *entries(prefix, count))


def test_all_are_registered_or_none(workshop):
    entries = [Entry(full_name="Ana Tui"), Entry(full_name="")]

    with pytest.raises(Exception, match="person_has_name"):
        register(workshop, *entries)

    assert not Person.objects.exists()


def test_who_comes_after_the_last_seat_waits(project):
    workshop = make_workshop(project, seats=2)

    registrations = register(
        workshop,
        Entry(full_name="First"),
        Entry(full_name="Speaker", role="speaker"),
        Entry(full_name="Second", role="observer"),
        Entry(full_name="Third"),
    )

    assert states(registrations) == ["confirmed", "confirmed", "confirmed", "waitlisted"]


def test_pending_people_take_seats(project):
    workshop = make_workshop(project, seats=1, admission="approval")

    [pending] = register(workshop, Entry(full_name="First"), source=Source.PUBLIC)
    [waiting] = register(workshop, Entry(full_name="Second"))

    assert states([pending, waiting]) == ["pending", "waitlisted"]


def test_signed_off_workshop_takes_nobody(project):
    workshop = make_workshop(project, state="signed_off")

    with pytest.raises(FiguresSignedOff):
        register(workshop, Entry(full_name="Late"))


def test_freed_seat_goes_to_the_first_waiting_with_a_letter(project, facilitator):
    workshop = make_workshop(project, seats=1)
    first, second, third = register(
        workshop,
        Entry(full_name="First"),
        Entry(full_name="Second", email="second@example.org"),
        Entry(full_name="Third", email="third@example.org"),
    )

    withdraw(first, by=facilitator, reason="Ill")

    assert states([first, second, third]) == ["cancelled", "confirmed", "waitlisted"]
    letter = Letter.objects.get()
    assert letter.to == "second@example.org"
    assert "A seat became free, and it is yours:" in letter.body
    history = Change.objects.of(first).order_by("pk").values_list("field", "before", "after")
    assert list(history) == [("state", "confirmed", "cancelled"), ("reason", "", "Ill")]


def test_withdrawing_twice_is_once(workshop, facilitator):
    [registration] = register(workshop, Entry(full_name="Ana Tui"))

    withdraw(registration, by=facilitator)
    withdraw(registration, by=facilitator)

    assert Change.objects.of(registration).count() == 1


def test_reinstated_when_full_waits(project, facilitator):
    workshop = make_workshop(project, seats=1)
    [first] = register(workshop, Entry(full_name="First"))
    withdraw(first, by=facilitator)
    [second] = register(workshop, Entry(full_name="Second"))

    reinstate(first, by=facilitator)

    assert states([first, second]) == ["waitlisted", "confirmed"]


def test_approval_and_refusal_are_written_about(project, facilitator):
    workshop = make_workshop(project, admission="approval")
    yes, no = register(
        workshop,
        Entry(full_name="Yes", email="yes@example.org"),
        Entry(full_name="No", email="no@example.org"),
        source=Source.PUBLIC,
    )

    approve(yes, by=facilitator)
    decline(no, by=facilitator)

    assert states([yes, no]) == ["confirmed", "declined"]
    assert set(Letter.objects.values_list("to", flat=True)) == {"yes@example.org", "no@example.org"}


def test_what_cannot_be_done_with_a_registration_is_said(workshop, facilitator):
    [registration] = register(workshop, Entry(full_name="Ana Tui"))
    withdraw(registration, by=facilitator)

    with pytest.raises(CannotMoveRegistration, match="This registration is “Withdrawn”"):
        approve(registration, by=facilitator)


def test_update_writes_what_differs_with_its_history(workshop, facilitator):
    suva = make_city(name="Suva")
    [registration] = register(workshop, Entry(full_name="Ana Tui", organisation="Old Office"))

    update_registration(
        registration,
        entry=Entry(full_name="Ana Tuilagi", gender="female", organisation="New Office",
                    city_id=suva.pk, city_name="Suva"),
        expected_version=registration.form_version, by=facilitator,
    )  # fmt: skip

    registration.refresh_from_db()
    assert registration.person.search_key == "ana tuilagi"
    assert registration.organisation == Organisation.objects.get(name="New Office")
    assert registration.state == "confirmed"
    of_person = Change.objects.of(registration.person).values_list("field", "after")
    assert dict(of_person) == {"full_name": "Ana Tuilagi", "gender": "female"}
    assert dict(Change.objects.of(registration).values_list("field", "after")) == {
        "organisation": "New Office", "organisation_name": "New Office", "city": "Suva",
        "city_name": "Suva", "gender": "female",
    }  # fmt: skip


def test_stale_update_is_refused_even_if_only_the_person_changed(workshop, facilitator):
    [registration] = register(workshop, Entry(full_name="Ana Tui"))
    shown = registration.form_version
    update_registration(
        registration, entry=Entry(full_name="Ana T."), expected_version=shown, by=facilitator
    )

    with pytest.raises(StaleVersion) as stale:
        update_registration(
            registration, entry=Entry(full_name="A. Tui"), expected_version=shown, by=facilitator
        )

    assert stale.value.current.person.full_name == "Ana T."


def test_nothing_changed_is_not_written(workshop, facilitator):
    entry = Entry(full_name="Ana Tui", organisation="Office", note="Knows Fijian")
    [registration] = register(workshop, entry)

    assert update_registrations(workshop, entries={registration.pk: entry}, by=facilitator) == []
    registration.refresh_from_db()
    assert registration.version == 1


def test_only_the_fields_asked_for_are_updated(workshop, facilitator):
    [registration] = register(workshop, Entry(full_name="Ana Tui", position="Mayor"))

    update_registrations(
        workshop, entries={registration.pk: Entry(full_name="", gender="female")},
        by=facilitator, fields={registration.pk: ["gender"]},
    )  # fmt: skip

    registration.refresh_from_db()
    assert (registration.gender, registration.position) == ("female", "Mayor")
    assert registration.person.full_name == "Ana Tui"


def test_updating_many_takes_as_many_queries_as_updating_one(
    workshop, facilitator, django_assert_num_queries
):
    registrations = register(workshop, *[Entry(full_name=f"Person {n}") for n in range(50)])
    ContentType.objects.get_for_model(Registration)  # remembered for the life of the process

    for some, position in ((registrations[:1], "Mayor"), (registrations, "Clerk")):
        entries = {
            each.pk: Entry(
                full_name=each.person.full_name, position=position, organisation="Office"
            )
            for each in some
        }
        register(workshop, Entry(full_name="Sets the office up", organisation="Office"))
        with django_assert_num_queries(9):
            update_registrations(workshop, entries=entries, by=facilitator)


def test_becoming_a_participant_takes_a_seat_or_waits(project, facilitator):
    workshop = make_workshop(project, seats=1)
    _, speaker = register(
        workshop, Entry(full_name="First"), Entry(full_name="Speaker", role="speaker")
    )

    updated = update_registration(
        speaker, entry=Entry(full_name="Speaker"), expected_version=2, by=facilitator
    )

    assert updated.state == "waitlisted"


def test_attendance_is_recorded_at_once_with_history(workshop, facilitator):
    came, absent = make_registration(workshop), make_registration(workshop)
    stranger = make_registration(make_workshop())

    changed = record_attendance(
        workshop, by=facilitator,
        attendance={came.pk: "fully", absent.pk: "no_show", stranger.pk: "fully"},
    )  # fmt: skip

    assert {each.pk: each.attendance for each in changed} == {
        came.pk: "fully",
        absent.pk: "no_show",
    }
    stranger.refresh_from_db()
    assert stranger.attendance == ""
    assert Change.objects.of(came).get().after == "fully"


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


def test_approving_twice_writes_once(project, facilitator):
    workshop = make_workshop(project, admission="approval")
    [asked] = register(
        workshop, Entry(full_name="Yes", email="yes@example.org"), source=Source.PUBLIC
    )

    approve(asked, by=facilitator)
    approve(asked, by=facilitator)

    assert Letter.objects.count() == 1


def test_nobody_is_promoted_once_the_workshop_was(project, facilitator):
    day = datetime.date(2024, 5, 1)
    workshop = make_workshop(project, seats=1, starts_on=day, ends_on=day)
    first, second = register(
        workshop, Entry(full_name="First"), Entry(full_name="Second", email="second@example.org")
    )

    withdraw(first, by=facilitator)

    assert states([first, second]) == ["cancelled", "waitlisted"]
    assert not Letter.objects.exists()


def test_public_registration_asks_the_workshop_as_it_is_now(project):
    workshop = make_workshop(project, state="open")
    Workshop.objects.filter(pk=workshop.pk).update(state="closed")

    with pytest.raises(RegistrationClosed):
        register_in_public(
            workshop, entry=Entry(full_name="Late"), purposes=[], submission_key="k" * 32
        )
