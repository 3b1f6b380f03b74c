"""What a file changes, beside what the portal says now: a change, a conflict, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from briefs.document import BriefDocument
from briefs.models import BlockTranslation, Brief, BriefCity
from briefs.returned.reading import Returned, ReturnedText
from briefs.translations.blocks import Block, blocks_of
from briefs.word import BlockText, block_texts
from briefs.word.blocks import (
    FINDING,
    FINDING_TITLE,
    MARKDOWN,
    RECOMMENDATION,
    SECTION,
    SECTION_TITLE,
    SUBTITLE,
    TITLE,
    VISION,
)
from recommendations.models import Wording
from recommendations.validation import validations_of
from writing.differences import Segment, compare, excerpts
from writing.forms import longest_text
from writing.models import Versioned
from writing.values import canonical, fingerprint

FIELDS = {
    TITLE: "title", SUBTITLE: "subtitle", SECTION: "text", SECTION_TITLE: "title",
    FINDING: "text", FINDING_TITLE: "title", RECOMMENDATION: "text", VISION: "vision",
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """The row of the portal that a block was read from, as it is now."""

    thing: models.Model
    field: str
    text: str

    @property
    def seen(self) -> str:
        """What a choice was made beside: the row's version, and the text itself."""
        version = self.thing.version if isinstance(self.thing, Versioned) else 0
        return f"{version}-{fingerprint(self.text)}"


@dataclass(frozen=True)
class Proposal:
    block: BlockText
    returned: ReturnedText
    target: Target | None  # None: no longer in the brief
    problem: str = ""  # why it cannot be taken
    remark: str = ""  # what taking it does besides

    @property
    def id(self) -> str:
        return self.block.id

    @property
    def now(self) -> str:
        return self.target.text if self.target else ""

    @property
    def is_there(self) -> bool:
        """Somebody has written the same into the portal already."""
        return self.target is not None and canonical(self.now) == canonical(self.returned.said)

    @property
    def is_conflict(self) -> bool:
        """Changed in the portal since the file went out."""
        return self.target is not None and canonical(self.now) != canonical(self.returned.sent)

    @property
    def is_markdown(self) -> bool:
        return self.block.kind in MARKDOWN

    @property
    def is_sure(self) -> bool:
        """Nothing about it needs a second look."""
        returned = self.returned
        return not (self.is_conflict or self.problem or self.remark or returned.lost
                    or returned.numbers)  # fmt: skip

    @cached_property
    def segments(self) -> list[Segment]:
        return excerpts(compare(self.returned.sent, self.returned.said))

    @cached_property
    def portal_segments(self) -> list[Segment]:
        """Of a conflict: what the portal changed since."""
        return excerpts(compare(self.returned.sent, self.now))


def proposals_of(brief: Brief, document: BriefDocument, returned: Returned) -> list[Proposal]:
    """One for each block that the file changed and that is not in the portal so already."""
    blocks, targets = block_texts(document), Targets(brief)
    made = (
        proposal_of(blocks[text.id], text, targets) for text in returned.texts if text.id in blocks
    )
    return [proposal for proposal in made if not proposal.is_there]


def proposal_of(block: BlockText, returned: ReturnedText, targets: Targets) -> Proposal:
    target = targets.of(block)
    if target is None:
        return Proposal(block, returned, None, _("It is no longer part of the brief."))
    problem = problem_with(block, target, returned.said)
    return Proposal(block, returned, target, problem, targets.remark_on(block, target))


def problem_with(block: BlockText, target: Target, text: str) -> str:
    """In words, as the form of that row would say it."""
    field: Any = target.thing._meta.get_field(target.field)
    if isinstance(target.thing, BlockTranslation) and block.kind in {TITLE, SUBTITLE}:
        field = Brief._meta.get_field(FIELDS[block.kind])
    try:
        if isinstance(field, models.TextField):
            longest_text(text)
        field.clean(text, target.thing)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


class Targets:
    """The rows that the blocks of a brief are read from; a query for each kind."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief

    def of(self, block: BlockText) -> Target | None:
        if self.brief.translation_of_id is not None:
            return self.translated(block)
        thing = self.thing_of(block)
        field = FIELDS[block.kind]
        if thing is None:
            return None
        return Target(thing, field, getattr(thing, field))

    def translated(self, block: BlockText) -> Target | None:
        """Of a translation only its own words are written; one not yet said prints the source's."""
        found = self.translations.get("-".join(filter(None, [block.kind, block.key])))
        if found is None:
            return None
        row = found.row or BlockTranslation(brief=self.brief, key=found.key)
        if block.kind in {TITLE, SUBTITLE}:
            return Target(row, "text", getattr(self.brief, FIELDS[block.kind]))
        return Target(row, "text", row.text or found.source.text)

    @cached_property
    def translations(self) -> Mapping[str, Block]:
        return {block.key: block for block in blocks_of(self.brief)}

    def thing_of(self, block: BlockText) -> models.Model | None:
        if block.kind in {TITLE, SUBTITLE}:
            return self.brief
        rows = {
            SECTION: self.sections, SECTION_TITLE: self.sections, FINDING: self.findings,
            FINDING_TITLE: self.findings, RECOMMENDATION: self.wordings, VISION: self.cities,
        }  # fmt: skip
        return rows[block.kind].get(block.key)

    @cached_property
    def sections(self) -> Mapping[str, models.Model]:
        return {section.key: section for section in self.brief.sections.all()}

    @cached_property
    def findings(self) -> Mapping[str, models.Model]:
        return {str(finding.pk): finding for finding in self.brief.findings.all()}

    @cached_property
    def cities(self) -> Mapping[str, models.Model]:
        rows = self.brief.brief_cities.select_related("project_city__city")
        return {row.project_city.city.slug: row for row in rows}

    @cached_property
    def validations(self) -> Mapping[str, Any]:
        recommendations = self.brief.recommendations.all()
        found = validations_of(recommendations, self.brief.language)
        return {str(pk): validation for pk, validation in found.items()}

    @cached_property
    def wordings(self) -> Mapping[str, models.Model]:
        return {key: validation.wording for key, validation in self.validations.items()}

    def remark_on(self, block: BlockText, target: Target) -> str:
        thing = target.thing
        if isinstance(thing, Wording):
            words = _(
                "It becomes wording %(next)d of the recommendation. What a round said of wording "
                "%(number)d does not pass over to it."
            )
            return words % {"next": thing.number + 1, "number": thing.number}
        if isinstance(thing, BriefCity) and thing.confirmed_at:
            return _("The city’s focal point confirmed the box as it was, and is to do so anew.")
        if block.kind in {FINDING, FINDING_TITLE}:
            return _("It changes the finding of the project, in every brief that prints it.")
        return ""
