import datetime

import pytest

from jobs.models import Letter
from participants.models import Registration
from participants.services import (
    CannotMoveRegistration,
    Entry,
    approve,
    decline,
    record_attendance,
    register_participants,
    reinstate,
    withdraw,
)
from tests.factories import make_registration, make_workshop
from writing.models import Change

Source = Registration.Source
State = Registration.State


def register(workshop, *entries, by=None, source=Source.FORM, **options):
    return register_participants(workshop, entries=entries, by=by, source=source, **options)


def states(registrations):
    return [Registration.objects.get(pk=each.pk).state for each in registrations]


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
