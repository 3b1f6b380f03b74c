"""The money of a plan by fiscal year and by source: sums of its lines, in its own currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum

from recovery_plans.models import Action, Money, RecoveryPlan

KINDS = tuple(Money.Kind)


@dataclass(frozen=True)
class MoneyLines:
    """One year or source; an amount is None where no line says one."""

    name: str  # empty: not said
    amounts: tuple[Decimal | None, ...]  # in the order of KINDS, the cost first

    @property
    def labelled(self) -> list[tuple[str, Decimal | None]]:
        labels = (str(kind.label).capitalize() for kind in KINDS)
        return list(zip(labels, self.amounts, strict=True))


def lines_by_year(plan: RecoveryPlan) -> list[MoneyLines]:
    """In the order of the years; lines without one come last."""
    by_day = F("fiscal_year__starts_on").asc(nulls_last=True)
    rows = _lines(plan).values_list("fiscal_year__label", "kind", "fiscal_year__starts_on")
    return _table(rows.annotate(sum=Sum("amount")).order_by(by_day, "fiscal_year__label"))


def lines_by_source(plan: RecoveryPlan) -> list[MoneyLines]:
    """In the order of their names; a cost says whose figure it is, so it has no source here."""
    rows = _lines(plan).exclude(kind=Money.Kind.COST).values_list("source", "kind", "source")
    return _table(rows.annotate(sum=Sum("amount")).order_by("source"))


def _lines(plan: RecoveryPlan) -> QuerySet[Money]:
    going = Action.objects.current().filter(plan=plan).exclude(state=Action.State.STOPPED)
    return Money.objects.filter(action__in=going.order_by().values("pk"))


def _table(rows: Iterable[tuple[Any, ...]]) -> list[MoneyLines]:
    sums: dict[str, dict[str, Decimal]] = {}
    for name, kind, _order, amount in rows:
        sums.setdefault(name or "", {})[kind] = amount
    said = sorted(sums, key=lambda name: not name)  # stable: what is not said comes last
    return [MoneyLines(name, tuple(map(sums[name].get, KINDS))) for name in said]
