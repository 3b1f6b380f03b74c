"""The actions of all plans of a project, found by words and by what they are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from documents.sheets.write import Cell
from projects.models import Project
from recovery_plans.across.sums import percent_of_share, with_money, with_share
from recovery_plans.models import Action

ORDERS: dict[str, tuple[str | Combinable, ...]] = {
    "city": ("plan__project_city__city__name", "plan", "order", "number"),
    "pathway": ("pathway__order", "plan__project_city__city__name", "order", "number"),
    "ends": (F("ends_on").asc(nulls_last=True), "plan", "order", "number"),
    "cost": (F("cost_of").desc(nulls_last=True), "plan", "order", "number"),
}
WORDS = 10  # more words than these are not looked for


def actions_across(project: Project) -> QuerySet[Any]:
    """All that stand in a plan of the project now, with their money and progress."""
    current = Action.objects.current().filter(plan__project_city__project=project)
    joined = current.select_related("plan__project_city__city__country", "pathway", "lead")
    return with_share(with_money(joined))


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


def rows_of_actions(actions: Iterable[Any]) -> Iterator[list[Cell]]:
    for action in actions:
        city = action.plan.project_city.city
        is_costed = action.cost_of is not None
        yield [
            city.name, city.country.name, action.number, action.title, action.pathway.code,
            action.pathway.title, action.get_state_display(), action.starts_on, action.ends_on,
            action.lead.name if action.lead else None, action.plan.currency, action.cost_of,
            action.secured_of, action.gap_of if is_costed else None,
            action.without_source_of if is_costed else None, percent_of_share(action.share),
        ]  # fmt: skip
