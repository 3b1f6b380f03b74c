"""What a Word file carries beside its text: comments, tracked joins, the name of what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from documents.word.elements import Element

MOST_COMMENTS, LONGEST = 500, 2000


@dataclass(frozen=True)
class WordComment:
    author: str
    text: str
    about: str  # the words it stands beside
    block: str  # empty: outside every block


def accept_joins(body: Element) -> None:
    """A paragraph whose end was deleted, tracked, goes on into the next."""
    for paragraph in list(body.iter(qn("w:p"))):
        mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}")
        following = paragraph.getnext()
        if mark is None or following is None or following.tag != qn("w:p"):
            continue
        properties = following.find(qn("w:pPr"))
        place = 0 if properties is None else 1
        own = [child for child in paragraph if child.tag != qn("w:pPr")]
        for offset, child in enumerate(own):
            following.insert(place + offset, child)
        paragraph.getparent().remove(paragraph)


def comments_of(part: Any, placed: Iterable[tuple[Element, str]]) -> tuple[WordComment, ...]:
    found = [one for one in part.rels.values() if one.reltype.endswith("/comments")]
    if not found or found[0].is_external:
        return ()
    beside = {
        reference.get(qn("w:id")): (block, element)
        for element, block in placed
        for reference in element.iter(qn("w:commentReference"))
    }
    rows = parse_xml(found[0].target_part.blob).findall(qn("w:comment"))[:MOST_COMMENTS]
    return tuple(_comment(row, *beside.get(row.get(qn("w:id")), ("", None))) for row in rows)


def _comment(row: Element, block: str, element: Element | None) -> WordComment:
    words = "\n".join(_words(paragraph) for paragraph in row.iter(qn("w:p")))
    about = _words(element) if element is not None else ""
    return WordComment(row.get(qn("w:author"), ""), words.strip()[:LONGEST], about[:LONGEST], block)


def _words(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def identifier_of(part: Any) -> str:
    """Programs that drop the identifier keep the keywords, whose first it is."""
    properties = part.package.core_properties
    return str(properties.identifier or properties.keywords.partition(",")[0]).strip()
