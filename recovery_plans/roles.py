"""Who somebody is to a plan. Read once a request; the rights of the pages are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cities.models import CityMembership, ProjectCity
from projects.models import ProjectMembership


class Role(StrEnum):
    FOCAL_POINT = "focal point"  # also a writer
    WRITER = "writer"  # everybody who writes for the city: focal points, officers, writers
    REVIEWER = "reviewer"  # organiser of the project or of the city's body, never of the own plan
    READER = "reader"  # reads drafts: organisers and readers of the project


NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Standing:
    """A user's memberships, as far as plans ask for them."""

    is_everywhere: bool  # a superuser counts as organiser of every project
    writes_for: frozenset[int]  # cities of projects, now
    speaks_for: frozenset[int]  # those among them as focal point
    ever_wrote_for: frozenset[int]
    reads: frozenset[int]  # projects
    organises: frozenset[tuple[int, int | None]]  # project and body; without a body all of it

    def roles_in(self, project_city: ProjectCity) -> frozenset[Role]:
        asked = {
            Role.FOCAL_POINT: project_city.pk in self.speaks_for,
            Role.WRITER: project_city.pk in self.writes_for,
            Role.REVIEWER: self._may_review(project_city),
            Role.READER: self.is_everywhere or project_city.project_id in self.reads,
        }
        return frozenset(role for role, holds in asked.items() if holds)

    def organises_city(self, project_city: ProjectCity) -> bool:
        project, body = project_city.project_id, project_city.body_id
        return self.is_everywhere or not self.organises.isdisjoint(
            {(project, None), (project, body)}
        )

    def _may_review(self, project_city: ProjectCity) -> bool:
        """Nobody reviews the own plan, not even once their membership has ended."""
        return project_city.pk not in self.ever_wrote_for and self.organises_city(project_city)


def standing_of(user: Any) -> Standing:
    """The standing of a signed-in user: two queries, once for each request's user object."""
    kept: Standing | None = vars(user).get("_standing_in_plans")
    if kept is None:
        kept = vars(user)["_standing_in_plans"] = _read_standing(user)
    return kept


def roles_of(user: Any, project_city: ProjectCity) -> frozenset[Role]:
    return standing_of(user).roles_in(project_city) if user.is_authenticated else NOBODY


def _read_standing(user: Any) -> Standing:
    current = CityMembership.objects.current().filter(pk=OuterRef("pk"))
    cities = list(
        CityMembership.objects.filter(user=user, accepted_at__isnull=False)
        .annotate(is_current=Exists(current))
        .values_list("project_city", "role", "is_current")
    )
    projects = list(
        ProjectMembership.objects.current().filter(user=user).values_list("project", "body", "role")
    )
    return Standing(
        is_everywhere=user.is_superuser,
        writes_for=frozenset(city for city, role, current in cities if current),
        speaks_for=frozenset(
            city for city, role, current in cities
            if current and role == CityMembership.Role.FOCAL_POINT
        ),
        ever_wrote_for=frozenset(city for city, role, current in cities),
        reads=frozenset(project for project, body, role in projects),
        organises=frozenset(
            (project, body) for project, body, role in projects
            if role == ProjectMembership.Role.ORGANISER
        ),
    )  # fmt: skip


def cities_to_begin(user: Any) -> QuerySet[ProjectCity]:
    """Cities without a plan for which the user may begin one: the own, and those they organise."""
    if not user.is_authenticated:
        return ProjectCity.objects.none()
    standing = standing_of(user)
    allowed = Q(pk__in=standing.writes_for)
    for project, body in standing.organises:
        allowed |= Q(project=project) if body is None else Q(project=project, body=body)
    if standing.is_everywhere:
        allowed = Q()
    without = ProjectCity.objects.filter(allowed, recovery_plan__isnull=True)
    return without.select_related("city__country", "project").order_by("city__name")
