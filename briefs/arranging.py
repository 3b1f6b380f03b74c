"""What a brief is made of and in which order: one thing moved, taken in or out at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Max

from briefs.models import (
    Brief,
    BriefCity,
    BriefFinding,
    BriefRecommendation,
    BriefSection,
)
from recommendations.models import Finding, Recommendation


@dataclass(frozen=True)
class Kind:
    rows: type[models.Model]
    field: str  # of the row: what is arranged

    def of(self, brief: Brief) -> Any:
        return self.rows._default_manager.filter(brief=brief).order_by("order", "pk")


KINDS = {
    "section": Kind(BriefSection, "key"),
    "city": Kind(BriefCity, "project_city"),
    "finding": Kind(BriefFinding, "finding"),
    "recommendation": Kind(BriefRecommendation, "recommendation"),
}


@transaction.atomic
def move(brief: Brief, *, kind: str, thing: str, past: str, up: bool) -> bool:
    """Put a thing before (`up`) or after another. Where it stands so already, nothing happens.

    So a button pressed twice, or by two people at once, moves once. False if nothing moved.
    """
    Brief.objects.select_for_update().get(pk=brief.pk)
    rows = list(movable(brief, kind))
    names = [name_of(row, kind) for row in rows]
    if thing not in names or past not in names or thing == past:
        return False
    at, to = names.index(thing), names.index(past)
    if (at < to) == up:
        return False
    rows.insert(to, rows.pop(at))
    renumber(rows)
    return True


def movable(brief: Brief, kind: str) -> Any:
    rows = KINDS[kind].of(brief)
    return rows.filter(key__in=BriefSection.Key.movable()) if kind == "section" else rows


def name_of(row: models.Model, kind: str) -> str:
    """As forms name it: the key of a section, else the primary key of what the row chooses."""
    field: Any = row._meta.get_field(KINDS[kind].field)
    return str(getattr(row, field.attname))


def renumber(rows: Iterable[Any]) -> None:
    """Within the numbers that they have, or from 1 where two had the same."""
    rows = list(rows)
    numbers = sorted({row.order for row in rows})
    if len(numbers) < len(rows):
        numbers = list(range(1, len(rows) + 1))
    for row, number in zip(rows, numbers, strict=True):
        row.order = number
    type(rows[0])._default_manager.bulk_update(rows, ["order"])


def to_choose_from(brief: Brief, kind: str) -> Any:
    """What the project has of it that is not in the brief."""
    project = brief.project
    chosen = KINDS[kind].of(brief).order_by().values(KINDS[kind].field)
    every: dict[str, Any] = {
        "city": project.project_cities.select_related("city").order_by("city__name"),
        "finding": Finding.objects.filter(project=project).order_by("order", "pk"),
        "recommendation": Recommendation.objects.filter(project=project).order_by("number"),
    }
    return every[kind].exclude(pk__in=chosen)


@transaction.atomic
def take_in(brief: Brief, *, kind: str, thing: models.Model) -> None:
    """At the end; what is in already stays where it is."""
    Brief.objects.select_for_update().get(pk=brief.pk)
    rows = KINDS[kind].of(brief)
    last = rows.aggregate(last=Max("order"))["last"] or 0
    rows.model._default_manager.get_or_create(
        brief=brief, **{KINDS[kind].field: thing}, defaults={"order": last + 1}
    )


@transaction.atomic
def leave_out(brief: Brief, *, kind: str, thing: str) -> bool:
    """False if it is out already. A city's box goes with it."""
    gone = [row for row in KINDS[kind].of(brief) if name_of(row, kind) == thing]
    for row in gone:
        row.delete()
    return bool(gone)
