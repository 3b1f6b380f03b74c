import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from projects.models import Organisation
from projects.names import organisation_key
from projects.services import find_or_create_organisations
from tests.factories import make_project


def test_an_organisation_named_twice_is_one_row(project):
    names = [
        ("Suva City Council", "city"),
        ("  suva  city council ", ""),
        ("UNDP", "international"),
    ]

    found = find_or_create_organisations(project, names)

    assert {key: row.name for key, row in found.items()} == {
        "suva city council": "Suva City Council",
        "undp": "UNDP",
    }


def test_an_organisation_that_exists_keeps_its_name_and_kind(project):
    find_or_create_organisations(project, [("Suva City Council", "city")])

    found = find_or_create_organisations(project, [("SUVA CITY COUNCIL", "other")])

    assert [(row.name, row.kind) for row in found.values()] == [("Suva City Council", "city")]


def test_organisations_of_another_project_are_not_found(project):
    find_or_create_organisations(make_project(), [("UNDP", "")])

    find_or_create_organisations(project, [("UNDP", "")])

    assert Organisation.objects.filter(name_key="undp").count() == 2


def test_a_name_without_a_letter_makes_no_row(project):
    assert find_or_create_organisations(project, [("", ""), (" \u200b ", "city")]) == {}


def test_any_number_of_organisations_costs_the_same(project, django_assert_num_queries):
    names = [(f"Office {number}", "") for number in range(500)]

    with django_assert_num_queries(2):
        find_or_create_organisations(project, names)


@given(st.text())
def test_the_key_does_not_change_with_the_form_of_writing(name):
    key = organisation_key(name)

    assert organisation_key(unicodedata.normalize("NFD", name)) == key
    assert organisation_key(f"  {name}\t") == key
    assert len(key) <= 300
