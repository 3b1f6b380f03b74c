"""How plans stand: their actions, money and progress, added up in the database."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.functional import cached_property

from recovery_plans.models import Action, RecoveryPlan
from recovery_plans.money import NOUGHT, MoneyTotals
from recovery_plans.progress import Progress

NO_NEWS = datetime.timedelta(days=182)
LAST_PLACES = 1e-9  # a mean of floats that is a whole percentage is not rounded down below it
AMOUNTS = ("cost", "secured", "requested", "spent", "gap", "without_source")

# One pass over the rows of the plans, by the rules of `progress` and `money`; as SQL because the
# same written as nested annotations takes longer to compile than to run. SQLite and PostgreSQL.
TOTALS = """
WITH ways AS (
  SELECT indicator.action_id, latest.changed_at, CASE
    WHEN latest.value IS NULL OR baseline IS NULL OR target IS NULL OR baseline = target THEN NULL
    WHEN (latest.value - baseline) * (target - baseline) < 0 THEN 0.0
    WHEN (latest.value - target) * (target - baseline) > 0 THEN 1.0
    ELSE 1.0 * (latest.value - baseline) / (target - baseline) END AS way
  FROM recovery_plans_indicator indicator
  JOIN recovery_plans_action action ON action.id = indicator.action_id
  LEFT JOIN recovery_plans_indicatorvalue latest ON latest.id = (
    SELECT id FROM recovery_plans_indicatorvalue value
    WHERE value.indicator_id = indicator.id ORDER BY value."on" DESC LIMIT 1)
  WHERE action.plan_id IN ({plans})
),
measured AS (
  SELECT action_id, sum(way) AS ways, count(way) AS measures, max(changed_at) AS changed_at
  FROM ways GROUP BY 1
),
reached AS (
  SELECT action_id, avg(CASE WHEN done_on IS NULL THEN 0.0 ELSE 1.0 END) AS share,
    count(*) FILTER (WHERE done_on IS NULL AND due_on < %(today)s) AS missed,
    max(changed_at) AS changed_at
  FROM recovery_plans_milestone
  WHERE action_id IN (SELECT id FROM recovery_plans_action WHERE plan_id IN ({plans}))
  GROUP BY 1
),
money AS (
  SELECT action_id,
    sum(amount) FILTER (WHERE kind = 'cost') AS cost,
    coalesce(sum(amount) FILTER (WHERE kind = 'secured'), 0) AS secured,
    coalesce(sum(amount) FILTER (WHERE kind = 'requested'), 0) AS requested,
    coalesce(sum(amount) FILTER (WHERE kind = 'spent'), 0) AS spent,
    max(changed_at) AS changed_at
  FROM recovery_plans_money
  WHERE action_id IN (SELECT id FROM recovery_plans_action WHERE plan_id IN ({plans}))
  GROUP BY 1
),
of_action AS (
  SELECT plan_id, pathway_id, state, removed_at IS NULL AS is_current, is_published, money.secured,
    money.requested, money.spent,
    CASE WHEN costing <> 'not_costed' THEN money.cost END AS cost,
    CASE WHEN state NOT IN ('carried_out', 'stopped')
      AND (ends_on < %(today)s OR missed > 0) THEN 1 ELSE 0 END AS is_late,
    CASE WHEN state = 'under_way' AND action.changed_at < %(since)s
      AND coalesce(measured.changed_at, action.changed_at) < %(since)s
      AND coalesce(reached.changed_at, action.changed_at) < %(since)s
      AND coalesce(money.changed_at, action.changed_at) < %(since)s THEN 1 ELSE 0 END AS is_quiet,
    CASE WHEN state = 'carried_out' THEN 1.0
      WHEN reached.share IS NULL AND coalesce(measures, 0) = 0 THEN NULL
      ELSE (coalesce(reached.share, 0) + coalesce(ways, 0))
        / (coalesce(measures, 0) + CASE WHEN reached.share IS NULL THEN 0 ELSE 1 END) END AS share
  FROM recovery_plans_action action
  LEFT JOIN measured ON measured.action_id = action.id
  LEFT JOIN reached ON reached.action_id = action.id
  LEFT JOIN money ON money.action_id = action.id
  WHERE plan_id IN ({plans})
),
gaps AS (
  SELECT of_action.*, CASE WHEN cost > coalesce(secured, 0) THEN cost - coalesce(secured, 0)
    ELSE 0 END AS gap
  FROM of_action
)
SELECT plan_id, (SELECT max(ends_on) FROM recovery_plans_progressnote note
    WHERE note.plan_id = gaps.plan_id AND note.state <> 'draft') AS reported_until,
  pathway_id, state, is_current, is_published, count(*) AS actions, sum(is_late) AS late,
  sum(is_quiet) AS quiet, count(share) AS measured, coalesce(sum(share), 0) AS shares,
  count(cost) AS costed,
  coalesce(sum(cost), 0) AS cost, coalesce(sum(secured), 0) AS secured,
  coalesce(sum(requested), 0) AS requested, coalesce(sum(spent), 0) AS spent,
  sum(gap) AS gap,
  sum(CASE WHEN gap > coalesce(requested, 0) THEN gap - coalesce(requested, 0) ELSE 0 END)
    AS without_source
FROM gaps GROUP BY plan_id, pathway_id, state, is_current, is_published
"""


Group = dict[str, Any]


@dataclass(frozen=True)
class PlanTotals:
    """Of the actions in the draft; `progress` alone is of the published ones."""

    currency: str
    groups: list[Group]  # actions alike in pathway, state, and whether they are in draft and public

    def of_pathways(self, pathways: Collection[int]) -> PlanTotals:
        """Of the actions whose main pathway is one of these."""
        of_it = [group for group in self.groups if group["pathway_id"] in pathways]
        return PlanTotals(self.currency, of_it)

    def by_pathway(self) -> dict[int, PlanTotals]:
        """The same apart, for each main pathway that has an action."""
        apart: dict[int, list[Group]] = {}
        for group in self.groups:
            apart.setdefault(group["pathway_id"], []).append(group)
        return {pathway: PlanTotals(self.currency, groups) for pathway, groups in apart.items()}

    @cached_property
    def current(self) -> list[Group]:
        return [group for group in self.groups if group["is_current"]]

    @property
    def actions(self) -> int:
        return sum(group["actions"] for group in self.current)

    @property
    def late(self) -> int:
        return sum(int(group["late"]) for group in self.current)

    @property
    def quiet(self) -> int:
        """Being carried out, and nothing heard for half a year."""
        return sum(int(group["quiet"]) for group in self.current)

    @property
    def states(self) -> list[tuple[str, str, int]]:
        """The states that occur: value, words, and how many actions are in it."""
        counts = Counter[str]()
        for group in self.current:
            counts[group["state"]] += group["actions"]
        return [(one.value, str(one.label), counts[one]) for one in Action.State if counts[one]]

    @property
    def reported_until(self) -> datetime.date | None:
        """The last day that a progress note sent by the city is about."""
        day = self.groups[0]["reported_until"] if self.groups else None
        return datetime.date.fromisoformat(day) if isinstance(day, str) else day

    @cached_property
    def going(self) -> list[Group]:
        """Those that are not stopped."""
        return _apart(self.current)[0]

    @cached_property
    def going_actions(self) -> int:
        return sum(group["actions"] for group in self.going)

    @cached_property
    def costed(self) -> int:
        return sum(group["costed"] for group in self.going)

    def amount(self, name: str) -> Decimal:
        """One of AMOUNTS, over the actions that go on."""
        return round(sum((_exact(group, name) for group in self.going), NOUGHT), 3)

    @cached_property
    def money(self) -> MoneyTotals:
        return MoneyTotals(
            self.currency,
            actions=self.going_actions,
            costed=self.costed,
            stopped=self.actions - self.going_actions,
            **{name: self.amount(name) for name in AMOUNTS},
        )

    @cached_property
    def progress(self) -> Progress:
        going, stopped = _apart([group for group in self.groups if group["is_published"]])
        actions = sum(group["actions"] for group in going)
        shares = sum(float(group["shares"]) for group in going)
        return Progress(
            percent=math.floor(shares / actions * 100 + LAST_PLACES) if actions else None,
            actions=actions,
            unmeasured=actions - sum(group["measured"] for group in going),
            stopped=sum(group["actions"] for group in stopped),
        )


def totals_of_plan(plan: RecoveryPlan) -> PlanTotals:
    return totals_of_plans([plan])[plan.pk]


def totals_of_plans(plans: Collection[RecoveryPlan]) -> dict[int, PlanTotals]:
    """By plan id. One query, however many plans, actions, milestones and values there are."""
    totals = {plan.pk: PlanTotals(plan.currency, []) for plan in plans}
    if totals:
        for group in _groups_of(totals):
            totals[group["plan_id"]].groups.append(group)
    return totals


def _groups_of(plans: Collection[int]) -> Iterator[Group]:
    now = timezone.now()
    keys = {f"plan{number}": pk for number, pk in enumerate(plans)}
    facts = {
        "today": timezone.localdate(now),
        "since": connection.ops.adapt_datetimefield_value(now - NO_NEWS),
    }
    with connection.cursor() as cursor:
        marks = ", ".join(f"%({key})s" for key in keys)
        cursor.execute(TOTALS.replace("{plans}", marks), {**facts, **keys})
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            yield dict(zip(names, row, strict=True))


def _apart(groups: list[Group]) -> tuple[list[Group], list[Group]]:
    """Those that go on, and those stopped."""
    going: list[Group] = []
    stopped: list[Group] = []
    for group in groups:
        (stopped if group["state"] == Action.State.STOPPED else going).append(group)
    return going, stopped


def _exact(group: Group, name: str) -> Decimal:
    """SQLite gives floats, PostgreSQL decimals. Kept: a group is added up in many totals."""
    amount = group[name]
    if not isinstance(amount, Decimal):
        amount = group[name] = Decimal(repr(amount))
    return amount
