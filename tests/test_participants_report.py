"""What is counted of one workshop: live, frozen, corrected, and taken away as a file."""

import datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from participants.breakdown import GenderBreakdown
from participants.groups import Group, groups_of, line_of
from participants.head_counts import difference
from participants.models import HeadCount, Person, Registration, SessionAttendance
from participants.report import live_table, tables_of_groups
from participants.services import (
    Figures,
    FiguresSignedOff,
    correct_figures,
    mark_as_attended,
    record_session,
    sign_off,
)
from participants.workshop_report import report_of
from projects.models import Gender
from tests.factories import make_city, make_country, make_registration, make_workshop


@pytest.fixture
def held(project):
    """Eight people, of whom five count, and a session of which two are recorded."""
    day = datetime.date(2026, 3, 3)
    workshop = make_workshop(project, starts_on=day, ends_on=day, time_zone="Pacific/Fiji")
    fiji = make_country(name="Fiji")
    suva = make_city(slug="suva", name="Suva", country=fiji)
    known = {"country": fiji, "city": suva, "organisation_kind": "city", "attendance": "fully"}
    women = [make_registration(workshop, gender="female", **known) for _ in range(2)]
    make_registration(workshop, gender="male", **known)
    make_registration(workshop, gender="male", city_name="Nadi", attendance="partly")
    make_registration(workshop, gender="")
    make_registration(workshop, gender="male", attendance="no_show")
    make_registration(workshop, gender="female", state="invited")
    make_registration(workshop, gender="female", role="speaker")
    session = workshop.sessions.create(order=1, title="Opening")
    for registration in women:
        SessionAttendance.objects.create(session=session, registration=registration)
    return workshop


def rows_of(report, field):
    table = next(table for table in report.tables if table.field == field)
    return [(row.key, row.label, str(row.breakdown)) for row in table.rows]


def test_report_counts_all_from_the_same_groups(held):
    report = report_of(held)

    assert report.participation.text == "5 (2/2, 1 other or not stated)"
    assert str(report.participation.speakers) == "1 (0/1)"
    assert rows_of(report, "city") == [
        ("=Nadi", "Nadi", "1 (1/0)"),
        ("suva", "Suva, Fiji", "3 (1/2)"),
        ("", "not known", "1 (0/0, 1 other or not stated)"),
    ]
    assert rows_of(report, "session") == [("1", "Opening", "2 (0/2)")]


def test_every_table_that_adds_up_makes_the_line(held):
    report = report_of(held)

    totals = {table.total for table in report.tables if table.adds_up}
    assert totals == {report.participation.line}


def test_funnel_goes_from_the_invitation_to_the_room(held):
    steps = [(step.key, str(step.line)) for step in report_of(held).funnel.steps]

    assert steps == [
        ("asked", "7 (3/3, 1 other or not stated)"),
        ("confirmed", "6 (3/2, 1 other or not stated)"),
        ("attended", "4 (2/2)"),
    ]


def test_attendance_is_no_step_before_anybody_is_marked(workshop):
    make_registration(workshop, gender="female")

    steps = [step.key for step in report_of(workshop).funnel.steps]

    assert steps == ["asked", "confirmed"]


def test_each_gap_leads_to_exactly_those_people(client, facilitator, held):
    held.facilitators.create(user=facilitator, accepted_at=datetime.datetime.now(datetime.UTC))
    client.force_login(facilitator)
    missing = {each.key: each.people for each in report_of(held).missing}

    listed = {
        key: client.get(address(held, "participant_list"), {"missing": key}).context["page"]
        for key in missing
    }

    assert missing == {
        "gender": 1, "organisation_kind": 2, "city": 1, "country": 2, "attendance": 1,
    }  # fmt: skip
    assert {key: page.paginator.count for key, page in listed.items()} == missing


groups = st.builds(
    Group,
    st.fixed_dictionaries(
        {
            "gender": st.sampled_from([*Gender.values, ""]),
            "role": st.sampled_from(Registration.Role.values),
            "state": st.sampled_from(Registration.State.values),
            "attendance": st.sampled_from([*Registration.Attendance.values, ""]),
            "organisation_kind": st.sampled_from(["city", "civil", ""]),
            "country__alpha2": st.sampled_from(["FJ", None]),
            "country__name": st.just("Fiji"),
            "city__slug": st.none(),
            "city__name": st.none(),
            "city__country__name": st.none(),
            "typed_city": st.sampled_from(["Suva", ""]),
        }
    ),
    st.integers(1, 9),
)


@given(st.lists(groups, max_size=20))
def test_tables_of_any_groups_add_up_to_the_line(some):
    line = line_of(group for group in some if group.counts)

    assert {table.total for table in tables_of_groups(some)} == {line}


def test_groups_count_whom_the_database_counts(held):
    for role in Registration.Role.values:
        for state in Registration.State.values:
            for attendance in [*Registration.Attendance.values, ""]:
                make_registration(held, role=role, state=state, attendance=attendance)
    people = Registration.objects.filter(workshop=held)

    found = groups_of(held)

    assert line_of(group for group in found if group.counts) == people.counted().breakdown()
    assert line_of(group for group in found if group.speaks) == people.speakers().breakdown()
    assert tables_of_groups(found, ["city"]) == [live_table(held, "city")]


def test_signed_off_report_never_moves(held, organiser):
    before = report_of(held)
    sign_off(held, by=organiser)

    Person.objects.update(gender="male")
    Registration.objects.update(
        gender="male", city=None, city_name="", country=None, organisation_kind="other",
        role="observer", attendance="no_show",
    )  # fmt: skip
    SessionAttendance.objects.all().delete()
    after = report_of(held)

    assert [rows_of(after, table.field) for table in before.tables] == [
        rows_of(before, table.field) for table in before.tables
    ]
    assert after.participation.line == before.participation.line
    assert after.funnel == before.funnel
    assert after.people == before.people
    assert after.list_has_moved


def test_merged_rows_are_two_attendances_of_one_person(held):
    first, second = Registration.objects.filter(workshop=held, gender="female").order_by("pk")[:2]
    Person.objects.filter(pk=second.person_id).update(merged_into=first.person)

    report = report_of(held)

    assert report.participation.line.total == 5
    assert report.people == GenderBreakdown(female=1, male=2, not_recorded=1)


def test_person_counts_once_with_the_gender_last_recorded(project):
    day = make_workshop(project)
    first = make_registration(day, gender="male")
    make_registration(make_workshop(project), person=first.person, gender="")
    Person.objects.filter(pk=first.person_id).update(gender="female")

    counted = Registration.objects.counted()

    assert counted.breakdown() == GenderBreakdown(male=1, not_recorded=1)
    assert counted.people() == GenderBreakdown(female=1)


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        ("5 (3/2)", "the same as on the list"),
        ("7 (4/3)", "2 more than on the list: men +1, women +1"),
        ("4 (3/1)", "1 fewer than on the list: women −1"),
        ("5 (2/3)", "as many as on the list, but not the same: men −1, women +1"),
        ("6 (3/2, 1 not stated)", "1 more than on the list: other or not stated +1"),
    ],
)
def test_difference_to_the_count_in_the_room_is_said(counted, words):
    listed = GenderBreakdown(male=3, female=2)

    assert difference(GenderBreakdown.parse(counted), listed) == words


def test_count_in_a_session_stands_beside_who_is_recorded_there(held):
    opening, closing = held.sessions.get(), held.sessions.create(order=2, title="Closing")
    for session in (opening, closing):
        HeadCount.objects.create(workshop=held, session=session, male=1, female=2)

    words = [each.words for each in report_of(held).head_counts]

    assert words == ["1 more than on the list: men +1", ""]


def test_session_is_recorded_for_those_the_sheet_showed(held, organiser):
    session = held.sessions.get()
    on_sheet = Registration.objects.filter(workshop=held, state="confirmed", role="participant")
    women = list(on_sheet.filter(gender="female").values_list("pk", flat=True))
    unmarked = on_sheet.get(gender="")

    changed = record_session(
        session, shown=[*women, unmarked.pk], came=[women[0], unmarked.pk], by=organiser
    )

    came = session.attendances.values_list("registration", flat=True)
    assert changed == 2
    assert set(came) == {women[0], unmarked.pk}
    assert mark_as_attended(session, by=organiser) == [unmarked]


def test_session_of_a_signed_off_workshop_stands(held, organiser):
    sign_off(held, by=organiser)

    with pytest.raises(FiguresSignedOff):
        record_session(held.sessions.get(), shown=[], came=[], by=organiser)


def address(workshop, page, *more):
    return reverse(f"participants:{page}", args=[workshop.slug, *more])


def test_session_sheet_marks_everybody_at_one_press(client, organiser, held):
    client.force_login(organiser)
    sheet = client.get(address(held, "session_attendance", 1))
    shown = " ".join(each.code for each in sheet.context["page"])

    client.post(address(held, "session_attendance", 1), {"shown": shown, "everybody": "1"})

    assert held.sessions.get().attendances.count() == 7
    page = client.get(address(held, "attendance"))
    assert [session.people for session in page.context["sessions"]] == [7]


def test_records_say_side_by_side_what_a_correction_changed(client, organiser, held):
    sign_off(held, by=organiser)
    stated = GenderBreakdown(male=3, female=2)
    correct_figures(held, by=organiser, reason="Two came late.", figures=Figures("counted", stated))
    client.force_login(organiser)

    compared = client.get(address(held, "record_list")).context["compared"]

    assert [(cell.text, cell.is_changed) for cell in compared.lines.cells] == [
        ("5 (2/2, 1 other or not stated)", False), ("5 (3/2)", True),
    ]  # fmt: skip
    assert compared.tables[0].rows[0].cells[1].text == ""
    assert [record.reason for record in compared.records] == ["", "Two came late."]


def test_files_hold_what_the_page_shows_and_read_back(client, organiser, held, tmp_path):
    held.title = "=HYPERLINK(1)"
    held.save()
    client.force_login(organiser)

    answers = {
        ending: client.get(address(held, "breakdown_file", ending)) for ending in ("csv", "xlsx")
    }

    csv_text = answers["csv"].content.decode("utf-8-sig")
    table, notes = csv_text.split("\r\n\r\n")
    assert notes.splitlines()[0] == "'=HYPERLINK(1)"
    (tmp_path / "it.xlsx").write_bytes(answers["xlsx"].content)
    book = load_workbook(tmp_path / "it.xlsx")
    rows = [[cell.value for cell in row] for row in book.worksheets[0]]
    assert len(rows) == len(table.splitlines())
    assert rows[1][2:] == [5, 2, 2, 0, 0, 1, "5 (2/2, 1 other or not stated)"]
    assert [book.worksheets[1]["A1"].value, book.worksheets[1]["A1"].data_type] == [
        "=HYPERLINK(1)", "s",
    ]  # fmt: skip
    lines = [row[-1] for row in rows[1:] if row[2] is not None]
    assert [GenderBreakdown.parse(line).total for line in lines] == [
        row[2] for row in rows[1:] if row[2] is not None
    ]
    assert f"{held.slug}-breakdown-" in answers["csv"]["Content-Disposition"]


def test_report_page_takes_as_many_queries_for_one_person_as_for_three(
    client, organiser, project, django_assert_num_queries
):
    client.force_login(organiser)
    workshops = [make_workshop(project) for _ in range(2)]
    make_registration(workshops[0], gender="male")
    for gender in ("male", "female", ""):
        make_registration(workshops[1], gender=gender, city_name=f"City {gender}")

    for workshop in workshops:
        with django_assert_num_queries(8):
            client.get(address(workshop, "breakdown_detail"))


def test_session_that_is_not_there_is_not_found(client, organiser, held):
    client.force_login(organiser)

    for order in (2, 9**30):
        assert client.get(address(held, "session_attendance", order)).status_code == 404
