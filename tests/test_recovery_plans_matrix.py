"""Pathways across cities: every cell, the totals, and the files with the same."""

import csv
import datetime
import io
import itertools
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.sheets.read import read_table
from projects.models import ExchangeRate
from recovery_plans.across import MONEY, Measure, build_matrix
from recovery_plans.amounts import print_short
from recovery_plans.models import Action, Indicator, IndicatorValue, Milestone, Money, RecoveryPlan
from recovery_plans.money import money_in
from recovery_plans.progress import mean_of, measure
from recovery_plans.rates import rates_of
from tests.factories import (
    make_action,
    make_city,
    make_organiser,
    make_plan,
    make_project,
    make_project_city,
)

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


def matrix_of(project, shown, **rates):
    places = project.project_cities.select_related("city__country", "recovery_plan")
    return build_matrix(
        project.framework, list(places.order_by("city__name")), measure=shown, **rates
    )


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


@pytest.fixture
def two_currencies(project):
    """A costed action in each of two currencies, and one that is not costed."""
    for currency, cost in (("FJD", "1200000"), ("VND", "3000000000")):
        plan = make_plan(project, currency=currency)
        add_money(make_action(plan, costing="estimate"), {"cost": cost})
    make_action(plan)
    return project


def state_rate(project, currency, usd, year=2021):
    on = datetime.date(year, 7, 1)
    ExchangeRate.objects.create(
        project=project, currency=currency, usd=usd, on=on, source="A central bank"
    )


def in_dollars(project):
    rates = rates_of(project, on=datetime.date(2022, 1, 1))
    return matrix_of(project, Measure.COST, rates=rates)


def test_amounts_of_different_currencies_are_not_added_without_a_rate_for_all(two_currencies):
    state_rate(two_currencies, "FJD", "0.5")
    state_rate(two_currencies, "VND", "0.00004", year=2023)  # not yet stated then

    matrix = in_dollars(two_currencies)

    assert [cell.content for cell in matrix.totals] == [1_200_000, 3_000_000_000, None]
    assert (matrix.total_head, matrix.rates) == ("Total", ())
    assert [(one.currency, one.cities, one.total.content) for one in matrix.of_currencies] == [
        ("FJD", 1, 1_200_000), ("VND", 1, 3_000_000_000),
    ]  # fmt: skip


def test_with_a_stated_rate_for_all_they_are_added_in_dollars_and_the_rates_said(two_currencies):
    state_rate(two_currencies, "FJD", "0.4", year=2020)  # superseded
    state_rate(two_currencies, "FJD", "0.5")
    state_rate(two_currencies, "VND", "0.00004")

    matrix = in_dollars(two_currencies)

    assert (matrix.total_head, matrix.totals[-1].content) == ("Total, US$", 720_000)
    assert matrix.rows[0].total.content == 720_000
    assert matrix.rates == (
        "1 FJD = 0.5 US$ on 1 July 2021 (A central bank)",
        "1 VND = 0.00004 US$ on 1 July 2021 (A central bank)",
    )
    assert [cell.text for cell in matrix.costed] == ["1 of 1", "1 of 2", "2 of 3"]


def test_the_file_of_amounts_says_currencies_rates_and_of_how_many_actions(
    client, two_currencies, organiser
):
    for currency, usd in (("FJD", "0.5"), ("VND", "0.00004")):
        state_rate(two_currencies, currency, usd)
    client.force_login(organiser)

    page = client.get(reverse(MATRIX), {"show": "gap"}).content.decode()
    as_csv = client.get(reverse("recovery_plans:plan_matrix_csv"), {"show": "gap"})
    table = list(csv.reader(io.StringIO(as_csv.getvalue().decode("utf-8-sig"))))

    assert table[0][-3:] == ["Total, US$", "Total, FJD", "Total, VND"]
    assert table[-4][-3:] == ["720000.00", "1200000.000", "3000000000.000"]
    assert table[-3][1:] == ["Costed actions", "1 of 1", "1 of 2", "2 of 3"]
    assert table[-1][1] in page
    assert "Gap by currency" in page


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
def test_the_matrix_takes_ten_queries_at_most_for_any_number_of_cities(
    client, project, organiser, django_assert_num_queries, shown, cities
):
    for _ in range(cities):
        make_action(make_plan(project))
    client.force_login(organiser)

    with django_assert_num_queries(9 + (shown in MONEY)):  # and the rates
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
