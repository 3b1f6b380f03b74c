"""The actions of a plan in time, and the years they are drawn over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.charts import Span, Timeline
from recovery_plans.models import Action, RecoveryPlan

CSS = {Action.State.CARRIED_OUT: "done", Action.State.STOPPED: "u"}
COLOURS = {"done": "#1b653d", "u": "#8a9598"}


def actions_in_time(plan: RecoveryPlan) -> QuerySet[Action]:
    """As they begin; those of which no day is said come last."""
    begins = Coalesce("starts_on", "ends_on").asc(nulls_last=True)
    return plan.actions.current().select_related("pathway").order_by(begins, "order", "number")


def timeline_of(plan: RecoveryPlan, actions: Iterable[Action]) -> Timeline:
    """The bars of these actions over the years of all actions of the plan, so that pages agree."""
    first, last = _years(plan)
    return Timeline(first=first, last=last, spans=[_span(action) for action in actions])


def _years(plan: RecoveryPlan) -> tuple[int, int]:
    days = plan.actions.current().aggregate(
        start=Min(Coalesce("starts_on", "ends_on")), end=Max(Coalesce("ends_on", "starts_on"))
    )
    years = [day.year for day in days.values() if day]
    years += [year for year in (plan.period_start, plan.period_end) if year]
    this_year = timezone.localdate().year
    return min(years, default=this_year), max(years, default=this_year)


def _span(action: Any) -> Span:
    css_class = CSS.get(Action.State(action.state), "m")
    return Span(
        starts_on=action.starts_on,
        ends_on=action.ends_on,
        css_class=css_class,
        colour=COLOURS.get(css_class, ""),
        label=_("%(number)s. %(title)s: %(state)s") % {
            "number": action.number, "title": action.title, "state": action.get_state_display(),
        },
    )  # fmt: skip
