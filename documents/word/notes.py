"""Footnotes: a part that python-docx does not know, with its two separators and our notes."""

from __future__ import annotations

from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart

from documents.word.elements import Element, part_xml, w
from documents.word.paragraphs import Writer
from documents.word.text import Span, Text, spans_of

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


class Notes:
    def __init__(self, document_part: Any, *, is_rtl: bool = False) -> None:
        self.part = XmlPart(
            PackURI("/word/footnotes.xml"), CONTENT_TYPE, part_xml("footnotes.xml"),
            document_part.package,
        )  # fmt: skip
        document_part.relate_to(self.part, RELATIONSHIP_TYPE.FOOTNOTES)
        self.writer = Writer(self.part, is_rtl=is_rtl)
        self.count = 0

    def call(self, text: Text) -> Element:
        """Keep the note; what is returned is its number where it is called."""
        self.count += 1
        paragraph = self.writer.paragraph([Span(" "), *spans_of(text)], "FootnoteText")
        paragraph.insert(1, _reference(w("footnoteRef")))
        self.part._element.append(w("footnote", paragraph, id=self.count))
        return _reference(w("footnoteReference", id=self.count))


def _reference(mark: Element) -> Element:
    return w("r", w("rPr", w("rStyle", val="FootnoteReference")), mark)
