"""What the texts of a brief may call by name, and what each name stands for in one printing.

`[[figure:plans]]` is a figure of the frozen document, `[[see:recommendation-4]]` a place in it.
Names stay as they are when things are moved; numbers and values are those of the document.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from briefs.chapters import KEY, Chapter, title_of
from briefs.document import BriefDocument, Figure, FindingText
from documents.dialect import new_parser
from documents.marks import Called, Mark, Said, called_in

FINDING = re.compile(r"finding-.*\D-(\d+)")
LONGEST_SLUG = 40
NEAR = 0.6
PARSER = new_parser()
UNNUMBERED = (KEY.KEY_MESSAGES, KEY.REFERENCES, KEY.ACKNOWLEDGEMENTS)


@dataclass(frozen=True)
class Reference:
    """A place in the document: its name for ever, its words and address in this printing."""

    name: str
    words: str  # as printed: Recommendation 4
    about: str  # so that an author knows it
    anchor: str

    @property
    def mark(self) -> Mark:
        return Mark("see", self.name)


Address = Callable[[Figure], str]


def nowhere(figure: Figure) -> str:
    return ""


class Names:
    def __init__(
        self, figures: Sequence[Figure], references: Sequence[Reference], address: Address = nowhere
    ) -> None:
        self.figures = {figure.key: figure for figure in figures}
        self.references = {stable(reference.name): reference for reference in references}
        self.address = address

    def look_up(self, mark: Mark) -> Said:
        """In the language of the document. A name of nothing is shown as it was typed."""
        if mark.kind == "figure" and mark.name in self.figures:
            figure = self.figures[mark.name]
            return Said(figure.value, self.address(figure))
        reference = self.references.get(stable(mark.name)) if mark.kind == "see" else None
        if reference is None:
            return Said(str(mark), is_broken=True)
        return Said(reference.words, f"#{reference.anchor}")

    def nearest(self, mark: Mark) -> Mark | None:
        """What was meant, if it is nearly what was written."""
        known = [Mark("figure", key) for key in self.figures]
        known += [reference.mark for reference in self.references.values()]
        by_name = {each.name: each for each in known}
        found = difflib.get_close_matches(mark.name, by_name, n=1, cutoff=NEAR)
        return by_name[found[0]] if found else None


def stable(name: str) -> str:
    """A finding is known by the end of its name: its title, and so the rest, may change."""
    found = FINDING.fullmatch(name)
    return f"finding {found[1]}" if found else name


def references_of(
    document: BriefDocument, chapters: Sequence[Chapter], numbers: Mapping[str, int]
) -> list[Reference]:
    """In the order of the catalogue. `numbers` are those of the tables and of the charts."""
    return [
        *of_sections(document, chapters),
        *of_findings(document),
        *of_recommendations(document),
        *of_boxes(document),
        *of_tables(numbers),
    ]


def of_sections(document: BriefDocument, chapters: Sequence[Chapter]) -> Iterator[Reference]:
    for chapter in chapters:
        words = _("Section %(number)s") % {"number": chapter.number}
        yield Reference(f"section-{chapter.key}", words, chapter.title, chapter.key)
    for key in UNNUMBERED:
        section = document.section(key)
        if section and section.text.strip():
            title = title_of(document, key)
            yield Reference(f"section-{key}", title, title, str(key))


def of_findings(document: BriefDocument) -> Iterator[Reference]:
    for finding in document.findings:
        words = _("Finding %(number)s") % {"number": finding.number}
        yield Reference(finding_name(finding), words, finding.title, f"finding-{finding.number}")


def finding_name(finding: FindingText) -> str:
    """finding-livelihoods-come-first-12: its key among all findings, in words for its author."""
    slug = slugify(finding.title)[:LONGEST_SLUG].strip("-0123456789") or "row"
    return f"finding-{slug}-{finding.row}"


def of_recommendations(document: BriefDocument) -> Iterator[Reference]:
    for each in document.recommendations:
        name = f"recommendation-{each.number}"
        words = _("Recommendation %(number)s") % {"number": each.number}
        yield Reference(name, words, each.text, name)


def of_boxes(document: BriefDocument) -> Iterator[Reference]:
    for city in document.boxed_cities:
        name = f"city-{city.slug}"
        yield Reference(name, city.name, _("Box of the city"), name)


def of_tables(numbers: Mapping[str, int]) -> Iterator[Reference]:
    tables = {
        "cities": _("Cities of this brief"),
        "people": _("Participants by workshop"),
        "matrix": _("Actions by pathway and city"),
        "sources": _("Where the main figures come from"),
    }
    charts = {
        "map": _("Where the cities are"),
        "pathways": _("Where the actions of the published plans are"),
        "participation": _("Women and men at the workshops"),
    }
    for key in filter(numbers.__contains__, tables):
        words = _("Table %(number)s") % {"number": numbers[key]}
        yield Reference(f"table-{key}", words, tables[key], f"table-{key}")
    for key in filter(numbers.__contains__, charts):
        words = _("Figure %(number)s") % {"number": numbers[key]}
        yield Reference(f"chart-{key}", words, charts[key], f"chart-{key}")


def called_by(text: str) -> Called:
    return called_in(text, PARSER)


def broken_in(document: BriefDocument, names: Names) -> Iterator[tuple[str, Mark]]:
    """Title of the part, and what it calls that there is not."""
    for section in document.sections:
        for mark in called_by(section.text).marks:
            if names.look_up(mark).is_broken:
                yield section.title, mark
