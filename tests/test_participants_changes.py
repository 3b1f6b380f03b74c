import pytest
from django.contrib.contenttypes.models import ContentType

from participants.models import Registration
from participants.services import (
    Entry,
    register_participants,
    update_registration,
    update_registrations,
)
from projects.models import Organisation
from tests.factories import make_city, make_workshop
from writing.models import Change
from writing.services import StaleVersion

Source = Registration.Source
State = Registration.State


def register(workshop, *entries, by=None, source=Source.FORM, **options):
    return register_participants(workshop, entries=entries, by=by, source=source, **options)


def states(registrations):
    return [Registration.objects.get(pk=each.pk).state for each in registrations]


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
