"""What stands around the text: paper, running head, page numbers, the mark of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from documents.word.elements import Element, clean, part_xml, w
from documents.word.paragraphs import run
from documents.word.text import Span

MARGIN = 1304  # 23 mm, in twentieths of a point
HEAD = 680
SHAPES = "{urn:schemas-microsoft-com:vml}"


class Paper(StrEnum):
    A4 = "a4"
    LETTER = "letter"

    @property
    def size(self) -> tuple[int, int]:
        return (11906, 16838) if self == Paper.A4 else (12240, 15840)


@dataclass(frozen=True)
class Frame:
    """`head` runs over every page but the first, `foot` under all; `mark` lies across them."""

    paper: Paper
    head: str = ""
    foot: str = ""
    mark: str = ""
    is_rtl: bool = False

    def text_width(self, *, is_wide: bool) -> int:
        width, height = self.paper.size
        return (height if is_wide else width) - 2 * MARGIN

    def section(self, part: Any, *, is_wide: bool, is_first: bool) -> Element:
        """The properties of a section, with its heads and feet in parts of their own."""
        width, height = self.paper.size[::-1] if is_wide else self.paper.size
        turned = {"orient": "landscape"} if is_wide else {}
        tab = self.text_width(is_wide=is_wide)
        return w(
            "sectPr",
            *self._ends(part, tab, is_first),
            w("pgSz", w=width, h=height, **turned),
            w(
                "pgMar", top=MARGIN + 200, right=MARGIN, bottom=MARGIN, left=MARGIN,
                header=HEAD, footer=HEAD, gutter=0,
            ),
            w("titlePg") if is_first else None,
            w("bidi") if self.is_rtl else None,
        )  # fmt: skip

    def _ends(self, part: Any, tab: int, is_first: bool) -> list[Element]:
        ends = [
            self._end(part, "header", "default", self._head(tab)),
            self._end(part, "footer", "default", self._foot(tab)),
        ]
        if is_first:
            ends.append(self._end(part, "header", "first", self._first_head()))
            ends.append(self._end(part, "footer", "first", self._foot(tab)))
        return ends

    def _end(self, part: Any, kind: str, pages: str, paragraph: Element) -> Element:
        add = part.add_header_part if kind == "header" else part.add_footer_part
        end, relation = add()
        for old in list(end._element):
            end._element.remove(old)
        end._element.append(paragraph)
        reference = w(f"{kind}Reference", type=pages)
        reference.set(qn("r:id"), relation)
        return reference

    @property
    def _direction(self) -> Element | None:
        return w("bidi") if self.is_rtl else None

    def _head(self, tab: int) -> Element:
        made = w("p", w("pPr", w("pStyle", val="Header"), self._direction), run(Span(self.head)))
        return self._marked(made)

    def _first_head(self) -> Element:
        return self._marked(w("p", w("pPr", w("pStyle", val="Footer"))))

    def _marked(self, paragraph: Element) -> Element:
        if self.mark:
            across = part_xml("watermark.xml")
            across.find(f".//{SHAPES}shape/{SHAPES}textpath").set("string", clean(self.mark))
            paragraph.append(across)
        return paragraph

    def _foot(self, tab: int) -> Element:
        made = w(
            "p",
            w(
                "pPr",
                w("pStyle", val="Footer"),
                w("tabs", w("tab", val="right", pos=tab)),
                self._direction,
            ),
            run(Span(f"{self.foot}\t")),
        )
        before, _of, after = _("Page %(page)s of %(pages)s").partition("%(pages)s")
        start, _at, between = before.partition("%(page)s")
        for piece in (
            run(Span(start)), _field("PAGE"), run(Span(between)), _field("NUMPAGES"),
            run(Span(after)),
        ):  # fmt: skip
            made.append(piece)
        return made


def _field(instruction: str) -> Element:
    return w("fldSimple", run(Span("1")), instr=instruction)
