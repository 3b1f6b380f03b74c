"""Who changed what in a plan: the plan, its texts and its actions with all their rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast

from recovery_plans.models import (
    Action,
    Chapter,
    Indicator,
    IndicatorValue,
    Milestone,
    Money,
    PathwaySection,
    Priority,
    RecoveryPlan,
)
from writing.models import Change

# How each kind of row belongs to a plan, and what people call it.
PARTS: dict[Any, tuple[str, Any]] = {
    Chapter: ("plan", F("title")),
    PathwaySection: ("plan", F("pathway__code")),
    Priority: ("plan", F("text")),
    Action: ("plan", F("title")),
    Milestone: ("action__plan", F("title")),
    Money: ("action__plan", F("action__title")),
    Indicator: ("action__plan", F("title")),
    IndicatorValue: ("indicator__action__plan", F("indicator__title")),
}


@dataclass(frozen=True)
class NamedChange:
    change: Change
    kind: str  # "action"
    name: str  # empty when the row is gone


def changes_of(plan: RecoveryPlan) -> QuerySet[Change]:
    """Newest first."""
    of_plan = Q(content_type=_type_of(RecoveryPlan), object_id=plan.pk)
    for model, (path, _name) in PARTS.items():
        rows = model._base_manager.filter(**{path: plan}).values("pk")
        of_plan |= Q(content_type=_type_of(model), object_id__in=rows)
    return Change.objects.filter(of_plan).select_related("by", "content_type")


def named(changes: Iterable[Change]) -> list[NamedChange]:
    """The changes of a page with the names of their rows, in one query."""
    changes = list(changes)
    names = _names(changes)
    return [
        NamedChange(
            change=change,
            kind=str(_model_of(change)._meta.verbose_name),
            name=names.get((change.content_type_id, change.object_id), ""),
        )
        for change in changes
    ]


def _names(changes: list[Change]) -> dict[tuple[int, int], str]:
    wanted: dict[int, set[int]] = {}
    for change in changes:
        wanted.setdefault(change.content_type_id, set()).add(change.object_id)
    queries = [
        model._base_manager.filter(pk__in=wanted[_type_of(model).pk])
        .order_by()
        .values_list(Value(_type_of(model).pk), "pk", Cast(name, CharField()))
        for model, (_path, name) in PARTS.items()
        if _type_of(model).pk in wanted
    ]
    if not queries:
        return {}
    first, *rest = queries
    return {(kind, pk): name for kind, pk, name in first.union(*rest, all=True)}


def _type_of(model: Any) -> ContentType:
    return ContentType.objects.get_for_model(model)


def _model_of(change: Change) -> Any:
    return change.content_type.model_class()
