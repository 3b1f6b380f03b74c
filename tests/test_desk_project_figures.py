"""The figures of a project, of any set of its workshops; and what the public sees of them."""

import datetime
from itertools import combinations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from desk.public_figures import public_figures, public_groups
from participants.breakdown import GenderBreakdown
from participants.models import ParticipationRecord, Person, Registration
from participants.report import frozen_table
from participants.services import Figures, correct_figures, sign_off
from participants.suppression import told_of
from tests.factories import (
    make_body,
    make_country,
    make_person,
    make_project,
    make_reader,
    make_registration,
    make_workshop,
)


def held(project, day="2026-03-03", **fields):
    on = datetime.date.fromisoformat(day)
    return make_workshop(project, starts_on=on, ends_on=on, **fields)


def people_at(workshop, men=0, women=0, **fields):
    for gender, count in (("male", men), ("female", women)):
        for _ in range(count):
            make_registration(workshop, gender=gender, **fields)


@pytest.fixture
def signed_in(client, organiser):
    client.force_login(organiser)
    return client


def table_of(client, project, **query):
    response = client.get(reverse("desk:project_figures", args=[project.code]), query)
    return response.context["table"].across


def rows_of(across):
    return [(row.label, str(row.attendances), str(row.people)) for row in across.rows]


def test_attendances_stand_beside_distinct_people(signed_in, project):
    first, second = held(project), held(project, "2026-07-01")
    ana = make_person(project, gender="female")
    make_registration(first, person=ana, gender="female")
    make_registration(second, person=ana, gender="female")
    people_at(second, men=1)

    across = table_of(signed_in, project, by="quarter")

    assert rows_of(across) == [
        ("2026, quarter 1", "1 (0/1)", "1 (0/1)"), ("2026, quarter 3", "2 (1/1)", "2 (1/1)"),
    ]  # fmt: skip
    assert (str(across.attendances), str(across.people)) == ("3 (1/2)", "2 (1/1)")


def test_merging_leaves_attendances_and_takes_one_from_people(signed_in, project):
    workshops = [held(project), held(project)]
    kept, merged = (make_person(project, gender="female") for _ in range(2))
    for workshop, person in zip(workshops, (kept, merged), strict=True):
        make_registration(workshop, person=person, gender="female")

    before = table_of(signed_in, project)
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    after = table_of(signed_in, project)

    assert (before.attendances, before.people.total) == (GenderBreakdown(female=2), 2)
    assert (after.attendances, after.people.total) == (GenderBreakdown(female=2), 1)


@pytest.mark.parametrize("by", ["phase", "quarter", "kind", "project", "workshop"])
def test_signed_off_workshops_are_read_from_their_record(signed_in, organiser, project, by):
    signed, live = held(project), held(project)
    people_at(signed, men=2)
    people_at(live, women=1)
    sign_off(signed, by=organiser)
    Registration.objects.filter(workshop=signed).update(gender="female", attendance="no_show")

    across = table_of(signed_in, project, by=by)

    assert across.attendances == GenderBreakdown(male=2, female=1)
    assert (across.signed_off, across.live, across.unknown) == (1, 1, 0)


def test_frozen_and_live_rows_of_one_group_are_one_row(signed_in, organiser, project):
    fiji = make_country(name="Fiji")
    signed, live, counted = held(project), held(project), held(project)
    people_at(signed, men=2, country=fiji, organisation_kind="city")
    people_at(live, women=1, country=fiji, organisation_kind="city")
    sign_off(signed, by=organiser)
    sign_off(counted, by=organiser, figures=Figures("counted", GenderBreakdown(male=3)))

    tables = {by: table_of(signed_in, project, by=by) for by in ("country", "organisation_kind")}

    assert [row[:2] for row in rows_of(tables["country"])] == [
        ("Fiji", "3 (2/1)"), ("Not divided further", "3 (3/0)"),
    ]  # fmt: skip
    assert [row[:2] for row in rows_of(tables["organisation_kind"])] == [
        ("City and local government", "3 (2/1)"), ("Not divided further", "3 (3/0)"),
    ]  # fmt: skip


def test_correction_is_what_counts_then(signed_in, organiser, project):
    workshop = held(project)
    people_at(workshop, men=2)
    sign_off(workshop, by=organiser)
    stated = Figures("source", GenderBreakdown(male=9), "at_least", "A report, page 4")
    correct_figures(workshop, by=organiser, reason="The list was short.", figures=stated)

    assert table_of(signed_in, project).text == "at least 9 (9/0)"


def test_nothing_known_adds_nothing_and_is_said(signed_in, project):
    held(project)

    across = table_of(signed_in, project)

    assert (across.rows, across.unknown) == ((), 1)


def test_shared_workshop_counts_once_and_tells_the_other_project_totals_only(signed_in, project):
    other = make_project()
    own, lent = held(project), held(other)
    own.also_serves.add(other)
    lent.also_serves.add(project)
    people_at(own, men=1, organisation_kind="city")
    people_at(lent, women=5, organisation_kind="civil")

    by_kind = table_of(signed_in, project, by="organisation_kind")
    by_project = table_of(signed_in, project, by="project")

    assert rows_of(by_kind) == [
        ("City and local government", "1 (1/0)", "1 (1/0)"),
        ("Not divided further", "5 (0/5)", "None"),
    ]
    assert {row.label: row.attendances.total for row in by_project.rows} == {
        project.code: 1, other.code: 5,
    }  # fmt: skip
    assert (by_kind.shared, by_kind.people.total) == (2, 1)


def test_set_of_workshops_is_what_the_address_says(signed_in, project):
    body = make_body()
    one = held(project, "2026-03-03", title="Visioning in Suva", kind="visioning")
    one.hosts.create(body=body, order=1)
    people_at(one, men=1)
    people_at(held(project, "2026-07-01"), men=2)
    filters = (
        {"q": "suva"}, {"kind": "visioning"}, {"body": body.pk}, {"until": "2026-06-30"},
        {"since": "2026-01-01", "until": "2026-03-03"},
    )  # fmt: skip
    project.project_bodies.create(body=body, role="executing")

    found = [table_of(signed_in, project, **query).attendances.total for query in filters]

    assert found == [1] * 5
    assert table_of(signed_in, project, since="2026-07-01").attendances.total == 2


@pytest.mark.parametrize(
    "query",
    [{"since": "never"}, {"kind": "king"}, {"body": "9" * 40}, {"by": "names"}, {"page": "x"},
     {"until": "2026-02-31"}],
)  # fmt: skip
def test_what_cannot_be_asked_is_no_crash(signed_in, project, query):
    people_at(held(project), men=1)

    response = signed_in.get(reverse("desk:project_figures", args=[project.code]), query)

    assert response.status_code == 200


@pytest.fixture
def cache_beside_the_database(settings):
    """The cache's own queries are not counted."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend}}


def test_as_many_queries_for_one_workshop_as_for_three(
    signed_in, project, organiser, cache_beside_the_database, django_assert_num_queries
):
    people_at(held(project), men=1)
    signed = held(project)
    people_at(signed, women=1)
    sign_off(signed, by=organiser)

    for _more in range(2):
        for by in ("country", "workshop"):
            with django_assert_num_queries(8):
                table_of(signed_in, project, by=by)
            with django_assert_num_queries(5):
                table_of(signed_in, project, by=by)
        people_at(held(project), men=1, women=1)
        people_at(held(project, "2026-09-01"), men=1)


def test_files_hold_the_table_of_the_address(signed_in, project):
    people_at(held(project, kind="training"), men=2, women=1)
    people_at(held(project, kind="regional"), men=1)
    address = reverse("desk:project_figures_file", args=[project.code, "csv"])

    response = signed_in.get(address, {"by": "kind", "kind": "training"})

    table, notes = response.content.decode("utf-8-sig").split("\r\n\r\n")
    rows = [line.split(",") for line in table.splitlines()]
    assert [row[:4] for row in rows[1:]] == [["training", "3", "2", "1"], ["Total", "3", "2", "1"]]
    assert rows[1][7] == "3 (2/1)"
    assert "Kind: training" in notes
    assert "-figures-kind-" in response["Content-Disposition"]


def test_missing_page_leads_to_the_people(signed_in, project):
    workshop = held(project)
    people_at(workshop, men=2, organisation_kind="city", city_name="Suva", attendance="fully")
    known = held(project)
    people_at(
        known, men=1, organisation_kind="city", city_name="Suva", attendance="fully",
        country=make_country(),
    )  # fmt: skip

    page = signed_in.get(reverse("desk:project_missing", args=[project.code]))

    [(row, counts)] = page.context["rows"]
    assert row["workshop__slug"] == workshop.slug
    assert [(key, count) for key, _words, count in counts if count] == [("country", 2)]
    assert f"{reverse('participants:participant_list', args=[workshop.slug])}?missing=country" in (
        page.text
    )


def test_reader_reads_and_others_have_the_public_figures(client, project, nobody):
    address = reverse("desk:project_figures", args=[project.code])
    client.force_login(make_reader(project))
    assert client.get(address).status_code == 200

    client.force_login(nobody)
    assert client.get(address).status_code == 404
    public = reverse("desk:project_public_figures", args=[project.code])
    assert client.get(public).status_code == 200


def test_public_sees_groups_of_signed_off_figures_alone(project, organiser):
    signed, live = held(project), held(project)
    for workshop in (signed, live):
        people_at(workshop, men=6, women=5, organisation_kind="city")
        people_at(workshop, men=1, women=2, organisation_kind="civil")
        people_at(workshop, men=2, women=2, organisation_kind="private")
    sign_off(signed, by=organiser)

    figures = public_figures(project)

    assert [(group.label, group.shown) for group in figures.groups] == [
        ("City and local government", 11)
    ]
    assert (figures.total.total, figures.not_shown) == (36, 25)


KINDS = ("city", "national", "research", "civil")
TABLES = st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1, max_size=4)


def record_of(totals):
    rows = [
        {"key": kind, "label": kind, "male": total}
        for kind, total in zip(KINDS, totals, strict=True)
    ]
    return ParticipationRecord(male=sum(totals), tables={"by_organisation_kind": rows})


def shown_at_workshop(record):
    return {row.key: row.total or 0 for row in told(record).rows}


def told(record):
    return told_of([frozen_table(record, "organisation_kind").rows])


@given(TABLES)
def test_public_table_is_a_function_of_what_workshops_show(tables):
    """So no filter and no difference of two of them tells more than the workshops do."""
    records = [record_of(totals) for totals in tables]
    for count in range(len(records) + 1):
        for some in combinations(records, count):
            added = {}
            for record in some:
                for key, total in shown_at_workshop(record).items():
                    added[key] = added.get(key, 0) + total

            shown = [group.shown for group in public_groups(map(told, some))]

            assert sorted(shown) == sorted(total for total in added.values() if total)


def test_public_page_asks_as_much_for_one_workshop_as_for_three(
    client, project, cache_beside_the_database, django_assert_num_queries
):
    address = reverse("desk:project_public_figures", args=[project.code])
    people_at(held(project), men=1)
    client.get(address)

    for _more in range(2):
        people_at(held(project), men=1)
        people_at(held(project), men=1)
        for queries in (4, 1):
            with django_assert_num_queries(queries):
                client.get(address)


def test_correction_of_one_person_shows_the_public_no_more_than_the_line(
    client, project, organiser
):
    workshop = held(project)
    for kind in ("city", "national"):
        people_at(workshop, men=6, women=6, organisation_kind=kind)
    sign_off(workshop, by=organiser)
    groups = public_figures(project).groups
    people_at(workshop, women=1, organisation_kind="city")
    correct_figures(workshop, by=organiser, reason="One was forgotten.")

    page = client.get(reverse("desk:workshop_detail", args=[workshop.slug]))

    figures = public_figures(project)
    assert [row.text for row in page.context["page"].who] == ["12 (6/6)", "12 (6/6)"]
    assert "25 (12/13)" in page.text
    assert "the groups stand as before" in page.text
    assert (figures.groups, figures.not_shown) == (groups, 1)
