"""The page of a long plan, beside a plain Django list of 50 joined rows.

15 sections, 200 actions, 1,000 milestones, 400 indicators with 2,000 values and 600 lines of
money, published and with its next draft under way, as its reviewers see it.
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal

from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from benchmarks import list_page
from benchmarks.list_page import UNHASHED, browser, queries_of, with_plain_page
from benchmarks.measuring import Measurement, compare_times
from desk.scale import seed_scale
from recovery_plans.models import (
    Action,
    Indicator,
    IndicatorValue,
    Milestone,
    Money,
    PlanRevision,
    RecoveryPlan,
    WritingStatus,
)

ACTIONS, MILESTONES, INDICATORS, VALUES = 200, 5, 2, 5  # each of the one before
FIRST_DAY = datetime.date(2025, 1, 1)
STATES = ["under_way", "proposed", "decided", "carried_out"]


def run() -> Iterator[Measurement]:
    plan = seed_scale(people=50, workshops=1, plans=1).project_cities.get().recovery_plan
    lengthen(plan)
    page = reverse("recovery_plans:plan_detail", args=[plan.pk])
    storages = {**settings.STORAGES, "staticfiles": UNHASHED}
    with override_settings(
        ROOT_URLCONF=list_page.__name__, TEMPLATES=with_plain_page(), STORAGES=storages
    ):
        open_page = browser()
        yield compare_times("plan_page", lambda: open_page(page), lambda: open_page("/plain/"))
        queries = queries_of(lambda: open_page(page))
    yield Measurement("plan_page_queries", queries, "queries", 12, 1)


def lengthen(plan: RecoveryPlan) -> None:
    """Everything that the plan's page counts, in bulk."""
    plan.sections.update(status=WritingStatus.READY)
    plan.actions.all().delete()
    pathways = list(plan.framework.pathways.all())
    actions = Action.objects.bulk_create(
        Action(
            plan=plan, number=number, order=number, title=f"Made-up action {number}",
            pathway=pathways[number % len(pathways)], costing=Action.Costing.ESTIMATE,
            state=STATES[number % len(STATES)], starts_on=day(number), ends_on=day(number + 300),
            is_published=True,
        )
        for number in range(1, ACTIONS + 1)
    )  # fmt: skip
    for action in actions:
        add_parts(action)
    revision = PlanRevision.objects.create(plan=plan, number=1, content={}, checksum="")
    RecoveryPlan.objects.filter(pk=plan.pk).update(published=revision)


def add_parts(action: Action) -> None:
    Milestone.objects.bulk_create(
        Milestone(
            action=action, title=f"Milestone {number}", due_on=day(number * 60),
            done_on=day(number * 60) if number < action.number % MILESTONES else None,
        )
        for number in range(MILESTONES)
    )  # fmt: skip
    Money.objects.bulk_create(
        Money(action=action, kind=kind, amount=Decimal(1000 * action.number), on=FIRST_DAY)
        for kind in (Money.Kind.COST, Money.Kind.SECURED, Money.Kind.SPENT)
    )
    indicators = Indicator.objects.bulk_create(
        Indicator(action=action, title=f"Indicator {number}", baseline=0, target=100)
        for number in range(INDICATORS)
    )
    IndicatorValue.objects.bulk_create(
        IndicatorValue(indicator=indicator, value=number * 10, on=day(number * 90))
        for indicator in indicators
        for number in range(VALUES)
    )


def day(number: int) -> datetime.date:
    return FIRST_DAY + datetime.timedelta(days=number)
