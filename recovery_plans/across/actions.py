"""The actions of all plans of a project, found by words and by what they are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from documents.sheets.write import Cell
from projects.models import Project
from recovery_plans.models import Action
from recovery_plans.money import ActionMoney, money_in
from recovery_plans.progress import measure, percent_of

ORDERS: dict[str, tuple[str | Combinable, ...]] = {
    "city": ("plan__project_city__city__name", "plan", "order", "number"),
    "pathway": ("pathway__order", "plan__project_city__city__name", "order", "number"),
    "ends": (F("ends_on").asc(nulls_last=True), "plan", "order", "number"),
    "cost": (F("cost").desc(nulls_last=True), "plan", "order", "number"),
}
ROWS_AT_ONCE = 500
WORDS = 10  # more words than these are not looked for


def actions_across(project: Project) -> QuerySet[Any]:
    """All that stand in a plan of the project now, as `counted` reads them."""
    current = Action.objects.current().filter(plan__project_city__project=project)
    joined = current.select_related("plan__project_city__city__country", "pathway", "lead")
    costed = Case(When(~Q(costing=Action.Costing.NOT_COSTED), then=F("sum_cost")))
    return joined.with_sums().with_milestones().annotate(cost=costed)


def with_words(actions: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Those that have every word in their title, objective, lead or city."""
    for word in words.split()[:WORDS]:
        actions = actions.filter(
            Q(title__icontains=word)
            | Q(objective__icontains=word)
            | Q(lead__name__icontains=word)
            | Q(plan__project_city__city__name__icontains=word)
            | Q(plan__project_city__city__alternate_names__icontains=word)
        )
    return actions


def late_only(actions: QuerySet[Any], *, today: datetime.date) -> QuerySet[Any]:
    going = actions.exclude(state__in=(Action.State.CARRIED_OUT, Action.State.STOPPED))
    return going.filter(ends_on__lt=today)


def header_of_actions() -> list[str]:
    return [
        _("City"), _("Country or area"), _("Number"), _("Title"), _("Pathway"),
        _("Title of the pathway"), _("State"), _("Begins"), _("Ends"), _("Lead organisation"),
        _("Currency"), _("Cost"), _("Secured"), _("Gap"), _("No source yet"),
        _("Carried out, %"),
    ]  # fmt: skip


def counted(actions: Iterable[Any]) -> list[tuple[Any, ActionMoney, int | None]]:
    """Each with its money and how far it is carried out, in per cent. One query for all."""
    actions = list(actions)
    measured = measure(actions)
    return [(action, money_in(action), percent_of(measured[action.pk].share)) for action in actions]


def rows_of_actions(actions: QuerySet[Any]) -> Iterator[list[Cell]]:
    """So many at once, that no more stand in memory however many there are."""
    waiting = actions.iterator(chunk_size=ROWS_AT_ONCE)
    while some := list(islice(waiting, ROWS_AT_ONCE)):
        for action, money, percent in counted(some):
            yield _row(action, money, percent)


def _row(action: Any, money: ActionMoney, percent: int | None) -> list[Cell]:
    city = action.plan.project_city.city
    is_costed = money.cost is not None
    return [
        city.name, city.country.name, action.number, action.title, action.pathway.code,
        action.pathway.title, action.get_state_display(), action.starts_on, action.ends_on,
        action.lead.name if action.lead else None, action.plan.currency, money.cost,
        money.secured, money.gap if is_costed else None,
        money.without_source if is_costed else None, percent,
    ]  # fmt: skip
