"""What organisers see of all cities at once: the matrix, the search, what waits."""

import csv
import datetime
import io
import itertools
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.sheets.read import read_table
from recovery_plans.across import Measure, build_matrix
from recovery_plans.across.actions import actions_across, counted
from recovery_plans.across.watch import Concern, findings_of, plans_watched, with_concern
from recovery_plans.amounts import print_short
from recovery_plans.models import Action, Indicator, IndicatorValue, Milestone, Money, RecoveryPlan
from recovery_plans.money import money_in
from recovery_plans.progress import mean_of, measure
from tests.factories import (
    make_action,
    make_city,
    make_organiser,
    make_plan,
    make_project,
    make_project_city,
)
from tests.writing_plans import make_published_plan

DAY = datetime.date(2024, 5, 1)
MATRIX = "recovery_plans:plan_matrix"
# Kinds of money lines an action may have, each with what makes the next differ.
LINES = [
    {},
    {"cost": "1000.00"},
    {"cost": "1000.00", "secured": "400.50"},
    {"cost": "1000.00", "secured": "1400.00"},
    {"cost": "900.10", "secured": "100.00", "requested": "1000.00"},
    {"cost": "900.10", "secured": "100.00", "requested": "300.05"},
    {"secured": "75.00", "requested": "5.00"},
]
VALUES = [
    None,
    ("0", "10", "4"),
    ("10", "2", "6"),
    ("0", "10", "12"),
    ("5", "10", "3"),
    ("5", "5", "5"),
]


def add_money(action, lines):
    for kind, amount in lines.items():
        Money.objects.create(action=action, kind=kind, amount=Decimal(amount))


def add_indicator(action, numbers):
    if numbers is None:
        Indicator.objects.create(action=action, title="Without a value", target=Decimal(3))
        return
    baseline, target, value = map(Decimal, numbers)
    indicator = Indicator.objects.create(
        action=action, title="Counted", baseline=baseline, target=target
    )
    IndicatorValue.objects.create(indicator=indicator, value=target, on=DAY)
    later = DAY + datetime.timedelta(days=1)
    IndicatorValue.objects.create(indicator=indicator, value=value, on=later)


def add_milestones(action, *, reached, of):
    for number in range(of):
        Milestone.objects.create(
            action=action, title=str(number), done_on=DAY if number < reached else None
        )


@pytest.fixture
def varied_plan(project):
    """Actions of every kind of money, measure and state, over all pathways."""
    plan = make_plan(project)
    pathways = list(plan.framework.pathways.all())
    kinds = itertools.product(LINES, Action.Costing.values)
    for number, (lines, costing) in enumerate(kinds, 1):
        state = Action.State.values[number % 5]
        action = make_action(
            plan, number=number, pathway=pathways[number % len(pathways)], costing=costing,
            state=state, state_reason="Why" if state == "stopped" else "", is_published=True,
        )  # fmt: skip
        add_money(action, lines)
        add_milestones(action, reached=number % 3, of=number % 4 and 3)
        if number % 3:
            add_indicator(action, VALUES[number % len(VALUES)])
            add_indicator(action, VALUES[(number + 1) % len(VALUES)])
    return plan


def test_every_cell_is_what_the_python_rules_say_of_its_actions(varied_plan, project):
    varied_plan.sections.update(is_part=True)
    actions = list(varied_plan.actions.with_sums().with_milestones())
    measured = measure(actions)
    for shown, said in {
        Measure.GAP: lambda some: sum(money_in(one).gap for one in some),
        Measure.WITHOUT_SOURCE: lambda some: sum(money_in(one).without_source for one in some),
        Measure.SECURED: lambda some: sum(money_in(one).secured for one in some),
        Measure.CARRIED_OUT: lambda some: mean_of([measured[one.pk].share for one in some]).percent,
    }.items():
        for row in matrix_of(project, shown).rows:
            some = [one for one in actions if one.pathway == row.pathway and one.state != "stopped"]
            if some and isinstance(row.cells[0].content, int | Decimal):
                assert row.cells[0].content == said(some), (shown, row.pathway)


def test_a_third_thrice_is_rounded_down(project, plan):
    for _ in range(3):
        add_milestones(make_action(plan, is_published=True), reached=1, of=3)

    assert matrix_of(project, Measure.CARRIED_OUT).rows[0].cells[0].text == "33 %"


def test_stopped_and_removed_actions_are_not_in_the_cells(project, plan):
    pathway = project.framework.pathways.first()
    plan.sections.filter(pathway=pathway).update(is_part=True)
    make_action(plan, pathway=pathway)
    make_action(plan, pathway=pathway, state="stopped", state_reason="No money")
    make_action(plan, pathway=pathway, removed_at=timezone.now())

    matrix = matrix_of(project, Measure.ACTIONS)

    assert [cell.text for cell in matrix.rows[0].cells] == ["1"]
    assert matrix.rows[0].total.content == 1


def matrix_of(project, shown):
    places = project.project_cities.select_related("city__country", "recovery_plan")
    return build_matrix(project.framework, list(places.order_by("city__name")), measure=shown)


def test_every_cell_says_something_and_cities_without_a_plan_are_named(project, plan):
    part, left_out = plan.sections.order_by("pathway__order")[:2]
    plan.sections.filter(pk=part.pk).update(is_part=True, status="ready")
    plan.sections.filter(pk=left_out.pk).update(is_part=False, reason="Done by the State")
    make_project_city(project, city=make_city(name="Zzz"))

    shown = {one: matrix_of(project, one) for one in Measure}
    texts = {one: [row.cells[0].text for row in matrix.rows] for one, matrix in shown.items()}

    assert texts[Measure.ACTIONS][:3] == ["0", "–", "?"]
    assert texts[Measure.WRITTEN][0] == "ready"
    assert texts[Measure.CARRIED_OUT][0] == "–"
    assert all(text for column in texts.values() for text in column)
    assert shown[Measure.ACTIONS].without_plan == ("Zzz",)


def test_a_gap_is_not_known_without_a_costed_action(project, plan):
    pathway = project.framework.pathways.first()
    plan.sections.filter(pathway=pathway).update(is_part=True)
    add_money(make_action(plan, pathway=pathway), {"secured": "50"})

    assert matrix_of(project, Measure.GAP).rows[0].cells[0].text == "not costed"
    assert matrix_of(project, Measure.SECURED).rows[0].cells[0].content == Decimal(50)


def test_amounts_of_different_currencies_are_not_added(project):
    for currency in ("FJD", "VND"):
        action = make_action(make_plan(project, currency=currency), costing="estimate")
        add_money(action, {"cost": "1200000"})

    matrix = matrix_of(project, Measure.COST)

    assert [cell.text for cell in matrix.rows[0].cells] == ["1.2\u00a0M", "1.2\u00a0M"]
    assert matrix.rows[0].total.text == ""
    assert [cell.text for cell in matrix.totals] == ["1.2\u00a0M", "1.2\u00a0M", ""]


def test_a_plan_of_another_edition_is_named_and_not_counted(project):
    other = make_project()
    plan = make_plan(project)
    RecoveryPlan.objects.filter(pk=plan.pk).update(framework=other.framework)

    matrix = matrix_of(project, Measure.ACTIONS)

    assert matrix.left_out == (plan.project_city.city.name,)
    assert matrix.columns == ()


@pytest.mark.parametrize(
    ("amount", "short"),
    [
        ("0", "0"), ("999", "999"), ("999.6", "1.0\u00a0k"), ("1234567", "1.2\u00a0M"),
        ("999999", "1.0\u00a0M"), ("45600000", "46\u00a0M"), ("9900000000", "9.9\u00a0B"),
        ("1000000000000", "1.0\u00a0T"),
    ],
)  # fmt: skip
def test_short_amounts(amount, short):
    assert print_short(Decimal(amount)) == short


@pytest.mark.parametrize("shown", Measure.values)
@pytest.mark.parametrize("cities", [1, 3, 18])
def test_the_matrix_takes_nine_queries_for_any_number_of_cities(
    client, project, organiser, django_assert_num_queries, shown, cities
):
    for _ in range(cities):
        make_action(make_plan(project))
    client.force_login(organiser)

    with django_assert_num_queries(9):
        response = client.get(reverse(MATRIX), {"show": shown})

    assert len(response.context["matrix"].columns) == cities


def test_more_cities_than_fit_side_by_side_stand_as_rows(client, project, organiser):
    for number in range(17):
        make_plan(
            project,
            project_city=make_project_city(project, city=make_city(name=f"City {number:02}")),
        )
    client.force_login(organiser)

    response = client.get(reverse(MATRIX))

    assert response.context["is_turned"]
    assert response.content.decode().count('<th scope="row"><a href="/plans/') == 17


def test_filters_stand_in_the_address_and_a_wrong_one_is_taken_for_none(client, project, organiser):
    plan, submitted = make_plan(project), make_plan(project)
    RecoveryPlan.objects.filter(pk=submitted.pk).update(state="submitted")
    client.force_login(organiser)

    by_state = client.get(reverse(MATRIX), {"state": "submitted"}).context["matrix"]
    wrong = client.get(reverse(MATRIX), {"state": "x", "show": "y", "body": "z", "page": "q"})

    assert [column.plan for column in by_state.columns] == [submitted]
    assert {column.plan for column in wrong.context["matrix"].columns} == {plan, submitted}


def test_who_reads_two_projects_chooses_one(client, project, organiser):
    other = make_project()
    make_organiser(other, user=organiser)
    client.force_login(organiser)

    response = client.get(reverse(MATRIX), {"project": other.code})

    assert response.context["project"] == other
    assert "project" in response.context["form"].fields


def test_the_files_hold_what_the_page_shows(client, project, organiser, plan):
    make_action(plan, title="=SUM(A1)")
    client.force_login(organiser)

    as_csv = b"".join(client.get(reverse("recovery_plans:plan_matrix_csv")).streaming_content)
    as_xlsx = client.get(reverse("recovery_plans:plan_matrix_xlsx"))
    table = list(csv.reader(io.StringIO(as_csv.decode("utf-8-sig"))))
    sheet = read_table(io.BytesIO(as_xlsx.content))

    pathways = project.framework.pathways.count()
    assert table[0] == ["Pathway", "Title", plan.project_city.city.name, "Total"]
    assert len(table) == 1 + pathways + 1
    assert table[1][2:] == ["1", "1"]
    assert (
        as_xlsx["Content-Disposition"]
        == f'attachment; filename="{project.code.lower()}-actions.xlsx"'
    )
    assert len(list(sheet.rows)) == pathways + 1


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
    add_money(cheap, {"cost": "5"})
    add_money(dear, {"cost": "500"})
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
    add_milestones(make_action(plan), reached=1, of=4)
    make_action(plan, state="carried_out")

    found = counted(actions_across(project).order_by("number"))

    assert [percent for _action, _money, percent in found] == [None, 25, 100]


def watched(project, now=None):
    plans = RecoveryPlan.objects.filter(project_city__project=project).with_city()
    return plans_watched(plans, now=now or timezone.now())


def concerns_of(project, now=None):
    now = now or timezone.now()
    plan = watched(project, now).get()
    return [finding.concern for finding in findings_of(plan, now=now)]


def test_a_fresh_draft_waits_for_nobody(project, plan):
    assert concerns_of(project) == []
    assert list(with_concern(watched(project), "")) == []


def test_a_draft_nobody_writes_in_is_stale(project, plan):
    in_60_days = timezone.now() + datetime.timedelta(days=61)

    assert concerns_of(project, in_60_days) == [Concern.STALE]


def test_what_is_submitted_waits_for_review(project, plan):
    RecoveryPlan.objects.filter(pk=plan.pk).update(state="submitted")

    assert concerns_of(project) == [Concern.UNREVIEWED]


def test_a_published_plan_is_late_by_its_overdue_milestones_until_they_are_reached(project):
    plan = make_published_plan(project)
    action = plan.actions.filter(is_published=True).first() or make_action(plan, is_published=True)
    milestone = Milestone.objects.create(action=action, title="Dig", due_on=DAY)

    late = watched(project).get()
    Milestone.objects.filter(pk=milestone.pk).update(done_on=DAY)

    assert (late.is_late, late.late_milestones, late.is_unadopted) == (True, 1, True)
    assert findings_of(late, now=timezone.now())[0].text == "1 milestone overdue"
    assert concerns_of(project) == [Concern.UNADOPTED]


@pytest.mark.parametrize("plans", [1, 3])
def test_what_waits_takes_six_queries(client, project, organiser, django_assert_num_queries, plans):
    for _ in range(plans):
        RecoveryPlan.objects.filter(pk=make_plan(project).pk).update(state="submitted")
    client.force_login(organiser)

    with django_assert_num_queries(6):
        response = client.get(reverse("recovery_plans:plan_watch"), {"concern": "unreviewed"})

    assert len(response.context["rows"]) == plans
