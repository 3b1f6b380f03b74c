"""The first lines of every view of a city in a project."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from cities.models import Diagnostic, ProjectCity
from writing.clock import Clock

WITH_PLACE = ("city__country", "project__framework", "body")


def place_or_404(user: Any, code: str, slug: str) -> ProjectCity:
    """A city whose facts and drafts the user may read: the own, or of a project they read."""
    places = ProjectCity.objects.read_by(user).select_related(*WITH_PLACE)
    return get_object_or_404(places, project__code=code, city__slug=slug)


def diagnostic_or_404(user: Any, code: str, slug: str) -> Diagnostic:
    visible = Diagnostic.objects.visible_to(user)
    joined = visible.select_related(*(f"project_city__{name}" for name in WITH_PLACE))
    return get_object_or_404(
        joined, project_city__project__code=code, project_city__city__slug=slug
    )


def diagnostic_to_edit(user: Any, code: str, slug: str) -> Diagnostic:
    diagnostic = diagnostic_or_404(user, code, slug)
    require(diagnostic.can_be_edited_by(user))
    return diagnostic


def require(right: bool) -> None:
    if not right:
        raise PermissionDenied


def clock_of(place: ProjectCity, user: Any) -> Clock:
    return Clock.at(place.city.time_zone, place.city.name, otherwise=user)
