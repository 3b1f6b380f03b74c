"""What an organiser sees of a brief at a glance: its parts, and the figures that have moved."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from briefs.document import BriefDocument, build_brief
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
    printed = values_by_label(BriefDocument.from_json(edition.content))
    now = values_by_label(build_brief(brief, as_of=timezone.now()))
    return [
        ChangedFigure(label, printed.get(label, ""), now.get(label, ""))
        for label in [*now, *(label for label in printed if label not in now)]
        if printed.get(label) != now.get(label)
    ]


def values_by_label(document: BriefDocument) -> dict[str, str]:
    return {figure.label: figure.value for figure in document.figures}
