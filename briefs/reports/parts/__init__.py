"""What is counted under a heading of a report, by the kind of the heading."""

from __future__ import annotations

from collections.abc import Callable

from briefs.models import HeadingKind
from briefs.reports.parts.computed import Computed
from briefs.reports.parts.evaluation import evaluation
from briefs.reports.parts.indicators import indicators
from briefs.reports.parts.missing import missing
from briefs.reports.parts.plans import plans
from briefs.reports.parts.publications import publications
from briefs.reports.parts.recommendations import recommendations
from briefs.reports.parts.workshops import workshops
from briefs.reports.sources import ReportSources

__all__ = ["Computed", "computed_for"]

MAKERS: dict[str, Callable[[ReportSources], Computed]] = {
    HeadingKind.WORKSHOPS: workshops,
    HeadingKind.PLANS: plans,
    HeadingKind.INDICATORS: indicators,
    HeadingKind.EVALUATION: evaluation,
    HeadingKind.RECOMMENDATIONS: recommendations,
    HeadingKind.PUBLICATIONS: publications,
    HeadingKind.MISSING: missing,
}


def computed_for(kind: str, sources: ReportSources) -> Computed:
    make = MAKERS.get(kind)
    return make(sources) if make else Computed()
