from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_plans.document import build_plan
from recovery_plans.models import Indicator, IndicatorValue
from recovery_plans.progress import (
    Way,
    mean_of,
    measure,
    percent_of,
    share_of,
    way_of,
)
from recovery_plans.totals import totals_of_plan, totals_of_plans
from tests.factories import make_action, make_plan
from tests.writing_plans import DAY, make_milestones, make_published_plan

figures = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
shares = st.fractions(min_value=0, max_value=1)


@pytest.mark.parametrize(
    ("baseline", "target", "latest", "share", "remark"),
    [
        (0, 10, 4, Fraction(2, 5), ""),
        (10, 2, 6, Fraction(1, 2), ""),  # less is better
        (0, 10, 12, Fraction(1), "past its target, counts in full"),
        (5, 10, 3, Fraction(0), "behind its baseline, counts as nought"),
        (5, 5, 5, None, "baseline and target are the same, so not measured"),
        (None, 10, 4, None, "no baseline or no target, so not measured"),
        (0, None, 4, None, "no baseline or no target, so not measured"),
        (0, 10, None, None, "no value yet"),
    ],
)
def test_an_indicator_says_how_far_it_has_come_or_why_not(baseline, target, latest, share, remark):
    numbers = [None if one is None else Decimal(one) for one in (baseline, target, latest)]

    assert way_of(*numbers) == Way(share, remark)


@given(figures, figures, figures)
def test_an_indicator_never_leaves_the_way(baseline, target, latest):
    share = way_of(baseline, target, latest).share

    assert share is None if baseline == target else 0 <= share <= 1


def test_an_action_is_the_mean_of_its_measures():
    ways = [Way(Fraction(1, 2)), Way(None, "no value yet")]

    share = share_of(state="under_way", milestones=4, reached=1, ways=ways)

    assert share == Fraction(3, 8)


def test_an_action_without_a_measure_is_not_known_unless_it_is_carried_out():
    assert share_of(state="under_way", milestones=0, reached=0, ways=[]) is None
    assert share_of(state="carried_out", milestones=3, reached=0, ways=[]) == 1


@given(st.lists(st.none() | shares, max_size=12))
def test_a_mean_counts_the_unmeasured_as_nought_and_says_so(each):
    progress = mean_of(each)

    assert progress.actions == len(each)
    assert progress.unmeasured == each.count(None)
    assert progress.percent == (
        int(sum(share or 0 for share in each) * 100 / len(each)) if each else None
    )


@given(shares)
def test_a_percentage_is_hundred_only_when_all_is_done(share):
    assert (percent_of(share) == 100) is (share == 1)


def test_the_denominator_is_said():
    progress = mean_of([Fraction(1), None, None], stopped=2)

    assert progress.rule == (
        "Mean of 3 actions, from their milestones and values; 2 have none yet; "
        "2 stopped are left out."
    )


def test_the_latest_value_counts(plan):
    action = make_action(plan)
    indicator = Indicator.objects.create(action=action, title="Drains", baseline=0, target=10)
    for day, value in [(3, 5), (9, 8), (6, 1)]:
        IndicatorValue.objects.create(indicator=indicator, value=value, on=DAY.replace(day=day))

    measured = measure(plan.actions.with_milestones())

    assert measured[action.pk].share == Fraction(4, 5)
    assert build_plan(plan).actions[0].percent == 80


def test_only_what_is_published_is_carried_out(project):
    plan = make_published_plan(project)
    make_milestones(plan.actions.get(), reached=1, waiting=3)
    make_milestones(make_action(plan), reached=5, waiting=0)

    progress = totals_of_plan(plan).progress

    assert (progress.percent, progress.actions) == (25, 1)


def test_the_progress_of_any_number_of_plans_is_one_query(project, django_assert_num_queries):
    plans = [make_plan(project) for _ in range(3)]
    for plan in plans:
        make_milestones(make_action(plan, is_published=True), reached=1, waiting=1)

    with django_assert_num_queries(1):
        totals = totals_of_plans(plans)

    assert [totals[plan.pk].progress.percent for plan in plans] == [50, 50, 50]
