import itertools
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from participants.duplicates import with_older_twin
from participants.filters import RegistrationFilter
from participants.likeness import people_alike
from participants.models import Person, Registration
from participants.services import (
    Entry,
    FiguresSignedOff,
    register_participants,
)
from tests.factories import make_city, make_person, make_registration, make_workshop

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
    register(workshop, *[Entry(full_name=name, email="office@example.org") for name in names])

    assert Person.objects.count() == len(set(names)) == 150
    assert [found_on(workshop, name) for name in names] == [[name] for name in names]
    assert people_alike(workshop, full_name="ฮี", email="") == []
    assert not with_older_twin(workshop.project, "name").exists()


def found_on(workshop, text):
    workshop.is_run = False
    found = RegistrationFilter(QueryDict(urlencode({"q": text})), workshop=workshop).rows
    return list(found.values_list("person__full_name", flat=True))


def test_registering_takes_as_many_queries_for_thirty_as_for_three_hundred(
    workshop, django_assert_num_queries
):
    def entries(prefix, count):
        return [
            Entry(full_name=f"{prefix} {each}", email=f"{prefix}{each}@example.org",
                  organisation=f"Office {prefix} {each % 7}")
            for each in range(count)
        ]  # fmt: skip

    for prefix, count, queries in (("a", 1, 10), ("b", 30, 11), ("c", 300, 11)):
        with django_assert_num_queries(queries):
            register(workshop, *entries(prefix, count))


def test_a_code_that_is_taken_is_given_to_nobody_of_many(workshop, monkeypatch):
    make_registration(workshop=workshop, code="22222222")
    codes = itertools.chain(["22222222", "33333333", "33333333"], map(str, itertools.count(10**7)))
    monkeypatch.setattr("participants.services.codes.new_code", lambda: next(codes))

    register(workshop, *(Entry(full_name=f"Ana {each}") for each in range(30)))

    assert Registration.objects.values("code").distinct().count() == 31


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
