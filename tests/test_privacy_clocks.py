"""Three clocks by which personal data go of themselves; each may strike twice."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import AccessLog
from desk.models import RetentionNotice
from desk.privacy import clocks
from desk.privacy.classes import classes_of
from desk.privacy.kinds import CONTACT, IDENTITY, NEEDS, OWN_WORDS, SECRET
from jobs.models import Letter
from participants.models import ParticipationRecord, Person, Registration, SealedList
from participants.participation import participation_of
from participants.services import sign_off
from tests.factories import make_organiser, make_registration, make_workshop
from workshops.models import Workshop
from writing.models import Change
from writing.services import FieldChange, record_changes

DAY = datetime.timedelta(days=1)


def day(ago):
    return timezone.localdate() - ago * DAY


@pytest.fixture
def ended(project):
    """A workshop eight days ago, in a project that goes on."""
    return make_workshop(project, starts_on=day(9), ends_on=day(8), title="Ended")


@pytest.fixture
def over(project):
    """A workshop of a project whose retention date was yesterday, its organiser told in time."""
    project.ends_on = day(366)
    project.save()
    notice = RetentionNotice.objects.create(project=project, clock="contact", due_on=day(1))
    RetentionNotice.objects.filter(pk=notice.pk).update(told_at=timezone.now() - 40 * DAY)
    return make_workshop(project, starts_on=day(400), ends_on=day(399))


def long_known(registration):
    Person.objects.filter(pk=registration.person_id).update(created_at=timezone.now() - 100 * DAY)
    return registration


def test_needs_go_eight_days_after_the_workshop_with_their_history(ended, organiser):
    registration = make_registration(ended, diet_needs="No pork", access_needs="A ramp", note="N")
    record_changes(
        registration, [FieldChange("diet_needs", "", "No pork"), FieldChange("note", "", "N")],
        by=organiser,
    )  # fmt: skip

    clocks.sweep()
    clocks.sweep()

    registration.refresh_from_db()
    assert (registration.diet_needs, registration.access_needs, registration.note) == ("", "", "N")
    assert registration.version == 2
    assert {(each.field, each.after) for each in Change.objects.all()} == {
        ("diet_needs", ""), ("note", "N"),
    }  # fmt: skip


def test_needs_stay_as_long_as_the_project_says(ended, project):
    project.needs_retention_days = 8
    project.save()
    registration = make_registration(ended, diet_needs="No pork")

    clocks.sweep()

    registration.refresh_from_db()
    assert registration.diet_needs == "No pork"


def test_needs_of_a_workshop_without_a_day_go_after_its_closing(workshop):
    registration = make_registration(workshop, diet_needs="No pork")
    Workshop.objects.update(changed_at=timezone.now() - 8 * DAY)

    clocks.sweep()

    registration.refresh_from_db()
    assert registration.diet_needs == ""


def test_at_the_retention_date_people_become_figures(over, organiser):
    long_known(
        make_registration(
            over, full_name="Sala Vuki", email="sala@example.org", phone="+679 123",
            gender="female", position="Officer", organisation_name="Suva", city_name="Suva",
            note="Late", private_token_hash="a" * 64,
        )
    )  # fmt: skip
    before = participation_of([over])[over.pk].line
    record = sign_off(over, by=organiser)

    clocks.sweep()

    person, registration = Person.objects.get(), Registration.objects.get()
    assert {
        f"{row._meta.model_name}.{name}"
        for row in (person, registration)
        for name, personal in classes_of(type(row)).items()
        if personal in (IDENTITY, CONTACT, NEEDS, OWN_WORDS, SECRET) and getattr(row, name)
    } == set()
    assert person.erased_at is not None
    assert (registration.gender, registration.state) == ("female", "confirmed")
    assert participation_of([over])[over.pk].line == before == record.breakdown
    assert SealedList.objects.get().destroyed_at is None
    assert AccessLog.objects.filter(action="erased", user=None, rows=1).count() == 1


def test_what_nobody_signed_off_is_signed_off_before_the_names_go(over):
    long_known(make_registration(over, full_name="Sala Vuki", gender="female"))

    clocks.sweep()

    over.refresh_from_db()
    record = ParticipationRecord.objects.get()
    assert (over.state, str(record.breakdown)) == ("signed_off", "1 (0/1)")
    assert record.signed_by is None
    assert record.reason.startswith("Signed off by the portal on the retention date")
    assert record.sealed_list.rows == 1


def test_organisers_are_told_a_month_before_and_once(project, organiser):
    project.ends_on = day(365 - 20)
    project.save()
    held = make_workshop(project, title="Visioning", starts_on=day(400), ends_on=day(400))
    registration = long_known(make_registration(held, full_name="Sala Vuki"))
    make_organiser(project, role="reader")

    clocks.sweep()
    clocks.sweep()

    letter = Letter.objects.get()
    registration.person.refresh_from_db()
    assert letter.to == organiser.email
    assert "- Visioning" in letter.body
    assert "Sala" not in letter.body
    assert registration.person.erased_at is None


def test_nobody_goes_before_the_organisers_were_told_for_a_month(over):
    registration = long_known(make_registration(over))
    RetentionNotice.objects.all().delete()

    clocks.sweep()

    registration.person.refresh_from_db()
    assert registration.person.erased_at is None
    assert RetentionNotice.objects.get().due_on == day(1)


def test_whoever_was_entered_in_the_last_month_stays(over):
    registration = make_registration(over)

    clocks.sweep()

    registration.person.refresh_from_db()
    assert registration.person.erased_at is None


def test_sealed_lists_are_destroyed_at_the_audit_date(over, project, organiser):
    make_registration(over, full_name="Sala Vuki")
    sign_off(over, by=organiser)
    project.evidence_retention_days = 365
    project.save()
    RetentionNotice.objects.create(
        project=project, clock="evidence", due_on=day(1), told_at=timezone.now() - 40 * DAY
    )

    clocks.sweep()

    sealed = SealedList.objects.get()
    assert (sealed.sealed, sealed.rows) == ("", 1)
    assert sealed.destroyed_at is not None


def test_the_clock_runs_from_the_last_workshop_if_that_is_later(project):
    project.ends_on, project.ends_precision = datetime.date(2021, 12, 1), "year"
    make_workshop(project, starts_on=datetime.date(2022, 8, 24), ends_on=None)

    dates = clocks.dates_of(project)

    assert dates.contact_on == datetime.date(2023, 8, 24)
    assert dates.is_of_workshop is True
    assert clocks.end_of(project) == datetime.date(2021, 12, 31)


def test_without_any_date_no_clock_runs(project):
    dates = clocks.dates_of(project)

    assert (dates.contact_on, dates.evidence_on) == (None, None)


def test_turning_into_figures_takes_the_same_queries_for_one_person_or_many(
    over, django_assert_max_num_queries
):
    for _each in range(30):
        long_known(make_registration(over))

    with django_assert_max_num_queries(75):
        clocks.sweep()

    assert Person.objects.filter(erased_at=None).count() == 0


def test_privacy_page_prints_the_real_days_and_every_class(client, project):
    project.ends_on, project.contact_retention_days = datetime.date(2099, 1, 1), 30
    project.needs_retention_days = 14
    project.save()

    shown = " ".join(client.get("/privacy/").content.decode().split())

    assert "31 January 2099" in shown
    assert "14 days after each workshop" in shown
    assert "your explicit consent" in shown
    assert shown.count("your explicit consent") == 1


def test_privacy_page_says_the_later_day_where_the_organisers_are_not_told_yet(client, project):
    project.ends_on = day(1000)
    project.save()
    later = timezone.localdate() + 30 * DAY

    shown = client.get("/privacy/").content.decode()

    assert f"{later.day} {later:%B %Y}" in shown
    assert "a month after the organisers are told" in shown
