"""The first line of every view of a plan: which rows this user may know of at all.

The same as `RecoveryPlan.objects.visible_to` and `read_whole_by` say of many, asked of one plan
from the memberships that its rights are made of anyway.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from recovery_plans.models import Chapter, PathwaySection, RecoveryPlan
from recovery_plans.models.plan import WITH_CITY
from writing.clock import Clock

Part = TypeVar("Part", Chapter, PathwaySection)

CLOSED = _("This plan is not open for writing now. What you typed is below, but it is not saved.")


def plan_or_404(user: Any, plan_id: int) -> RecoveryPlan:
    """A plan of which the user may read at least a published revision."""
    plan = get_object_or_404(RecoveryPlan.objects.with_city(), pk=plan_id)
    if not plan.can_be_seen_by(user):
        raise Http404
    return plan


def whole_plan_or_404(user: Any, plan_id: int) -> RecoveryPlan:
    """A plan whose draft the user may read. An officer of another city may not know of it."""
    plan = get_object_or_404(RecoveryPlan.objects.with_city(), pk=plan_id)
    return _read_whole(plan, user)


def part_or_404(
    parts: QuerySet[Part], user: Any, plan_id: int, **key: Any
) -> tuple[RecoveryPlan, Part]:
    """A chapter or section and its plan, whose draft the user may read: one query for both."""
    joined = [f"plan__{name}" for name in WITH_CITY]
    rows = parts.filter(plan__pk=plan_id).select_related(*joined).defer("plan__published__content")
    part = get_object_or_404(rows, **key)
    return _read_whole(part.plan, user), part


def _read_whole(plan: RecoveryPlan, user: Any) -> RecoveryPlan:
    if not plan.can_be_read_whole_by(user):
        raise Http404
    return plan


def require(right: bool) -> None:
    if not right:
        raise PermissionDenied


def clock_of(plan: RecoveryPlan, user: Any) -> Clock:
    """The city's time; where its zone is not known the reader's own."""
    city = plan.project_city.city
    if not city.time_zone and not user.is_authenticated:
        return Clock("UTC", "UTC")
    return Clock.at(city.time_zone, city.name, otherwise=user)
