"""What the diagnostic of a city says of a pathway, by the links that staff have made."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from cities.models import Diagnostic, DimensionRating, IndicatorRating
from cities.report import words_of
from frameworks.models import DiagnosticLink, Pathway
from recovery_plans.models import RecoveryPlan


@dataclass(frozen=True)
class Diagnosed:
    title: str  # of the indicator, or else of the dimension
    rating: str  # in words
    note: str  # why staff linked it
    url: str


def diagnosed_beside(plan: RecoveryPlan, pathway: Pathway) -> list[Diagnosed]:
    """In the order of the dimensions; nothing where there is no link or no diagnostic."""
    links = list(
        DiagnosticLink.objects.filter(pathway=pathway)
        .select_related("dimension", "indicator")
        .order_by("dimension__order", "indicator__order")
    )
    place = plan.project_city
    diagnostic = Diagnostic.objects.filter(project_city=place).first() if links else None
    if diagnostic is None:
        return []
    rated = _ratings(diagnostic)
    url = reverse("cities:diagnostic_detail", args=[place.project.code, place.city.slug])
    return [
        Diagnosed(
            title=(link.indicator or link.dimension).title,
            rating=words_of(rated.get((link.dimension_id, link.indicator_id), "")),
            note=link.note,
            url=f"{url}#{link.dimension.code}",
        )
        for link in links
    ]


def _ratings(diagnostic: Diagnostic) -> dict[tuple[int, int | None], str]:
    dimensions = DimensionRating.objects.filter(diagnostic=diagnostic)
    indicators = IndicatorRating.objects.filter(diagnostic=diagnostic)
    finer = indicators.values_list("indicator__dimension", "indicator", "rating")
    rated: dict[tuple[int, int | None], str] = {
        (dimension, None): rating
        for dimension, rating in dimensions.values_list("dimension", "rating")
    }
    return rated | {(dimension, indicator): rating for dimension, indicator, rating in finer}
