from __future__ import annotations

from typing import Any

import django_filters
from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import FilterSet

from recovery_plans.models import (
    Action,
    RecoveryPlan,
    RecoveryPlanQuerySet,
    late_on,
    without_news_since,
)
from recovery_plans.totals import NO_NEWS
from recovery_plans.transitions import PlanState


class PlanFilter(FilterSet):
    city = django_filters.CharFilter(label=_("City"), method="filter_city", max_length=200)
    state = django_filters.ChoiceFilter(
        label=_("State"),
        field_name="shown_state",
        choices=PlanState.choices,
        empty_label=_("All states"),
    )

    class Meta:
        model = RecoveryPlan
        fields = ("city", "state")

    def filter_city(
        self, plans: QuerySet[RecoveryPlan], name: str, value: str
    ) -> QuerySet[RecoveryPlan]:
        """Also by the city's other names, so that *Hoi An* finds Hội An."""
        of_city = Q(project_city__city__name__icontains=value)
        return plans.filter(of_city | Q(project_city__city__alternate_names__icontains=value))


def as_shown_to(user: Any, plans: RecoveryPlanQuerySet) -> RecoveryPlanQuerySet:
    """`is_whole`: may the user read the draft? `shown_state`: to others it is just published."""
    whole = RecoveryPlan.objects.read_whole_by(user).values("pk")
    return plans.annotate(
        is_whole=Case(When(pk__in=whole, then=True), default=False),
        shown_state=Case(When(pk__in=whole, then=F("state")), default=Value(PlanState.PUBLISHED)),
    )


class Watched(models.TextChoices):
    LATE = "late", _("Late")
    QUIET = "quiet", _("No news for half a year")


class ActionFilter(FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Action.State.choices, empty_label=_("All states")
    )
    pathway = django_filters.ModelChoiceFilter(
        label=_("Pathway"), queryset=None, empty_label=_("All pathways")
    )

    show = django_filters.ChoiceFilter(
        label=_("Needs a look"),
        choices=Watched.choices,
        empty_label=_("All"),
        method="filter_watched",
    )

    class Meta:
        model = Action
        fields = ("pathway", "state")

    def __init__(self, *args: Any, plan: RecoveryPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        self.filters["pathway"].queryset = plan.framework.pathways.all()

    def filter_watched(self, actions: QuerySet[Action], name: str, value: str) -> QuerySet[Action]:
        now = timezone.now()
        if value == Watched.LATE:
            return actions.filter(late_on(timezone.localdate(now)))
        return actions.filter(without_news_since(now - NO_NEWS))
