"""What the actions of a plan cost, and where the money is to come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery_plans.amounts import print_amount
from recovery_plans.models import Action, Money, RecoveryPlan

NOUGHT = Decimal(0)


class DifferentCurrencies(ValueError):
    """Amounts in different currencies are never added."""


@dataclass(frozen=True)
class ActionMoney:
    """The money of one action. `cost` is None while it is not costed, which is not nought."""

    cost: Decimal | None = None
    secured: Decimal = NOUGHT
    requested: Decimal = NOUGHT
    spent: Decimal = NOUGHT

    @property
    def gap(self) -> Decimal:
        return NOUGHT if self.cost is None else max(self.cost - self.secured, NOUGHT)

    @property
    def without_source(self) -> Decimal:
        return max(self.gap - self.requested, NOUGHT)

    @property
    def asks_more_than_gap(self) -> bool:
        return self.cost is not None and self.requested > self.gap


@dataclass(frozen=True)
class MoneyTotals:
    """Sums over actions, in one currency; those stopped are left out.

    The gap is cost less secured, action by action, and *no source yet* the gap less what is
    requested: money of one action is not taken to close the gap of another.
    """

    currency: str
    actions: int = 0
    costed: int = 0
    stopped: int = 0
    cost: Decimal = NOUGHT
    secured: Decimal = NOUGHT
    requested: Decimal = NOUGHT
    spent: Decimal = NOUGHT
    gap: Decimal = NOUGHT
    without_source: Decimal = NOUGHT

    def __add__(self, other: MoneyTotals) -> MoneyTotals:
        if self.currency != other.currency:
            raise DifferentCurrencies(f"{self.currency} and {other.currency}")
        return MoneyTotals(
            currency=self.currency,
            actions=self.actions + other.actions,
            costed=self.costed + other.costed,
            stopped=self.stopped + other.stopped,
            cost=self.cost + other.cost,
            secured=self.secured + other.secured,
            requested=self.requested + other.requested,
            spent=self.spent + other.spent,
            gap=self.gap + other.gap,
            without_source=self.without_source + other.without_source,
        )

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Label and amount; without a costed action the gap is not known."""
        gap, without_source = (
            print_amount(amount, self.currency) if self.costed else _("not known")
            for amount in (self.gap, self.without_source)
        )
        cost = print_amount(self.cost, self.currency) if self.costed else _("not costed")
        return [
            (_("Cost"), cost),
            (_("Secured"), print_amount(self.secured, self.currency)),
            (_("Gap"), gap),
            (_("Requested"), print_amount(self.requested, self.currency)),
            (_("No source yet"), without_source),
            (_("Spent"), print_amount(self.spent, self.currency)),
        ]

    @property
    def scope(self) -> str:
        """*Of 7 costed actions; 3 are not costed.* Stands beside every gap."""
        said = [
            ngettext("Of %(n)s costed action", "Of %(n)s costed actions", self.costed)
            % {"n": self.costed}
        ]
        if uncosted := self.actions - self.costed:
            said.append(
                ngettext("%(n)s is not costed", "%(n)s are not costed", uncosted) % {"n": uncosted}
            )
        if self.stopped:
            said.append(
                ngettext("%(n)s stopped is left out", "%(n)s stopped are left out", self.stopped)
                % {"n": self.stopped}
            )
        return "; ".join(said) + "."


def totals_of(money: ActionMoney, *, currency: str, is_stopped: bool) -> MoneyTotals:
    """One action as a sum, so that sums of actions are sums of these."""
    if is_stopped:
        return MoneyTotals(currency=currency, stopped=1)
    return MoneyTotals(
        currency=currency,
        actions=1,
        costed=int(money.cost is not None),
        cost=money.cost or NOUGHT,
        secured=money.secured,
        requested=money.requested,
        spent=money.spent,
        gap=money.gap,
        without_source=money.without_source,
    )


def by_currency(totals: Iterable[MoneyTotals]) -> list[MoneyTotals]:
    """One sum for each currency, in the order of their codes."""
    sums: dict[str, MoneyTotals] = {}
    for one in totals:
        sums[one.currency] = sums.get(one.currency, MoneyTotals(one.currency)) + one
    return [sums[currency] for currency in sorted(sums)]


def money_of(plan: RecoveryPlan) -> MoneyTotals:
    return money_of_plans([plan])[plan.pk]


def money_of_plans(plans: Iterable[RecoveryPlan]) -> dict[int, MoneyTotals]:
    """The totals of each plan as it is written now, by its key; one query for any number."""
    totals = {plan.pk: MoneyTotals(plan.currency) for plan in plans}
    for action in Action.objects.current().filter(plan__in=totals).order_by().with_sums():
        plan_totals = totals[action.plan_id]
        totals[action.plan_id] = plan_totals + totals_in(action, currency=plan_totals.currency)
    return totals


def totals_in(action: Action, *, currency: str) -> MoneyTotals:
    """Of an action read `with_sums`."""
    is_stopped = action.state == Action.State.STOPPED
    return totals_of(money_in(action), currency=currency, is_stopped=is_stopped)


def money_in(action: Action) -> ActionMoney:
    """Of an action read `with_sums`."""
    sums = [(kind, getattr(action, f"sum_{kind}")) for kind in Money.Kind.values]
    return add_up(
        [(kind, amount) for kind, amount in sums if amount is not None], costing=action.costing
    )


def add_up(lines: Iterable[tuple[str, Decimal]], *, costing: str) -> ActionMoney:
    """Of lines at hand, kind and amount."""
    sums: dict[str, Decimal] = {}
    for kind, amount in lines:
        sums[kind] = sums.get(kind, NOUGHT) + amount
    is_costed = costing != Action.Costing.NOT_COSTED
    return ActionMoney(
        cost=sums.get(Money.Kind.COST) if is_costed else None,
        secured=sums.get(Money.Kind.SECURED, NOUGHT),
        requested=sums.get(Money.Kind.REQUESTED, NOUGHT),
        spent=sums.get(Money.Kind.SPENT, NOUGHT),
    )
