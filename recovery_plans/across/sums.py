"""Actions, money and progress of many plans by pathway, added up in the database."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from recovery_plans.models import Action, Indicator, IndicatorValue, Milestone, Money
from recovery_plans.money import NOUGHT

AMOUNT: DecimalField[Any, Any] = DecimalField(max_digits=20, decimal_places=3)
STOPPED = Q(state=Action.State.STOPPED)
# A mean of floats that is a whole percentage by its rule must not be rounded down below it.
LAST_PLACES = 1e-9

PlanAndPathway = tuple[int, int]


@dataclass(frozen=True)
class PathwaySums:
    """The actions under one main pathway of one plan; those stopped are in `stopped` alone.

    Amounts are in the plan's currency. `gap` is added up action by action, as `money.gap` is.
    """

    actions: int = 0
    stopped: int = 0
    costed: int = 0
    cost: Decimal = NOUGHT
    secured: Decimal = NOUGHT
    gap: Decimal = NOUGHT
    without_source: Decimal = NOUGHT

    def __add__(self, other: PathwaySums) -> PathwaySums:
        return PathwaySums(*(a + b for a, b in zip(self.parts, other.parts, strict=True)))

    @property
    def parts(self) -> tuple[Any, ...]:
        return (
            self.actions, self.stopped, self.costed, self.cost, self.secured, self.gap,
            self.without_source,
        )  # fmt: skip


@dataclass(frozen=True)
class ProgressSums:
    """The published actions: their shares added up, so that sums of these can be added again."""

    actions: int = 0
    shares: float = 0.0

    def __add__(self, other: ProgressSums) -> ProgressSums:
        return ProgressSums(self.actions + other.actions, self.shares + other.shares)

    @property
    def percent(self) -> int | None:
        """Rounded down, as recovery_plans.progress does; None without an action."""
        return percent_of_share(self.shares / self.actions) if self.actions else None


def percent_of_share(share: float | None) -> int | None:
    return None if share is None else math.floor(share * 100 + LAST_PLACES)


def sums_by_pathway(plans: Iterable[int]) -> dict[PlanAndPathway, PathwaySums]:
    """Of the actions that the plans hold now. One query."""
    going = ~STOPPED
    rows = (
        with_money(Action.objects.current().filter(plan__in=plans))
        .order_by()
        .values("plan", "pathway")
        .annotate(
            actions=Count("pk", filter=going),
            stopped=Count("pk", filter=STOPPED),
            costed=Count("pk", filter=going & Q(cost_of__isnull=False)),
            cost=_sum("cost_of"),
            secured=_sum("secured_of"),
            gap=_sum("gap_of"),
            without_source=_sum("without_source_of"),
        )
        .values_list(
            "plan", "pathway", "actions", "stopped", "costed", "cost", "secured", "gap",
            "without_source",
        )
    )  # fmt: skip
    return {(plan, pathway): PathwaySums(*sums) for plan, pathway, *sums in rows}


def counts_by_pathway(plans: Iterable[int]) -> dict[PlanAndPathway, PathwaySums]:
    """How many actions, without their money. One query."""
    rows = (
        Action.objects.current()
        .filter(plan__in=plans)
        .order_by()
        .values("plan", "pathway")
        .annotate(actions=Count("pk", filter=~STOPPED), stopped=Count("pk", filter=STOPPED))
        .values_list("plan", "pathway", "actions", "stopped")
    )
    return {
        (plan, pathway): PathwaySums(actions, stopped) for plan, pathway, actions, stopped in rows
    }


def _sum(amount: str) -> Coalesce:
    return Coalesce(Sum(amount, filter=~STOPPED, output_field=AMOUNT), Value(NOUGHT, AMOUNT))


def with_money(actions: QuerySet[Action]) -> QuerySet[Action]:
    """`cost_of` (None while not costed), `secured_of`, `gap_of`, `without_source_of` of each."""
    costed = Case(
        When(~Q(costing=Action.Costing.NOT_COSTED), then=_lines(Money.Kind.COST)),
        output_field=AMOUNT,
    )
    nought = Value(NOUGHT, AMOUNT)
    return (
        actions.annotate(
            cost_of=costed,
            secured_of=Coalesce(_lines(Money.Kind.SECURED), nought),
            requested_of=Coalesce(_lines(Money.Kind.REQUESTED), nought),
        )
        .annotate(gap_of=Greatest(Coalesce(F("cost_of") - F("secured_of"), nought), nought))
        .annotate(without_source_of=Greatest(F("gap_of") - F("requested_of"), nought))
    )


def _lines(kind: Money.Kind) -> Subquery:
    of_action = Money.objects.filter(action=OuterRef("pk"), kind=kind).order_by()
    sums = of_action.values("action").annotate(total=Sum("amount")).values("total")
    return Subquery(sums, output_field=AMOUNT)


def progress_by_pathway(plans: Iterable[int]) -> dict[PlanAndPathway, ProgressSums]:
    """Of the actions that are published, by recovery_plans.progress.RULE_OF_ACTION. One query."""
    published = Action.objects.filter(plan__in=plans, is_published=True).exclude(STOPPED)
    rows = (
        with_share(published)
        .order_by()
        .values("plan", "pathway")
        .annotate(actions=Count("pk"), shares=Coalesce(Sum("share"), 0.0))
        .values_list("plan", "pathway", "actions", "shares")
    )
    return {(plan, pathway): ProgressSums(*sums) for plan, pathway, *sums in rows}


def with_share(actions: QuerySet[Action]) -> QuerySet[Action]:
    """`share`: how far each is carried out, from nought to one; None while nothing measures it."""
    milestones = Milestone.objects.filter(action=OuterRef("pk"))
    ways = _ways().filter(action=OuterRef("pk"))
    measured = actions.annotate(
        milestones_of=_one(milestones, Count("pk")),
        reached_of=_one(milestones.filter(done_on__isnull=False), Count("pk")),
        measures_of=_one(ways, Count("way")),
        ways_of=_one(ways, Sum("way")),
        has_milestones=Case(When(Exists(milestones), then=1.0), default=0.0),
    )
    from_milestones = Case(
        When(milestones_of__gt=0, then=F("reached_of") / F("milestones_of")), default=0.0
    )
    measures = F("has_milestones") + F("measures_of")
    return measured.annotate(
        share=Case(
            When(state=Action.State.CARRIED_OUT, then=1.0),
            When(Q(milestones_of=0, measures_of=0), then=None),
            default=(from_milestones + F("ways_of")) / measures,
            output_field=FloatField(),
        )
    )


def _one(rows: QuerySet[Any], total: Count | Sum) -> Coalesce:
    totals = rows.order_by().values("action").annotate(total=total).values("total")
    return Coalesce(Cast(Subquery(totals), FloatField()), 0.0)


def _ways() -> QuerySet[Indicator]:
    """`way` of each indicator from baseline to target, as progress.way_of measures it."""
    values = IndicatorValue.objects.filter(indicator=OuterRef("pk")).order_by("-on")
    latest, baseline, target = (
        Cast(F(name), FloatField()) for name in ("latest", "baseline", "target")
    )
    way = (latest - baseline) / (target - baseline)
    is_measured = Q(latest__isnull=False, baseline__isnull=False, target__isnull=False)
    return Indicator.objects.annotate(latest=Subquery(values.values("value")[:1])).annotate(
        way=Case(
            When(is_measured & ~Q(baseline=F("target")), then=Least(Greatest(way, 0.0), 1.0)),
            output_field=FloatField(),
        )
    )
