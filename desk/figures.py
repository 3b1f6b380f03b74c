"""The counted figures of a project: rows in, a frozen value out, each with how it was counted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from frameworks.models import Pathway
from participants.breakdown import GenderBreakdown
from participants.participation import Participation, participation_of
from projects.models import Project
from recovery_plans.models import Action, RecoveryPlan
from workshops.models import Workshop, WorkshopQuerySet

CHART_HEIGHT = 100


@dataclass(frozen=True)
class ProjectFigures:
    cities: int
    bodies: int  # that work with at least one of the cities
    held: int
    held_regional: int
    attendances: GenderBreakdown
    counted: int  # workshops whose attendances are known
    unknown: int  # workshops held of which no head-count is known
    signed_off: int
    plans: int
    published: int
    example_plans: int

    @property
    def has_example(self) -> bool:
        return self.example_plans > 0


@dataclass(frozen=True)
class PathwayBar:
    """The actions under one pathway, with its place in the chart of the front page."""

    pathway: Pathway
    actions: int
    x: int
    height: int

    @property
    def y(self) -> int:
        return CHART_HEIGHT + 4 - self.height


def workshops_of(project: Project) -> WorkshopQuerySet:
    """What the project holds or another project holds for it too: once each, nothing invented."""
    return Workshop.objects.filter(
        Q(project=project) | Q(pk__in=project.shared_workshops.values("pk")),
        state__in=Workshop.PUBLIC_STATES,
        is_example=False,
    ).exclude(state=Workshop.State.CANCELLED)


def held_workshops(project: Project) -> list[Workshop]:
    return [workshop for workshop in workshops_of(project) if workshop.has_ended]


def figures_of(project: Project) -> ProjectFigures:
    """At most seven queries, however many workshops there are."""
    held = held_workshops(project)
    known = [seen for seen in participation_of(held).values() if seen.line is not None]
    cities = project.project_cities.aggregate(all=Count("pk"), bodies=Count("body", distinct=True))
    plans = _plans_shown(project).only("published_id", "is_example")
    return ProjectFigures(
        cities=cities["all"],
        bodies=cities["bodies"],
        held=len(held),
        held_regional=sum(workshop.kind == Workshop.Kind.REGIONAL for workshop in held),
        attendances=_total(known),
        counted=len(known),
        unknown=len(held) - len(known),
        signed_off=sum(seen.is_signed_off for seen in known),
        plans=len(plans),
        published=sum(plan.published_id is not None for plan in plans),
        example_plans=sum(plan.is_example for plan in plans),
    )


def actions_by_pathway(project: Project) -> list[PathwayBar]:
    """Each action once, under its main pathway: of published revisions and of example plans."""
    shown = Q(is_published=True) | Q(plan__is_example=True)
    counts = dict(
        Action.objects.current()
        .filter(shown, plan__project_city__project=project)
        .values_list("pathway")
        .annotate(Count("pk"))
        .order_by()
    )
    unit = min(20.0, CHART_HEIGHT / max(counts.values(), default=1))
    pathways = Pathway.objects.filter(framework=project.framework_id).select_related("pillar")
    return [
        PathwayBar(
            pathway=pathway,
            actions=counts.get(pathway.pk, 0),
            x=20 * place + 10 * (pathway.pillar.order - 1),
            height=round(unit * counts.get(pathway.pk, 0)),
        )
        for place, pathway in enumerate(pathways.order_by("order"))
    ]


def _plans_shown(project: Project) -> QuerySet[RecoveryPlan]:
    """Plans that the public may know of: published ones, and invented ones at any stage."""
    return RecoveryPlan.objects.filter(
        Q(published__isnull=False) | Q(is_example=True), project_city__project=project
    )


def _total(known: list[Participation]) -> GenderBreakdown:
    return sum((seen.line for seen in known if seen.line), GenderBreakdown())
