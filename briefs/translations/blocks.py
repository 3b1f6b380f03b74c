"""The texts of a brief that are translated, in reading order, each beside its translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefs.models import BlockTranslation, Brief
from briefs.translations.doubts import doubts_about
from recommendations.models import Recommendation
from recommendations.validation import validations_of
from workshops.models import Workshop
from writing.differences import Segment, compare
from writing.values import fingerprint

TITLE, SUBTITLE, SERIES = "title", "subtitle", "series"
COVER = (TITLE, SUBTITLE, SERIES)
NOT_PRINTED = (Workshop.State.DRAFT, Workshop.State.CANCELLED)


class Status(models.TextChoices):
    MISSING = "missing", gettext_lazy("not translated")
    STALE = "stale", gettext_lazy("source changed since")
    DOUBTFUL = "doubtful", gettext_lazy("a question")
    DONE = "done", gettext_lazy("translated")


@dataclass(frozen=True)
class SourceText:
    key: str
    part: str  # the heading it stands under
    label: str
    text: str
    is_line: bool = False  # one line, without Markdown

    @property
    def mark(self) -> str:
        """Twelve signs that a file carries, so that it is known later if the source moved."""
        return fingerprint(self.text)


@dataclass(frozen=True)
class Block:
    source: SourceText
    row: BlockTranslation | None

    @property
    def key(self) -> str:
        return self.source.key

    @property
    def text(self) -> str:
        return self.row.text if self.row else ""

    @property
    def is_stale(self) -> bool:
        return bool(self.row and self.row.text and self.row.source != self.source.text)

    @property
    def moved(self) -> list[Segment]:
        """What the source says now beside what it said when it was translated."""
        return compare(self.row.source, self.source.text) if self.row and self.is_stale else []

    @property
    def doubts(self) -> list[str]:
        """What differs though it should not, unless somebody said that it may."""
        if not self.text or (self.row and self.row.differs_on_purpose):
            return []
        return doubts_about(self.source.text, self.text)

    @property
    def status(self) -> Status:
        if not self.text.strip():
            return Status.MISSING
        if self.is_stale:
            return Status.STALE
        return Status.DOUBTFUL if self.doubts else Status.DONE


def blocks_of(translation: Brief) -> list[Block]:
    """Every text with its translation. As many queries for a hundred findings as for one."""
    rows = {row.key: row for row in translation.blocks.all()}
    return [Block(source, rows.get(source.key)) for source in sources_of(source_of(translation))]


def block_of(translation: Brief, key: str) -> Block | None:
    return next((block for block in blocks_of(translation) if block.key == key), None)


def source_of(translation: Brief) -> Brief:
    return translation.translation_of or translation


def sources_of(brief: Brief) -> list[SourceText]:
    """Those with anything in them."""
    makers = (
        cover_texts, section_texts, finding_texts, vision_texts, recommendation_texts,
        workshop_titles, pathway_titles,
    )  # fmt: skip
    return [text for make in makers for text in make(brief) if text.text.strip()]


def cover_texts(brief: Brief) -> Iterator[SourceText]:
    labels = {TITLE: _("Title"), SUBTITLE: _("Subtitle"), SERIES: _("Series")}
    for key in COVER:
        yield SourceText(key, _("Cover"), labels[key], getattr(brief, key), is_line=True)


def section_texts(brief: Brief) -> Iterator[SourceText]:
    for section in brief.sections.order_by("order"):
        heading = f"section-title-{section.key}"
        yield SourceText(heading, section.title, _("Heading"), section.title, is_line=True)
        yield SourceText(f"section-{section.key}", section.title, _("Text"), section.text)


def finding_texts(brief: Brief) -> Iterator[SourceText]:
    chosen = brief.brief_findings.select_related("finding").order_by("order", "pk")
    for number, row in enumerate(chosen, 1):
        finding, part = row.finding, _("Finding %(number)s") % {"number": number}
        key = f"finding-title-{finding.pk}"
        yield SourceText(key, part, _("In one sentence"), finding.title, is_line=True)
        yield SourceText(f"finding-{finding.pk}", part, _("Text"), finding.text)


def vision_texts(brief: Brief) -> Iterator[SourceText]:
    places = brief.brief_cities.select_related("project_city__city").order_by("order", "pk")
    for place in places:
        city = place.project_city.city
        yield SourceText(f"vision-{city.slug}", city.name, _("Vision"), place.vision)


def recommendation_texts(brief: Brief) -> Iterator[SourceText]:
    """The current wordings in the language of the brief."""
    rows = list(recommendations_of(brief))
    validations = validations_of(rows, brief.language)
    for row in rows:
        part = _("Recommendation %(number)s") % {"number": row.number}
        addressee = f"addressee-{row.pk}"
        yield SourceText(addressee, part, _("Addressed to"), row.addressee, is_line=True)
        if row.pk in validations:
            text = validations[row.pk].wording.text
            yield SourceText(f"recommendation-{row.pk}", part, _("Wording"), text)


def workshop_titles(brief: Brief) -> Iterator[SourceText]:
    held = brief.workshops.exclude(state__in=NOT_PRINTED).order_by("starts_on", "title")
    for workshop in held:
        key, part = f"workshop-{workshop.slug}", _("Workshops")
        yield SourceText(key, part, _("Title"), workshop.title, is_line=True)


def pathway_titles(brief: Brief) -> Iterator[SourceText]:
    """Of the framework as every table by pathway prints them, pillar by pillar."""
    pathways = brief.project.framework.pathways.select_related("pillar").order_by("order")
    for pillar, group in groupby(pathways, key=lambda pathway: pathway.pillar):
        key, part = slugify(f"pillar-{pillar.code}"), _("Pathways")
        yield SourceText(key, part, _("Pillar"), pillar.title, is_line=True)
        for each in group:
            key = slugify(f"pathway-{each.code}")
            yield SourceText(key, part, each.code, each.title, is_line=True)


def recommendations_of(brief: Brief) -> Iterable[Recommendation]:
    chosen = brief.brief_recommendations.select_related("recommendation")
    return [row.recommendation for row in chosen.order_by("order", "pk")]
