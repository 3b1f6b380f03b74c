import datetime

import pytest
from django.utils import timezone

from participants.breakdown import GenderBreakdown
from participants.models import ParticipationRecord
from participants.participation import participation_of
from participants.report import BreakdownRow, BreakdownTable, tables_of
from tests.factories import make_country, make_registration, make_workshop


def sign(workshop, number=1, **fields):
    return ParticipationRecord.objects.create(
        workshop=workshop, number=number, basis="list", who_counts="Those in the room.", **fields
    )


def test_line_is_counted_from_the_list(workshop):
    make_registration(workshop, gender="female")
    make_registration(workshop, gender="male", role="speaker")

    participation = participation_of([workshop])[workshop.pk]

    assert participation.line == GenderBreakdown(female=1)
    assert participation.speakers == GenderBreakdown(male=1)
    assert participation.label == "Participants"
    assert not participation.is_signed_off


def test_latest_record_wins_over_the_list(workshop):
    make_registration(workshop, gender="female")
    sign(workshop, female=11, male=15)
    sign(workshop, number=2, female=8, male=11, reason="Counted twice.", precision="at_least")

    participation = participation_of([workshop])[workshop.pk]

    assert participation.text == "at least 19 (11/8)"
    assert participation.who_counts == "Those in the room."
    assert participation.is_signed_off


def test_nothing_known_is_not_nobody(project):
    closed = make_workshop(project)
    opened = make_workshop(project, state="open")
    unknown = make_workshop(project)
    sign(unknown)

    participation = participation_of([closed, opened, unknown])

    assert participation[closed.pk].text == "not known"
    assert participation[opened.pk].text == "0 (0/0)"
    assert participation[unknown.pk].text == "not known"


@pytest.mark.parametrize(
    ("days", "label"), [((-2, -1), "Participants"), ((-1, 1), "Present"), ((2, 3), "Confirmed")]
)
def test_label_follows_the_days_of_the_workshop(project, days, label):
    today = timezone.localdate(timezone=datetime.UTC)
    first, last = (today + datetime.timedelta(days=day) for day in days)
    workshop = make_workshop(project, state="open", starts_on=first, ends_on=last, time_zone="UTC")

    assert participation_of([workshop])[workshop.pk].label == label


@pytest.mark.parametrize(
    ("now", "label"),
    [
        ("2026-03-02T20:59Z", "Confirmed"),  # 08:59 on the day in Suva, the day before in London
        ("2026-03-02T21:00Z", "Present"),
        ("2026-03-04T04:59Z", "Present"),
        ("2026-03-04T05:00Z", "Participants"),
    ],
)
def test_label_follows_the_hours_in_the_zone_of_the_workshop(project, monkeypatch, now, label):
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime.fromisoformat(now))
    workshop = make_workshop(
        project, state="open", time_zone="Pacific/Fiji",
        starts_on=datetime.date(2026, 3, 3), start_time=datetime.time(9),
        ends_on=datetime.date(2026, 3, 4), end_time=datetime.time(17),
    )  # fmt: skip

    assert participation_of([workshop])[workshop.pk].label == label


def test_workshop_past_midnight_ends_on_the_next_day(project):
    workshop = make_workshop(
        project, time_zone="UTC", starts_on=datetime.date(2026, 3, 3),
        start_time=datetime.time(22), ends_on=datetime.date(2026, 3, 3), end_time=datetime.time(1),
    )  # fmt: skip

    assert workshop.ends_at == datetime.datetime(2026, 3, 4, 1, tzinfo=datetime.UTC)


def test_any_number_of_workshops_takes_two_queries(project, django_assert_num_queries):
    workshops = [make_workshop(project) for _ in range(3)]
    for workshop in workshops:
        make_registration(workshop, gender="male")

    for some in (workshops[:1], workshops):
        with django_assert_num_queries(2):
            participation_of(some)


def test_tables_add_up_to_the_line(workshop):
    fiji = make_country(name="Fiji")
    make_registration(workshop, gender="female", country=fiji)
    make_registration(workshop, gender="male")

    by_country, *others = tables_of(workshop)

    assert [row.label for row in by_country.rows] == ["Fiji", "not known"]
    assert {table.total for table in (by_country, *others)} == {GenderBreakdown(1, 1)}
    assert by_country.rows_with_bars[0][1].label == "1 woman"


def test_long_table_is_shortened_to_its_largest_rows():
    sizes = {"a": 3, "b": 1, "c": 2, "d": 2, "e": 5}
    rows = [BreakdownRow(label, GenderBreakdown(male=size)) for label, size in sizes.items()]
    table = BreakdownTable("country", tuple(rows))

    short = table.shortened(3)

    assert [(row.label, row.breakdown.total) for row in short.rows] == [
        ("a", 3), ("c", 2), ("e", 5), ("2 others", 3),
    ]  # fmt: skip
    assert short.total == table.total
    assert table.shortened(5) == table


def test_signed_off_tables_stand_however_the_list_changes(workshop):
    sign(workshop, female=1, tables={"by_country": [{"label": "Fiji", "female": 1, "male": 0}]})
    make_registration(workshop, gender="male")

    tables = tables_of(workshop)

    assert [table.field for table in tables] == ["country"]
    assert tables[0].total == GenderBreakdown(female=1)
