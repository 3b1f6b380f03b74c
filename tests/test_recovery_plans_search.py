"""Actions of all cities are searched, and taken along as files."""

import csv
import datetime
import io
import itertools

import pytest
from django.urls import reverse

from recovery_plans.across.actions import actions_across, counted
from tests.factories import (
    make_action,
    make_plan,
    make_project,
)
from tests.writing_plans import make_money

DAY = datetime.date(2024, 5, 1)


def search(client, **asked):
    return client.get(reverse("recovery_plans:action_search"), asked).context


def test_actions_are_found_by_every_word(client, project, organiser, plan):
    found = make_action(plan, title="Mangrove belt", objective="Keep the bay")
    make_action(plan, title="Mangrove nursery")
    client.force_login(organiser)

    rows = search(client, words="bay mangrove")["rows"]

    assert [action for action, _money, _percent in rows] == [found]


def test_actions_are_found_by_city_state_and_time(client, project, organiser):
    first, second = make_plan(project), make_plan(project)
    late = make_action(first, ends_on=DAY)
    make_action(first, ends_on=DAY, state="carried_out")
    other = make_action(second)
    client.force_login(organiser)

    by_city = search(client, city=second.project_city_id)["rows"]
    past_end = search(client, state="late")["rows"]

    assert [action for action, _money, _percent in by_city] == [other]
    assert [action for action, _money, _percent in past_end] == [late]


def test_the_dearest_action_comes_first(client, project, organiser, plan):
    cheap, dear, uncosted = (make_action(plan, costing="estimate") for _ in range(3))
    make_money(cheap, cost=5)
    make_money(dear, cost=500)
    client.force_login(organiser)

    rows = search(client, order="cost")["rows"]

    assert [action for action, _money, _percent in rows] == [dear, cheap, uncosted]


@pytest.mark.parametrize("actions", [1, 3])
def test_the_search_takes_nine_queries(
    client, project, organiser, django_assert_num_queries, actions
):
    for _ in range(actions):
        make_action(make_plan(project))
    client.force_login(organiser)

    with django_assert_num_queries(9):
        rows = search(client)["rows"]

    assert len(rows) == actions


def test_actions_of_other_projects_are_not_found(client, organiser):
    make_action(make_plan(make_project()))
    client.force_login(organiser)

    assert search(client)["rows"] == []


def test_a_file_of_actions_never_holds_a_formula(client, organiser, plan):
    make_action(plan, title="=1+1")
    client.force_login(organiser)

    as_csv = b"".join(client.get(reverse("recovery_plans:action_csv")).streaming_content)

    assert (
        next(itertools.islice(csv.reader(io.StringIO(as_csv.decode("utf-8-sig"))), 1, None))[3]
        == "'=1+1"
    )


def test_a_percentage_is_none_where_nothing_measures_an_action(project, plan):
    make_action(plan)
    begun = make_action(plan)
    for done_on in (DAY, None, None, None):
        begun.milestones.create(title="Step", done_on=done_on)
    make_action(plan, state="carried_out")

    found = counted(actions_across(project).order_by("number"))

    assert [percent for _action, _money, percent in found] == [None, 25, 100]
