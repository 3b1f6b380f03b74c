"""The list of contents of a Word file: a field of Word's, already filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docx.oxml.ns import qn

from documents.word.elements import Element, w
from documents.word.paragraphs import Writer
from documents.word.text import Span

LISTED = 2  # levels of headings


class Heading(NamedTuple):
    level: int
    bookmark: str
    words: str


def write_contents(place: Element, headings: Sequence[Heading], writer: Writer) -> None:
    """From the paragraph `place` on; without page numbers, which only Word knows."""
    listed = [one for one in headings if one.level <= LISTED]
    lines = [place, *(w("p") for _more in listed[1:])]
    for line, heading in zip(lines, listed, strict=False):
        if line is not place:
            line.append(w("pPr", w("pStyle", val=f"TOC{heading.level}")))
        link = w("hyperlink", *writer.runs(Span(heading.words)), anchor=heading.bookmark)
        line.append(link)
    for before, line in zip(lines, lines[1:], strict=False):
        before.addnext(line)
    begin = [_mark("begin"), _instruction(rf' TOC \o "1-{LISTED}" \h \n '), _mark("separate")]
    for offset, one in enumerate(begin, 1):
        place.insert(offset, one)
    lines[-1].append(_mark("end"))


def _mark(kind: str) -> Element:
    return w("r", w("fldChar", fldCharType=kind))


def _instruction(words: str) -> Element:
    text = w("instrText")
    text.text = words
    text.set(qn("xml:space"), "preserve")
    return w("r", text)
