"""What the list of cities and the page of one city show: pure reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from cities.models import City, Diagnostic, Practice, ProfileFact, ProjectCity
from desk.plans_seen import PlanSeen, plans_seen
from desk.workshop_page import WorkshopLine, workshop_lines, workshops_listed


@dataclass(frozen=True)
class InProject:
    """A city in one project, with its plan as far as the user may know of it."""

    project_city: ProjectCity
    seen: PlanSeen | None


@dataclass(frozen=True)
class CityLine:
    city: City
    projects: list[InProject]

    @property
    def has_example(self) -> bool:
        return any(place.seen and place.seen.plan.is_example for place in self.projects)


@dataclass(frozen=True)
class CityPage(CityLine):
    workshops: list[WorkshopLine]
    facts: list[ProfileFact]
    diagnostics: list[Diagnostic]  # those the reader may see
    practices: list[Practice]
    described_by_me: list[ProjectCity]  # where the reader may enter facts and a diagnostic

    @property
    def has_example(self) -> bool:
        return super().has_example or any(line.has_example for line in self.workshops)


MOST_PRACTICES = 10


def cities_with_projects() -> QuerySet[City]:
    """Cities, with the projects they are in and the bodies that work with them there."""
    places = ProjectCity.objects.select_related("body", "project").order_by("project__code")
    return City.objects.select_related("country").prefetch_related(
        Prefetch("project_cities", queryset=places)
    )


def city_lines(cities: Sequence[City], *, user: Any) -> list[CityLine]:
    places = [place.pk for city in cities for place in city.project_cities.all()]
    seen = plans_seen(places, user)
    return [
        CityLine(
            city, [InProject(place, seen.get(place.pk)) for place in city.project_cities.all()]
        )
        for city in cities
    ]


def city_page_of(city: City, *, user: Any) -> CityPage:
    workshops = workshops_listed().visible_to(user).filter(city=city)
    return CityPage(
        city=city,
        projects=city_lines([city], user=user)[0].projects,
        workshops=workshop_lines(list(workshops)),
        facts=list(city.facts.all()),
        diagnostics=list(
            Diagnostic.objects.visible_to(user)
            .filter(project_city__city=city)
            .select_related("project_city__project", "project_city__city")
        ),
        practices=list(Practice.objects.visible_to(user).filter(city=city)[:MOST_PRACTICES]),
        described_by_me=_described_by(user, city),
    )


def _described_by(user: Any, city: City) -> list[ProjectCity]:
    readable = ProjectCity.objects.read_by(user).filter(city=city)
    places = readable.select_related("project", "body", "city")
    return [place for place in places if place.can_be_described_by(user)]
