"""Paragraphs and their runs, as elements of one part of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b
from itertools import count
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from documents.dialect import is_link_allowed
from documents.word.elements import Element, clean, is_rtl, w
from documents.word.text import Span, Text, plain, spans_of

NOT_IN_NAMES = re.compile(r"\W", re.ASCII)
BREAKS = re.compile("([\n\t])")
MARK = "m_"


class Writer:
    """Makes paragraphs for one part: links are that part's relations, notes go to `notes`.

    A paragraph without a letter runs as the document does: from the right if `is_rtl`.
    """

    def __init__(self, part: Any, notes: Any = None, *, is_rtl: bool = False) -> None:
        self.part = part
        self.notes = notes
        self.is_rtl = is_rtl
        self.marks = count(1)  # of bookmarks and controls: none has the number of another

    def paragraph(self, text: Text, style: str, **properties: Element | None) -> Element:
        """`properties` are further elements of its own: keep, numbering, alignment, …"""
        spans = [span for span in spans_of(text) if span.text or span.note]
        runs_from_right = is_rtl(plain(spans), otherwise=self.is_rtl)
        made = w("p", paragraph_properties(style, runs_from_right, **properties))
        for span in spans:
            made.extend(self.runs(span))
        return made

    def runs(self, span: Span) -> Iterator[Element]:
        """With a mark, it is found again in the file that comes back."""
        made = [self._linked(span) if span.link else run(span)] if span.text else []
        if span.note and self.notes is not None:
            made = [*made, self.notes.call(span.note)]
        if span.mark:
            made = self._controlled(made, span.mark) if span.text else self._named(made, span.mark)
        if span.anchor:
            made = self.marked(anchor_name(span.anchor), *made)
        yield from made

    def marked(self, name: str, *content: Element) -> list[Element]:
        """Between the two ends of a bookmark."""
        number = next(self.marks)
        return [
            w("bookmarkStart", id=number, name=name), *content, w("bookmarkEnd", id=number)
        ]  # fmt: skip

    def _controlled(self, made: list[Element], typed: str) -> list[Element]:
        """A control, which typing over leaves; a bookmark too, for programs that drop controls."""
        name = w("alias", val=clean(typed)[:64]), w("tag", val=mark_name(typed))
        properties = w("sdtPr", *name, w("id", val=next(self.marks)))
        return self._named([w("sdt", properties, w("sdtContent", *made))], typed)

    def _named(self, made: list[Element], typed: str) -> list[Element]:
        return self.marked(f"{mark_name(typed)}_{next(self.marks)}", *made)

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


def paragraph_properties(
    style: str, runs_from_right: bool, **more: Element | None
) -> Element:  # fmt: skip
    """In the order of the schema: numbering before borders, direction before indents."""
    direction = w("bidi") if runs_from_right else None
    return w(
        "pPr", w("pStyle", val=style), more.get("keep"), more.get("break_before"),
        more.get("numbering"), more.get("shade"), more.get("tabs"), direction, more.get("spacing"),
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
        w("color", val=span.colour) if span.colour else None,
        w("rtl") if is_right_to_left else None,
        language(span.language, is_right_to_left) if span.language else None,
    ]
    return w("rPr", *chosen) if any(one is not None for one in chosen) else None


def language(code: str, is_right_to_left: bool) -> Element:
    return w("lang", bidi=code) if is_right_to_left else w("lang", val=code, eastAsia=code)


def mark_name(typed: str) -> str:
    """What its control is called and its bookmark begins with: those hold forty signs."""
    return MARK + blake2b(typed.encode(), digest_size=6).hexdigest()


def anchor_name(anchor: str) -> str:
    """Of the bookmark that a link leads to."""
    return "a_" + NOT_IN_NAMES.sub("_", anchor)[:38]
