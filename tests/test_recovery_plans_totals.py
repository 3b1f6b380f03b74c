"""What the database adds up for the plan's page is what the rules say of each action."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frameworks.models import Goal, Target
from recovery_plans.models import Action, Indicator, IndicatorValue, Milestone, Money
from recovery_plans.money import money_of
from recovery_plans.progress import measure, progress_over
from recovery_plans.totals import NO_NEWS, totals_of_plan
from tests.factories import make_action
from tests.writing_plans import make_milestones, make_money

pytestmark = pytest.mark.django_db

figures = st.one_of(st.none(), st.integers(-3, 12))
amounts = st.dictionaries(
    st.sampled_from(Money.Kind.values), st.decimals(0, 10**9, places=3), max_size=4
)
actions = st.fixed_dictionaries(
    {
        "state": st.sampled_from(Action.State.values),
        "costing": st.sampled_from(Action.Costing.values),
        "is_published": st.booleans(),
        "is_removed": st.booleans(),
        "milestones": st.lists(st.booleans(), max_size=3),
        "indicators": st.lists(st.tuples(figures, figures, figures), max_size=3),
        "money": amounts,
    }
)


def make(plan, wanted):
    action = make_action(
        plan, state=wanted["state"], costing=wanted["costing"], state_reason="So it is.",
        is_published=wanted["is_published"], number=Action.objects.count() + 1,
        removed_at=timezone.now() if wanted["is_removed"] else None,
    )  # fmt: skip
    reached = sum(wanted["milestones"])
    make_milestones(action, reached=reached, waiting=len(wanted["milestones"]) - reached)
    make_money(action, **wanted["money"])
    for baseline, target, value in wanted["indicators"]:
        indicator = Indicator.objects.create(action=action, baseline=baseline, target=target)
        if value is not None:
            for day, number in ((1, 99), (2, value)):
                on = datetime.date(2027, 1, day)
                IndicatorValue.objects.create(indicator=indicator, value=number, on=on)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.lists(actions, max_size=5))
def test_the_totals_are_those_of_the_rules(plan, wanted):
    plan.actions.all().delete()
    for one in wanted:
        make(plan, one)

    totals = totals_of_plan(plan)
    measured = measure(plan.actions.with_milestones()).values()

    assert totals.progress == progress_over(one for one in measured if one.is_published)
    assert totals.money == money_of(plan)
    assert totals.actions == plan.actions.current().count()


def test_a_plan_without_actions_has_nothing_to_add_up(plan):
    totals = totals_of_plan(plan)

    assert (totals.actions, totals.states, totals.progress.percent) == (0, [], None)
    assert totals.money.scope == "Of 0 costed actions."


def late(plan, **fields):
    return make_action(plan, state="under_way", **fields)


def test_an_action_past_its_end_or_a_milestone_is_late_and_found(client, plan, officer):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    past_its_end = late(plan, ends_on=yesterday)
    past_a_milestone = late(plan)
    Milestone.objects.create(action=past_a_milestone, title="Due", due_on=yesterday)
    make_action(plan, state="carried_out", ends_on=yesterday)
    late(plan, ends_on=timezone.localdate())
    client.force_login(officer)

    page = client.get(reverse("recovery_plans:action_list", args=[plan.pk]), {"show": "late"})

    assert totals_of_plan(plan).late == 2
    assert [action for action, _money, _percent in page.context["rows"]] == [
        past_its_end,
        past_a_milestone,
    ]


def test_an_action_nobody_has_touched_for_half_a_year_is_quiet_and_found(client, plan, officer):
    long_ago = timezone.now() - NO_NEWS - datetime.timedelta(days=1)
    quiet, told_of, young = late(plan), late(plan), late(plan)
    plan.actions.exclude(pk=young.pk).update(changed_at=long_ago)
    Money.objects.create(action=told_of, kind="spent", amount=Decimal(1))
    client.force_login(officer)

    page = client.get(reverse("recovery_plans:action_list", args=[plan.pk]), {"show": "quiet"})

    assert totals_of_plan(plan).quiet == 1
    assert [action for action, _money, _percent in page.context["rows"]] == [quiet]


@pytest.mark.parametrize("way", ["pathway", "time", "money", "target"])
@pytest.mark.parametrize("count", [1, 3])
def test_every_order_of_the_actions_costs_the_same_for_one_and_for_many(
    client, plan, officer, way, count, django_assert_max_num_queries
):
    target = make_target()
    for _number in range(count):
        action = late(plan, starts_on=datetime.date(2027, 1, 1))
        action.targets.add(target)
        make_money(action, cost=10, secured=5)
    client.force_login(officer)

    with django_assert_max_num_queries(8):
        page = client.get(reverse("recovery_plans:actions_by", args=[plan.pk, way]))

    assert page.status_code == 200


def make_target():
    goal = Goal.objects.create(number=11, title="Cities", colour="#F99D26")
    return Target.objects.create(goal=goal, code="11.5", order=1, label="Fewer losses")


def test_no_such_order_is_no_such_page(client, plan, officer):
    client.force_login(officer)

    assert client.get(reverse("recovery_plans:actions_by", args=[plan.pk, "x"])).status_code == 404
