"""What the front page shows: one pure read of a project, with no query left for the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from briefs.models import Edition
from desk.city_page import InProject
from desk.figures import PathwayBar, ProjectFigures, actions_by_pathway, figures_of
from desk.next_workshop import NextWorkshop, next_workshop
from desk.plans_seen import plans_seen
from frameworks.models import Pillar
from projects.models import Body, Phase, Project
from recovery_plans.models import PlanRevision, RecoveryPlan


@dataclass(frozen=True)
class BodyCities:
    body: Body | None
    cities: list[InProject]

    def place(self) -> tuple[bool, int, str]:
        """Where the body stands: most cities first, then by its code, unknown last."""
        return self.body is None, -len(self.cities), str(self.body)


@dataclass(frozen=True)
class FrontPage:
    project: Project
    figures: ProjectFigures
    bars: list[PathwayBar]
    next: NextWorkshop | None
    editions: list[Edition]
    revisions: list[PlanRevision]
    bodies: list[BodyCities]
    phases: list[Phase]

    @property
    def actions(self) -> int:
        return sum(bar.actions for bar in self.bars)

    @property
    def pillars(self) -> list[Pillar]:
        return list(dict.fromkeys(bar.pathway.pillar for bar in self.bars))

    @property
    def chart_width(self) -> int:
        return self.bars[-1].x + 15

    @property
    def tallest(self) -> PathwayBar:
        return max(self.bars, key=lambda bar: bar.actions)

    @property
    def has_example(self) -> bool:
        """Whether anything on the page is invented, the people behind a line included."""
        return (
            self.figures.has_example
            or any(edition.brief.is_example for edition in self.editions)
            or (self.next is not None and self.next.workshop.is_example)
        )


def front_page_of(project: Project, *, user: Any) -> FrontPage:
    return FrontPage(
        project=project,
        figures=figures_of(project),
        bars=actions_by_pathway(project),
        next=next_workshop(project),
        editions=_published_editions(project),
        revisions=_published_revisions(project),
        bodies=_cities_by_body(project, user),
        phases=list(project.phases.all()),
    )


def _published_editions(project: Project) -> list[Edition]:
    """The latest published edition of each brief."""
    editions = (
        Edition.objects.filter(brief__project=project, state=Edition.State.PUBLISHED)
        .select_related("brief")
        .defer("content")
        .order_by("brief__title", "number")
    )
    return list({edition.brief_id: edition for edition in editions}.values())


def _published_revisions(project: Project) -> list[PlanRevision]:
    """The revision of each plan that is public, with what a council decided on it."""
    public = RecoveryPlan.objects.filter(project_city__project=project, published__isnull=False)
    return list(
        PlanRevision.objects.filter(pk__in=public.values("published"))
        .select_related("plan__project_city__city")
        .prefetch_related("plan__adoptions")
        .defer("content")
        .order_by("plan__project_city__city__name")
    )


def _cities_by_body(project: Project, user: Any) -> list[BodyCities]:
    """Cities below the body that works with them; most cities first, those with a plan on top."""
    places = list(
        project.project_cities.select_related("city__country", "body").order_by(
            "body__code", "city__name"
        )
    )
    seen = plans_seen([place.pk for place in places], user)
    groups: dict[int | None, BodyCities] = {}
    for place in sorted(places, key=lambda place: place.pk not in seen):
        group = groups.setdefault(place.body_id, BodyCities(place.body, []))
        group.cities.append(InProject(place, seen.get(place.pk)))
    return sorted(groups.values(), key=BodyCities.place)
