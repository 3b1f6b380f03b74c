import csv
import io

import pytest
from django.urls import reverse

from accounts.models import AccessLog
from documents.sheets.read import read_table
from projects.services import find_or_create_organisations
from tests.factories import (
    make_city,
    make_country,
    make_person,
    make_reader,
    make_registration,
    make_workshop,
)


def page(client, workshop, query="", name="participant_list"):
    address = reverse(f"participants:{name}", args=[workshop.slug])
    return client.get(f"{address}?{query}")


def names_on(response):
    return [person.name for person in response.context["listed"]]


@pytest.fixture
def signed_in(client, facilitator):
    client.force_login(facilitator)
    return client


def fill(workshop, count):
    for number in range(count):
        city = make_city()
        make_registration(
            workshop, gender="female", city=city, city_name=city.name, country=city.country,
            full_name=f"Person {number}",
        )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_queries_for_three_people_as_for_one(
    signed_in, workshop, count, django_assert_num_queries
):
    fill(workshop, count)

    with django_assert_num_queries(8):
        response = page(signed_in, workshop)

    assert len(names_on(response)) == count


def test_list_shows_the_line_and_its_table(signed_in, workshop):
    fiji = make_country(name="Fiji")
    make_registration(workshop, gender="female", country=fiji)
    make_registration(workshop, gender="male", country=fiji)
    make_registration(workshop, gender="male", role="speaker")

    response = page(signed_in, workshop)

    assert str(response.context["participation"].line) == "2 (1/1)"
    assert str(response.context["participation"].speakers) == "1 (1/0)"
    assert [(row.label, str(row.breakdown)) for row in response.context["breakdown"].rows] == [
        ("Fiji", "2 (1/1)")
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tui", ["Ana Tui"]),
        ("tam nguyen", ["Nguyễn Thị Minh Tâm"]),
        ("NGUYỄN", ["Nguyễn Thị Minh Tâm"]),
        ("harbour", ["Ana Tui"]),
        ("comite", ["Nguyễn Thị Minh Tâm"]),
        ("Comité tâm", ["Nguyễn Thị Minh Tâm"]),
        ("ana@EXAMPLE.org", ["Ana Tui"]),
        ("r3f", ["Nguyễn Thị Minh Tâm"]),
        ("ชัย", ["Chaiwat ชัยวัฒน์"]),
        ("nobody at all", []),
    ],
)
def test_search_finds_without_accents_and_in_any_order(signed_in, workshop, query, found):
    rows = [("Harbour Board", ""), ("Comité urbain", "")]
    offices = find_or_create_organisations(workshop.project, rows)
    make_registration(
        workshop,
        full_name="Ana Tui",
        email="ana@example.org",
        code="AAAA2222",
        organisation=offices["harbour board"],
    )
    make_registration(
        workshop,
        full_name="Nguyễn Thị Minh Tâm",
        code="R3FERENC",
        organisation=offices["comité urbain"],
    )
    make_registration(workshop, full_name="Chaiwat ชัยวัฒน์")

    assert names_on(page(signed_in, workshop, f"q={query}")) == found


def test_address_is_searched_only_for_who_may_see_it(client, workshop):
    make_registration(workshop, full_name="Ana Tui", email="private@example.org")
    client.force_login(make_reader(workshop.project))

    assert names_on(page(client, workshop, "q=private")) == []


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", ["Ána", "Bo", "Cy"]),
        ("-name", ["Cy", "Bo", "Ána"]),
        ("nonsense", ["Ána", "Bo", "Cy"]),
        ("gender", ["Cy", "Ána", "Bo"]),
        ("role", ["Bo", "Ána", "Cy"]),
    ],
)
def test_list_is_sorted_in_the_database(signed_in, workshop, sort, order):
    make_registration(workshop, full_name="Cy", gender="female")
    make_registration(workshop, full_name="Ána", gender="male")
    make_registration(workshop, full_name="Bo", gender="male", role="observer")

    assert names_on(page(signed_in, workshop, f"sort={sort}")) == order


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("everyone", ["Known", "Nameless mail", "Waits"]),
        ("attendance", ["Nameless mail"]),
        ("gender", ["Nameless mail", "Waits"]),
        ("email", ["Nameless mail", "Waits"]),
        ("waiting", ["Waits"]),
        ("gone", ["Gone"]),
        ("nonsense", ["Known", "Nameless mail", "Waits"]),
    ],
)
def test_short_lists_name_what_is_missing(signed_in, workshop, show, found):
    make_registration(
        workshop, full_name="Known", email="k@example.org", gender="male", attendance="fully"
    )
    make_registration(workshop, full_name="Nameless mail")
    make_registration(workshop, full_name="Waits", state="waitlisted")
    make_registration(workshop, full_name="Gone", state="cancelled", gender="male")

    response = page(signed_in, workshop, f"show={show}")

    assert names_on(response) == found
    assert response.context["people"].counts["everyone"] == 3


def test_list_is_filtered_by_city_and_role_and_paged(signed_in, workshop):
    for number in range(51):
        make_registration(workshop, full_name=f"Suva {number:02}", city_name="Suva")
    make_registration(workshop, full_name="Elsewhere", city_name="Nadi", role="observer")

    first, second = (page(signed_in, workshop, f"city=Suva&page={n}") for n in (1, 2))

    assert (len(names_on(first)), names_on(second)) == (50, ["Suva 50"])
    assert names_on(page(signed_in, workshop, "role=observer")) == ["Elsewhere"]


def test_next_deed_follows_the_state_of_the_list(signed_in, workshop):
    assert page(signed_in, workshop).context["next"].button == "Import a list"

    registration = make_registration(workshop)
    assert page(signed_in, workshop).context["next"].button == "Record attendance"

    registration.attendance = "fully"
    registration.save()
    assert page(signed_in, workshop).context["next"].button == "Sign off the figures"


def test_reader_sees_names_but_no_deeds(client, workshop):
    registration = make_registration(workshop, full_name="Ana Tui", email="ana@example.org")
    client.force_login(make_reader(workshop.project))

    response = page(client, workshop)

    assert names_on(response) == ["Ana Tui"]
    assert registration.code not in response.text
    assert "ana@example.org" not in response.text


def read_csv(response):
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_export_is_exactly_the_filtered_list_and_is_noted(signed_in, workshop, facilitator):
    make_registration(workshop, full_name="=cmd()", email="a@example.org", city_name="Suva")
    make_registration(workshop, full_name="Elsewhere", city_name="Nadi")

    response = page(signed_in, workshop, "city=Suva", name="export_csv")

    [row] = read_csv(response)
    assert (row["Full name"], row["E-mail"]) == ("'=cmd()", "a@example.org")
    noted = AccessLog.objects.get()
    assert (noted.user, noted.action, noted.rows) == (facilitator, "exported", 1)
    assert noted.subject == f"workshops.workshop {workshop.pk}"


def test_reader_exports_no_contact_data(client, workshop):
    make_registration(workshop, full_name="Ana Tui", email="ana@example.org", phone="+679 1")
    client.force_login(make_reader(workshop.project))

    [row] = read_csv(page(client, workshop, name="export_csv"))

    assert row["Full name"] == "Ana Tui"
    assert not {"E-mail", "Phone", "Note"} & row.keys()


@pytest.mark.parametrize("count", [1, 3])
def test_export_takes_as_many_queries_for_three_people_as_for_one(
    signed_in, workshop, count, django_assert_num_queries
):
    fill(workshop, count)

    with django_assert_num_queries(7):
        page(signed_in, workshop, name="export_xlsx")


def test_sign_in_sheet_names_who_is_expected(signed_in, workshop):
    make_registration(workshop, full_name="Ana Tui")
    make_registration(workshop, full_name="Gone", state="cancelled")

    response = page(signed_in, workshop, name="sign_in_sheet")

    assert [each.person.full_name for each in response.context["people"]] == ["Ana Tui"]


def test_people_of_another_workshop_are_not_on_the_list(signed_in, workshop):
    make_registration(make_workshop(workshop.project), full_name="Elsewhere")
    make_person(workshop.project, full_name="Only known")

    assert names_on(page(signed_in, workshop)) == []


def test_certificates_name_who_came_as_they_wish_it(signed_in, workshop):
    came = make_registration(workshop, full_name="Ana Tui", attendance="partly")
    came.person.certificate_name = "Ana Marama Tui"
    came.person.save()
    make_registration(workshop, full_name="Bo", attendance="fully")
    make_registration(workshop, full_name="Absent", attendance="no_show")
    make_registration(workshop, full_name="Unknown")

    response = page(signed_in, workshop, name="certificates_xlsx")

    sheet = read_table(io.BytesIO(response.content))
    assert [row.cells[2] for row in sheet.rows] == ["Ana Marama Tui", "Bo"]
