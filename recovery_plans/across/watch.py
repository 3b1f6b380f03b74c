"""What waits for somebody in the plans of a project: late, stale, unreviewed, not yet adopted."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recovery_plans.models import (
    Action,
    Adoption,
    Chapter,
    IndicatorValue,
    Milestone,
    Money,
    PathwaySection,
    PlanTransition,
    RecoveryPlan,
)
from recovery_plans.transitions import PlanState

STALE_DRAFT_DAYS = 60  # nobody has written in a draft for so long
STALE_REPORT_DAYS = 183  # nobody has reported on a published plan for half a year
OVER = (Action.State.CARRIED_OUT, Action.State.STOPPED)
DRAFTS = (PlanState.DRAFT, PlanState.CHANGES_REQUESTED)


class Concern(models.TextChoices):
    LATE = "late", gettext_lazy("Late")
    STALE = "stale", gettext_lazy("Nothing new for long")
    UNREVIEWED = "unreviewed", gettext_lazy("Waiting for review")
    UNPUBLISHED = "unpublished", gettext_lazy("Reviewed, not published")
    UNADOPTED = "unadopted", gettext_lazy("Published, not adopted")


@dataclass(frozen=True)
class Finding:
    concern: Concern
    text: str


def plans_watched(plans: QuerySet[RecoveryPlan], *, now: datetime.datetime) -> QuerySet[Any]:
    """Each plan with what `findings_of` says of it; ordered by city. One query."""
    return (
        plans.annotate(
            late_milestones=_number(_late_milestones(now.date())),
            late_actions=_number(_late_actions(now.date())),
            is_adopted=Exists(
                Adoption.objects.filter(
                    revision=OuterRef("published"), result__in=Adoption.ADOPTING
                )
            ),
            moved_at=_latest(PlanTransition.objects.filter(to_state=OuterRef("state")), "at"),
            written_at=Greatest("changed_at", *(_or_plan(rows) for rows in _WRITTEN)),
            reported_at=Greatest("published__made_at", *(_or_revision(rows) for rows in _REPORTED)),
        )
        .annotate(
            is_late=Case(
                When(Q(late_milestones__gt=0) | Q(late_actions__gt=0), then=True), default=False
            ),
            is_stale=_is_stale(now),
            is_unreviewed=_holds(Q(state=PlanState.SUBMITTED)),
            is_unpublished=_holds(Q(state=PlanState.REVIEWED)),
            is_unadopted=_holds(Q(published__isnull=False, is_adopted=False)),
        )
        .order_by("project_city__city__name", "pk")
    )


def with_concern(plans: QuerySet[Any], concern: str) -> QuerySet[Any]:
    """Those with this concern; with an empty one those with any."""
    asked = [concern] if concern else Concern.values
    any_of = Q()
    for one in asked:
        any_of |= Q(**{f"is_{one}": True})
    return plans.filter(any_of)


def count_concerns(plans: QuerySet[Any]) -> dict[str, int]:
    """How many plans have each; one query."""
    return plans.order_by().aggregate(
        **{one: Count("pk", filter=Q(**{f"is_{one}": True})) for one in Concern.values}
    )


def findings_of(plan: Any, *, now: datetime.datetime) -> list[Finding]:
    """In words, of a plan that was read with `plans_watched`."""
    said: dict[Concern, Callable[[], str]] = {
        Concern.LATE: lambda: _late_words(plan),
        Concern.STALE: lambda: _stale_words(plan, now),
        Concern.UNREVIEWED: lambda: _days_words(_("submitted"), plan.moved_at, now),
        Concern.UNPUBLISHED: lambda: _days_words(_("review complete"), plan.moved_at, now),
        Concern.UNADOPTED: lambda: _("%(revision)s is not adopted") % {"revision": plan.published},
    }
    return [
        Finding(concern, words())
        for concern, words in said.items()
        if getattr(plan, f"is_{concern.value}")
    ]


def _late_words(plan: Any) -> str:
    parts = []
    if plan.late_milestones:
        parts.append(
            ngettext("%(n)s milestone overdue", "%(n)s milestones overdue", plan.late_milestones)
            % {"n": plan.late_milestones}
        )
    if plan.late_actions:
        parts.append(
            ngettext("%(n)s action past its end", "%(n)s actions past their end", plan.late_actions)
            % {"n": plan.late_actions}
        )
    return ", ".join(parts)


def _stale_words(plan: Any, now: datetime.datetime) -> str:
    if plan.state in DRAFTS:
        return _days_words(_("last written"), plan.written_at, now)
    return _days_words(_("last reported"), plan.reported_at, now)


def _days_words(what: str, moment: datetime.datetime | None, now: datetime.datetime) -> str:
    if moment is None:
        return what
    days = (now - moment).days
    ago = ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days} if days else _("today")
    return f"{what} {ago}"


def _late_milestones(today: datetime.date) -> QuerySet[Any]:
    overdue = Milestone.objects.filter(
        action__plan=OuterRef("pk"), action__is_published=True, done_on__isnull=True,
        due_on__lt=today,
    )  # fmt: skip
    return overdue.exclude(action__state__in=OVER).values("action__plan")


def _late_actions(today: datetime.date) -> QuerySet[Any]:
    ended = Action.objects.filter(plan=OuterRef("pk"), is_published=True, ends_on__lt=today)
    return ended.exclude(state__in=OVER).values("plan")


def _number(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().annotate(n=Count("pk")).values("n")), 0)


def _latest(rows: QuerySet[Any], moment: str, plan: str = "plan") -> Subquery:
    of_plan = rows.filter(**{plan: OuterRef("pk")}).order_by().values(plan)
    return Subquery(
        of_plan.annotate(latest=Max(moment)).values("latest"), output_field=DateTimeField()
    )


_WRITTEN = [(Chapter, "plan"), (PathwaySection, "plan"), (Action, "plan")]
_REPORTED = [
    (Milestone, "action__plan"),
    (Money, "action__plan"),
    (IndicatorValue, "indicator__action__plan"),
]


def _or_plan(rows: tuple[Any, str]) -> Coalesce:
    model, plan = rows
    return Coalesce(_latest(model.objects.all(), "changed_at", plan), F("changed_at"))


def _or_revision(rows: tuple[Any, str]) -> Coalesce:
    model, plan = rows
    return Coalesce(_latest(model.objects.all(), "changed_at", plan), F("published__made_at"))


def _is_stale(now: datetime.datetime) -> Case:
    draft = Q(state__in=DRAFTS, written_at__lt=now - datetime.timedelta(days=STALE_DRAFT_DAYS))
    report = Q(
        state=PlanState.PUBLISHED,
        reported_at__lt=now - datetime.timedelta(days=STALE_REPORT_DAYS),
    )
    return _holds(draft | report)


def _holds(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False))
