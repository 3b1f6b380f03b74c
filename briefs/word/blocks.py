"""Which texts of a brief are blocks of its Word file, and by which ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from briefs.chapters import Chapter
from briefs.document import BriefDocument
from documents.word import block_id_of

TITLE, SUBTITLE = "title", "subtitle"
SECTION, SECTION_TITLE = "section", "section-title"
FINDING, FINDING_TITLE = "finding", "finding-title"
RECOMMENDATION, VISION = "recommendation", "vision"
LINES = (TITLE, SUBTITLE, SECTION_TITLE, FINDING_TITLE)  # one line, without Markdown
MARKDOWN = (SECTION, FINDING)  # the others are plain text


@dataclass(frozen=True)
class BlockText:
    """A text of an edition. `kind` and `key` say which row of the portal it was read from."""

    kind: str
    key: str
    label: str
    text: str

    @property
    def id(self) -> str:
        return block_id_of(self.kind, self.key) if self.key else self.kind

    @property
    def is_line(self) -> bool:
        return self.kind in LINES


def block_texts(document: BriefDocument) -> dict[str, BlockText]:
    """By id, in the order of the document."""
    return {block.id: block for block in blocks_of(document)}


def blocks_of(document: BriefDocument) -> Iterator[BlockText]:
    yield BlockText(TITLE, "", _("Title"), document.title)
    yield BlockText(SUBTITLE, "", _("Subtitle"), document.subtitle)
    for section in document.sections:
        label = _("Heading of %(part)s") % {"part": section.title}
        yield BlockText(SECTION_TITLE, section.key, label, section.title)
        yield BlockText(SECTION, section.key, section.title, section.text)
    for finding in document.findings:
        name = _("Finding %(number)s") % {"number": finding.number}
        yield BlockText(FINDING_TITLE, str(finding.row), name, finding.title)
        yield BlockText(FINDING, str(finding.row), f"{name}: {finding.title}", finding.text)
    for city in document.boxed_cities:
        if city.box:
            yield BlockText(VISION, city.slug, _("Vision of %(city)s") % {"city": city.name},
                            city.box.vision)  # fmt: skip
    for each in document.recommendations:
        label = _("Recommendation %(number)s") % {"number": each.number}
        yield BlockText(RECOMMENDATION, str(each.row), label, each.text)


def prefixes_of(document: BriefDocument, chapters: Sequence[Chapter]) -> dict[str, str]:
    """What the portal puts before a title, by the id of its block. In the document's language."""
    prefixes = {
        block_id_of(SECTION_TITLE, chapter.key): str(chapter.number) for chapter in chapters
    }
    for finding in document.findings:
        name = _("Finding %(number)s") % {"number": finding.number}
        prefixes[block_id_of(FINDING_TITLE, str(finding.row))] = name
    return prefixes
