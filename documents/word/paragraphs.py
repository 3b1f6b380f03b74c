"""Paragraphs and their runs, as elements of one part of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from documents.dialect import is_link_allowed
from documents.word.elements import Element, clean, is_rtl, w
from documents.word.text import Span, Text, plain, spans_of

NOT_IN_NAMES = re.compile(r"\W", re.ASCII)
BREAKS = re.compile("([\n\t])")


class Writer:
    """Makes paragraphs for one part: links are that part's relations, notes go to `notes`."""

    def __init__(self, part: Any, notes: Any = None) -> None:
        self.part = part
        self.notes = notes

    def paragraph(self, text: Text, style: str, **properties: Element | None) -> Element:
        """`properties` are further elements of its own: keep, numbering, alignment, …"""
        spans = [span for span in spans_of(text) if span.text or span.note]
        made = w("p", paragraph_properties(style, plain(spans), **properties))
        for span in spans:
            made.extend(self.runs(span))
        return made

    def runs(self, span: Span) -> Iterator[Element]:
        yield self._linked(span) if span.link else run(span)
        if span.note and self.notes is not None:
            yield self.notes.call(span.note)

    def _linked(self, span: Span) -> Element:
        made = w("hyperlink", run(span, style="Hyperlink"))
        if span.link.startswith("#"):
            made.set(qn("w:anchor"), anchor_name(span.link[1:]))
        elif is_link_allowed(span.link):
            relation = self.part.relate_to(clean(span.link), RELATIONSHIP_TYPE.HYPERLINK, True)
            made.set(qn("r:id"), relation)
        else:
            return run(span)
        return made


def paragraph_properties(style: str, text: str, **more: Element | None) -> Element:
    """In the order of the schema: numbering before borders, direction before indents."""
    direction = w("bidi") if is_rtl(text) else None
    return w(
        "pPr", w("pStyle", val=style), more.get("keep"), more.get("break_before"),
        more.get("numbering"), more.get("tabs"), direction, more.get("spacing"),
        more.get("indent"), more.get("alignment"),
    )  # fmt: skip


def run(span: Span, style: str = "") -> Element:
    made = w("r", run_properties(span, style or span.style))
    for piece in BREAKS.split(clean(span.text)):
        if piece == "\n":
            made.append(w("br"))
        elif piece == "\t":
            made.append(w("tab"))
        elif piece:
            text = w("t")
            text.text = piece
            text.set(qn("xml:space"), "preserve")
            made.append(text)
    return made


def run_properties(span: Span, style: str) -> Element | None:
    """In the order of the schema. A run in a right-to-left script says so, for its fonts."""
    is_right_to_left = is_rtl(span.text)
    chosen = [
        w("rStyle", val=style or "CodeText") if style or span.is_code else None,
        *([w("b"), w("bCs")] if span.is_bold else []),
        *([w("i"), w("iCs")] if span.is_italic else []),
        w("strike") if span.is_struck else None,
        w("rtl") if is_right_to_left else None,
        language(span.language, is_right_to_left) if span.language else None,
    ]
    return w("rPr", *chosen) if any(one is not None for one in chosen) else None


def language(code: str, is_right_to_left: bool) -> Element:
    return w("lang", bidi=code) if is_right_to_left else w("lang", val=code, eastAsia=code)


def anchor_name(anchor: str) -> str:
    """Of the bookmark that a link leads to."""
    return "a_" + NOT_IN_NAMES.sub("_", anchor)[:38]
