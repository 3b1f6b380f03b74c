"""Figures that are kept hold exactly as long as nothing changes that they are counted from."""

import datetime
import re
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.figures import workshops_of
from desk.project_figures import BY, project_table
from desk.project_figures import held as held_workshops
from desk.public_figures import public_figures
from participants import marks
from participants.breakdown import GenderBreakdown
from participants.kept import seconds_until
from participants.models import FiguresMark, ParticipationRecord, Person
from participants.services import sign_off
from participants.services.erasing import erase_people
from projects.models import Project
from tests.factories import (
    make_body,
    make_city,
    make_country,
    make_project,
    make_registration,
    make_workshop,
)
from workshops.models import Workshop, WorkshopBody

WATCHED = {model._meta.db_table for model in marks.WITH_ROWS | marks.FIELDS_ALONE}
UNNAMED = {ParticipationRecord: ["signed_by"], Workshop.also_serves.through: ["project"]}
DAY = datetime.date(2026, 3, 3)


def mark(project):
    return Project.objects.annotate(mark=marks.current_mark()).get(pk=project.pk).mark


def held(project, **fields):
    return make_workshop(project, starts_on=DAY, ends_on=DAY, **fields)


@pytest.fixture
def workshops(project):
    """Three of the project's own and one that another leads for it."""
    phase = project.phases.create(number=1, title="Phase")
    lent = held(make_project(code="OTHER"), phase=None)
    lent.also_serves.add(project)
    return [held(project, phase=phase), held(project, kind="training"), held(project), lent]


def everything(project, mark, asked=BY):
    figures = [
        project_table(project, workshops_of(project), by=by, filters=(), mark=mark).across
        for by in asked
    ]
    return figures, replace(public_figures(project, mark=mark), as_of=None)


def test_each_table_that_figures_read_is_watched(project, workshops, organiser):
    make_registration(workshops[0], city=make_city(), country=make_country())
    make_registration(workshops[1])
    sign_off(workshops[1], by=organiser)

    with CaptureQueriesContext(connection) as queries:
        everything(project, None)

    read = {
        table
        for query in queries
        for table in re.findall(r'(?:FROM|JOIN) "?(\w+)"?', query["sql"], re.IGNORECASE)
        if not table.startswith(("T", "U", "subquery"))
    }
    assert read - WATCHED == set()


def test_each_change_of_what_is_counted_moves_the_mark(project, workshops, organiser):
    city = make_city()
    make_registration(workshops[0], city=city, country=city.country)
    make_registration(workshops[1])
    sign_off(workshops[1], by=organiser)
    WorkshopBody.objects.create(workshop=workshops[0], body=make_body())
    unmoved = []

    for model, names in (marks.WITH_ROWS | marks.FIELDS_ALONE).items():
        for name in names or UNNAMED[model]:
            before = mark(project)
            model.objects.update(**{name: F(name)})
            if before == mark(project):
                unmoved.append((model, name))

    assert unmoved == []


DEEDS = {
    "register": lambda w, n: make_registration(
        w, gender=["female", "male", "", "another"][n % 4], organisation_kind=["city", ""][n % 2],
        city_name=["", "Suva"][n % 2],
    ),
    "known": lambda w, n: [
        make_registration(w, person=person, gender=person.gender)
        for person in one(Person.objects.exclude(registrations__workshop=w), n)
    ],
    "absent": lambda w, n: change(w.registrations, n, attendance="no_show"),
    "speaks": lambda w, n: change(w.registrations, n, role="speaker"),
    "leaves": lambda w, n: change(w.registrations, n, state="cancelled"),
    "corrects": lambda w, n: change(Person.objects, n, gender="female"),
    "moves": lambda w, n: move(w, DAY.replace(month=1 + n % 12)),
    "deletes": lambda w, n: [row.delete() for row in one(w.registrations, n)],
    "merges": lambda w, n: merge(n),
    "erased": lambda w, n: erase_people(
        [person.pk for person in one(Person.objects, n)], keep_evidence=False
    ),
    "renames": lambda w, n: w.project.phases.update(title=f"Phase {n}"),
    "signs": lambda w, n: freeze(w),
}  # fmt: skip


def one(rows, number):
    found = list(rows.order_by("pk"))
    return [found[number % len(found)]] if found else []


def change(rows, number, **fields):
    pks = [row.pk for row in one(rows, number)]
    rows.model.objects.filter(pk__in=pks).update(**fields)


def move(workshop, day):
    Workshop.objects.filter(pk=workshop.pk).update(starts_on=day, ends_on=day)


def merge(number):
    """As merging does it, between any two that are not merged yet."""
    apart = Person.objects.filter(merged_into=None, merged_rows=None).order_by("pk")
    if len(apart) > 1:
        kept, merged = apart[0], apart[1 + number % (len(apart) - 1)]
        Person.objects.filter(pk=merged.pk).update(merged_into=kept)


def freeze(workshop):
    if workshop.participation_records.exists() or not workshop.registrations.exists():
        return
    line = GenderBreakdown(female=3, male=1)
    rows = [{"key": "city", "label": "City", **line.as_columns()}]
    ParticipationRecord.objects.create(
        workshop=workshop, number=1, basis="list", female=3, male=1,
        tables={f"by_{by}": rows for by in ("country", "city", "organisation_kind", "role")},
    )  # fmt: skip


ASKED = ("phase", "quarter", "city")


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([*DEEDS]), st.integers(0, 3), st.integers(0, 30)),
                min_size=3, max_size=8))  # fmt: skip
def test_what_is_kept_is_what_would_be_counted(project, workshops, done):
    with transaction.atomic():
        for deed, place, number in done:
            DEEDS[deed](workshops[place], number)

            now = mark(project)
            everything(project, now, ASKED)

            assert everything(project, now, ASKED) == everything(project, None, ASKED)
        transaction.set_rollback(True)


def test_figures_are_kept_no_longer_than_until_the_next_workshop_ends(project, workshops):
    soon = timezone.now() + datetime.timedelta(hours=3)
    zoned = {"time_zone": "UTC", "starts_on": DAY, "ends_on": soon.date(), "end_time": soon.time()}
    make_workshop(project, state="open", **zoned)

    until = held_workshops(workshops_of(project)).until

    assert until == soon
    assert seconds_until(until) <= 3 * 3600


def test_a_lost_trigger_is_put_back_and_what_happened_without_it_counts(project, workshops):
    name = f"{marks.PREFIX}participants_registration_insert"
    on = "" if connection.vendor == "sqlite" else " ON participants_registration"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    before = mark(project)
    make_registration(workshops[0])

    marks.watch(using="default")

    after = mark(project)
    make_registration(workshops[0])
    assert len({before, after, mark(project)}) == 3


def test_marks_of_transactions_that_are_over_become_one(project, workshops):
    FiguresMark.objects.create(writer=7, mark=3)
    before = mark(project)

    marks.tidy_marks()

    assert FiguresMark.objects.count() == 1
    assert mark(project) != before
