"""What an organiser sees of a brief at a glance: its parts, and the figures that have moved."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from briefs.document import BriefDocument, Figure, build_brief
from briefs.models import Brief, BriefSection, Edition


@dataclass(frozen=True)
class Part:
    title: str
    status: str  # a BriefSection.Status
    status_words: str
    note: str
    address: str


@dataclass(frozen=True)
class ChangedFigure:
    label: str
    before: str  # empty: the edition did not print it
    now: str  # empty: it would no longer be printed


def parts_of(brief: Brief) -> list[Part]:
    notes = notes_on(brief)
    return [
        part_of(brief, section, notes.get(section.key, ""))
        for section in brief.sections.order_by("order")
    ]


def notes_on(brief: Brief) -> dict[str, str]:
    findings = brief.brief_findings.count()
    recommendations = brief.brief_recommendations.count()
    cities = brief.brief_cities.count()
    return {
        BriefSection.Key.FINDINGS: ngettext("%d finding", "%d findings", findings) % findings,
        BriefSection.Key.RECOMMENDATIONS: ngettext(
            "%d recommendation", "%d recommendations", recommendations
        )
        % recommendations,
        BriefSection.Key.PROJECT: ngettext("%d city", "%d cities", cities) % cities,
    }


def part_of(brief: Brief, section: BriefSection, note: str) -> Part:
    return Part(
        title=section.title,
        status=section.status,
        status_words=section.get_status_display(),
        note=note,
        address=reverse("briefs:brief_section_edit", args=[brief.slug, section.key]),
    )


def changed_figures(brief: Brief, edition: Edition) -> list[ChangedFigure]:
    """The figures that an edition made now would print otherwise than this edition does."""
    printed = figures_by_key(BriefDocument.from_json(edition.content))
    now = figures_by_key(build_brief(brief, as_of=timezone.now()))
    return [
        ChangedFigure(
            label=(now.get(key) or printed[key]).label,
            before=printed[key].value if key in printed else "",
            now=now[key].value if key in now else "",
        )
        for key in {**now, **printed}
        if key not in now or key not in printed or now[key].value != printed[key].value
    ]


def figures_by_key(document: BriefDocument) -> dict[str, Figure]:
    """By key, for a label may change with its figure: *at 2 workshops*, then *at 3 workshops*."""
    return {figure.key: figure for figure in document.figures}
