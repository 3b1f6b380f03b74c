"""The resilience performance report as one frozen value: page, PDF and Word are made of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cattrs.preconf.json import make_converter
from django.utils.translation import gettext as _

from cities.models import Diagnostic, DimensionRating, IndicatorRating, ProfileFact, Rating
from documents.charts import Bar, Part
from frameworks.models import DiagnosticIndicator, Words

# From the lowest word to the highest; *no data* is not on the scale.
SCALE: list[str] = [rating for rating in Rating if rating != Rating.NO_DATA]


@dataclass(frozen=True)
class FactText:
    label: str
    value: str
    unit: str
    on: str
    source: str
    is_estimate: bool


@dataclass(frozen=True)
class IndicatorText:
    code: str
    title: str
    is_working_title: bool
    rating: str  # a value of Rating; empty while nobody has rated it
    note: str

    @property
    def rating_words(self) -> str:
        return words_of(self.rating)


@dataclass(frozen=True)
class DimensionText:
    code: str
    title: str
    rating: str
    evidence: str  # Markdown
    source: str
    indicators: tuple[IndicatorText, ...]

    @property
    def rating_words(self) -> str:
        return words_of(self.rating)

    @property
    def bar(self) -> Bar | None:
        """Its place on the scale of words; None without data."""
        if self.rating not in SCALE:
            return None
        place = SCALE.index(self.rating) + 1
        label = _("%(dimension)s: %(rating)s, step %(place)s of %(steps)s") % {
            "dimension": self.title, "rating": self.rating_words, "place": place,
            "steps": len(SCALE),
        }  # fmt: skip
        return Bar([Part("m", place, label), Part("none", len(SCALE) - place, "", "#ffffff")])


@dataclass(frozen=True)
class ReportText:
    city: str
    country: str
    project: str
    carried_out: str
    method: str  # Markdown
    expert: str
    expert_comment: str  # Markdown
    facts: tuple[FactText, ...]
    dimensions: tuple[DimensionText, ...]
    is_example: bool
    changed_on: str  # the day of the last change, ISO

    @property
    def title(self) -> str:
        return _("Resilience performance report of %(city)s") % {"city": self.city}

    @property
    def rated(self) -> int:
        return sum(bool(dimension.rating) for dimension in self.dimensions)

    @property
    def has_working_titles(self) -> bool:
        return any(one.is_working_title for each in self.dimensions for one in each.indicators)

    @property
    def has_indicators(self) -> bool:
        return any(one.rating for each in self.dimensions for one in each.indicators)

    @property
    def checksum(self) -> str:
        content = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        content: dict[str, Any] = CONVERTER.unstructure(self)
        return content

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> ReportText:
        return CONVERTER.structure(content, cls)


CONVERTER = make_converter()


def words_of(rating: str) -> str:
    return str(Rating(rating).label) if rating else _("not rated yet")


def build_report(diagnostic: Diagnostic) -> ReportText:
    """What the diagnostic says now; the row is read with its city, country and project."""
    place = diagnostic.project_city
    ratings = list(diagnostic.ratings.select_related("dimension"))
    moments = [diagnostic.changed_at, *(rating.changed_at for rating in ratings)]
    return ReportText(
        city=place.city.name,
        country=place.city.country.name,
        project=place.project.name,
        carried_out=diagnostic.carried_out,
        method=diagnostic.method,
        expert=diagnostic.expert,
        expert_comment=diagnostic.expert_comment,
        facts=tuple(_fact(fact) for fact in place.city.facts.all()),
        dimensions=_dimensions(diagnostic, ratings),
        is_example=diagnostic.is_example,
        changed_on=max(moments).date().isoformat(),
    )


def _fact(fact: ProfileFact) -> FactText:
    return FactText(
        fact.label, fact.value, fact.unit, fact.on, fact.source, is_estimate=fact.is_estimate
    )


def _dimensions(
    diagnostic: Diagnostic, ratings: Iterable[DimensionRating]
) -> tuple[DimensionText, ...]:
    finer = {one.indicator_id: one for one in diagnostic.indicator_ratings.all()}
    indicators: dict[int, list[DiagnosticIndicator]] = {}
    for indicator in DiagnosticIndicator.objects.order_by("order"):
        indicators.setdefault(indicator.dimension_id, []).append(indicator)
    return tuple(
        DimensionText(
            code=rating.dimension.code,
            title=rating.dimension.title,
            rating=rating.rating,
            evidence=rating.evidence,
            source=rating.source,
            indicators=tuple(
                _indicator(one, finer.get(one.pk))
                for one in indicators.get(rating.dimension_id, [])
            ),
        )
        for rating in ratings
    )


def _indicator(indicator: DiagnosticIndicator, rated: IndicatorRating | None) -> IndicatorText:
    return IndicatorText(
        code=indicator.code,
        title=indicator.title,
        is_working_title=indicator.wording != Words.VERIFIED,
        rating=rated.rating if rated else "",
        note=rated.note if rated else "",
    )
