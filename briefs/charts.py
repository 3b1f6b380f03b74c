"""The charts of a brief, from its frozen figures alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from briefs.document import BriefDocument, RecommendationText
from briefs.document.content import MatrixPillar
from documents.charts import Bar, BarChart, Part

DEEP, MIDDLE, OPEN, NONE = "#123c56", "#7fa3bd", "#8a3b12", "#ffffff"
PATTERN_PITCH = 3.6
MOST_BARS = 24  # of one chart, which cannot break over two pages
PATTERN_CITIES = 16
DOTS = {0: 0.3, 1: 0.78, 2: 1.14, 3: 1.14}


@dataclass(frozen=True)
class PillarChart:
    pillar: MatrixPillar
    chart: BarChart


def pathway_charts(document: BriefDocument) -> list[PillarChart]:
    """Actions by main pathway, a chart for each pillar on one scale; none without an action."""
    longest = max((row.total for row in document.matrix.rows), default=0)
    if not longest or max(len(pillar.rows) for pillar in document.matrix.pillars) > MOST_BARS:
        return []
    return [
        PillarChart(pillar, pillar_chart(pillar, longest)) for pillar in document.matrix.pillars
    ]


def pillar_chart(pillar: MatrixPillar, longest: int) -> BarChart:
    figures = "; ".join(f"{row.code} {row.total}" for row in pillar.rows)
    return BarChart(
        title=_("Actions by pathway. %(figures)s") % {"figures": figures},
        bars=[Bar([Part("n", row.total, str(row.total), DEEP)]) for row in pillar.rows],
        width=147,
        row_height=11.25,
        longest=longest,
    )


def participation_chart(document: BriefDocument) -> BarChart | None:
    """Men, women and not stated by workshop; None where no line is known, or too many are."""
    known = [workshop for workshop in document.workshops if workshop.line is not None]
    if not 0 < len(known) <= MOST_BARS:
        return None
    figures = "; ".join(f"{workshop.title}: {workshop.text}" for workshop in known)
    return BarChart(
        title=_("Participants by workshop, total (men/women). %(figures)s") % {"figures": figures},
        bars=[workshop.line.bar for workshop in known if workshop.line],
        width=266,
        row_height=22.5,
    )


def result_chart(recommendation: RecommendationText) -> BarChart | None:
    result = recommendation.result
    if result is None:
        return None
    parts = [
        Part("y", result.support, _("support"), DEEP),
        Part("c", result.support_with_changes, _("support with changes"), MIDDLE),
        Part("x", result.cannot_support, _("cannot support"), OPEN),
        Part("n", result.no_position, _("no position"), NONE),
    ]
    said = ", ".join(f"{part.label} {part.value}" for part in parts)
    title = _("%(positions)s, of %(total)d") % {"positions": said, "total": result.total}
    return BarChart(title=title, bars=[Bar(parts)], width=68, row_height=10)


@dataclass(frozen=True)
class Pattern:
    """The cover's ornament: a dot for each city and pathway, larger with more actions."""

    title: str
    path: str
    width: float
    height: float


def cover_pattern(document: BriefDocument) -> Pattern | None:
    matrix = document.matrix
    cities = list(range(len(matrix.cities)))[:PATTERN_CITIES]
    if not cities or not matrix.rows:
        return None
    dots = [
        dot(column, line, row.cells[city])
        for column, row in enumerate(matrix.rows)
        for line, city in enumerate(cities)
    ]
    return Pattern(
        title=_("Pattern: a row for each city, a dot for each pathway, larger with more actions"),
        path="".join(dots),
        width=PATTERN_PITCH * len(matrix.rows),
        height=PATTERN_PITCH * len(cities),
    )


def dot(column: int, line: int, actions: int | None) -> str:
    """Two half circles around the middle of its place."""
    radius = 0.12 if actions is None else DOTS.get(actions, 1.5)
    x = column * PATTERN_PITCH + PATTERN_PITCH / 2 - radius
    y = line * PATTERN_PITCH + PATTERN_PITCH / 2
    return (
        f"M{x:.2f} {y:.2f}a{radius} {radius} 0 1 0 {2 * radius:.2f} 0"
        f"a{radius} {radius} 0 1 0 {-2 * radius:.2f} 0"
    )
