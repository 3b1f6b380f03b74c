"""Who somebody is to a plan. Read once a request; the rights of the pages are made from it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from cities.models import CityMembership, ProjectCity
from projects.models import ProjectMembership


class Role(StrEnum):
    FOCAL_POINT = "focal point"  # also a writer
    WRITER = "writer"  # everybody who writes for the city: focal points, officers, writers
    REVIEWER = "reviewer"  # organiser of the project or of the city's body, never of the own plan
    READER = "reader"  # reads drafts: organisers and readers of the project


NOBODY: frozenset[Role] = frozenset()


class Standing:
    """A user's memberships, as far as plans ask for them; each kind is read when first asked."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.is_everywhere: bool = user.is_superuser  # organiser of every project
        self._roles: dict[int, frozenset[Role]] = {}

    @cached_property
    def _of_cities(self) -> list[tuple[int, str, bool]]:
        """City, role, and whether it holds today, as `MembershipQuerySet.current` has it."""
        accepted = CityMembership.objects.filter(user=self.user, accepted_at__isnull=False)
        today = timezone.localdate()
        return [
            (city, role, starts_on <= today and (ends_on is None or ends_on >= today))
            for city, role, starts_on, ends_on in accepted.order_by().values_list(
                "project_city", "role", "starts_on", "ends_on"
            )
        ]

    @cached_property
    def _of_projects(self) -> list[tuple[int, int | None, str]]:
        current = ProjectMembership.objects.current().filter(user=self.user)
        return list(current.values_list("project", "body", "role"))

    @property
    def writes_for(self) -> set[int]:
        """Cities of projects, now."""
        return {city for city, _role, is_current in self._of_cities if is_current}

    @property
    def speaks_for(self) -> set[int]:
        """Those among them as focal point."""
        focal_point = CityMembership.Role.FOCAL_POINT
        return {city for city, role, current in self._of_cities if current and role == focal_point}

    @property
    def ever_wrote_for(self) -> set[int]:
        return {city for city, _role, _is_current in self._of_cities}

    @property
    def reads(self) -> set[int]:
        return {project for project, _body, _role in self._of_projects}

    @property
    def organises(self) -> set[tuple[int, int | None]]:
        """Project and body; without a body all of it."""
        organiser = ProjectMembership.Role.ORGANISER
        return {(project, body) for project, body, role in self._of_projects if role == organiser}

    def roles_in(self, project_city: ProjectCity) -> frozenset[Role]:
        """Asked by every right of a page, so worked out once for each city."""
        if project_city.pk not in self._roles:
            self._roles[project_city.pk] = self._find_roles_in(project_city)
        return self._roles[project_city.pk]

    def _find_roles_in(self, project_city: ProjectCity) -> frozenset[Role]:
        asked = {
            Role.FOCAL_POINT: project_city.pk in self.speaks_for,
            Role.WRITER: project_city.pk in self.writes_for,
            Role.REVIEWER: self._may_review(project_city),
            Role.READER: self.is_everywhere or project_city.project_id in self.reads,
        }
        return frozenset(role for role, holds in asked.items() if holds)

    def reads_drafts_of(self, project_city: ProjectCity) -> bool:
        """Those of the own city, and of projects one organises or reads; asks what it needs."""
        is_own = project_city.pk in self.writes_for
        return self.is_everywhere or is_own or project_city.project_id in self.reads

    def organises_city(self, project_city: ProjectCity) -> bool:
        project, body = project_city.project_id, project_city.body_id
        return self.is_everywhere or not self.organises.isdisjoint(
            {(project, None), (project, body)}
        )

    def _may_review(self, project_city: ProjectCity) -> bool:
        """Nobody reviews the own plan, not even once their membership has ended."""
        return project_city.pk not in self.ever_wrote_for and self.organises_city(project_city)


def standing_of(user: Any) -> Standing:
    """The standing of a signed-in user: at most two queries for each request's user object."""
    kept: Standing | None = vars(user).get("_standing_in_plans")
    if kept is None:
        kept = vars(user)["_standing_in_plans"] = Standing(user)
    return kept


def roles_of(user: Any, project_city: ProjectCity) -> frozenset[Role]:
    return standing_of(user).roles_in(project_city) if user.is_authenticated else NOBODY


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
