"""What every part of the file is written with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.text import Truncator

from briefs.document import BriefDocument
from briefs.document.content import Figure, MatrixPillar, MatrixRow, PathwayName, WorkshopText
from briefs.models import Edition
from briefs.stamps import Stamp
from documents.marks import LookUp, Mark
from documents.word import BoxLook, Span, WordDocument, block_id_of

DEEP_FILL, TINT, EDGE, OPEN = "123C56", "EEF3F7", "C3D4E1", "8A3B12"
STAMPED = BoxLook(edge=DEEP_FILL, padding=113, edge_size=12)
STAMPED_OPEN = BoxLook(edge=OPEN, padding=113, edge_size=8)
SIGNS = re.compile(r"[/.]")
LRM = "\u200e"  # keeps 19 (11/8) in its order inside a text that runs from the right


@dataclass
class Pen:
    word: WordDocument
    document: BriefDocument
    edition: Edition
    look_up: LookUp

    def figure(self, figure: Figure, *, is_bold: bool = False) -> Span:
        """A figure that is known again when the file comes back."""
        return Span(self.line(figure.value), mark=mark_of(figure.key), is_bold=is_bold)

    def line(self, text: str) -> str:
        """Figures between which nothing is to be turned round."""
        return f"{LRM}{text}{LRM}" if self.word.is_rtl and SIGNS.search(text) else text

    def add_text(
        self, block_id: str, text: str, *, label: str, top_heading: int = 3, style: str = "BodyText"
    ) -> None:
        """Markdown as a block."""
        self.word.add_block(
            block_id, text, label=label, top_heading=top_heading, style=style,
            look_up=self.look_up,
        )  # fmt: skip

    def add_titled(
        self, kind: str, key: str, *, prefix: str, title: str, level: int, anchor: str
    ) -> None:
        """A heading of which only the words after its number were written by people."""
        with self.word.block(block_id_of(kind, key), label=title):
            spans = [Span(f"{prefix} ", style="Number", mark=prefix), Span(title)]
            self.word.add_heading(spans, level, anchor=anchor)

    def add_note(self, name: str, text: str) -> None:
        self.word.add_paragraph([Span(f"{name} ", is_bold=True), Span(text)], style="Note")

    def add_stamp(self, stamp: Stamp) -> None:
        with self.word.box(STAMPED_OPEN if stamp.is_open else STAMPED):
            self.word.add_paragraph(stamp_text(stamp), style="Stamp")


def stamp_text(stamp: Stamp) -> list[Span]:
    lines = "".join(f"\n{line}" for line in stamp.lines)
    colour = OPEN if stamp.is_open else DEEP_FILL
    return [Span(stamp.title, style="StampTitle", colour=colour), Span(lines, colour=colour)]


def title_of(
    thing: WorkshopText | MatrixPillar | MatrixRow | PathwayName, *, most: int | None = None
) -> list[Span]:
    """In its own language; with the sign of a working title, and cut where there is no room."""
    dagger = "†" if getattr(thing, "is_working_title", False) else ""
    title = Truncator(thing.title).chars(most) if most else thing.title
    return [Span(f"{title}{dagger}", language=thing.language)]


def mark_of(key: str) -> str:
    """As a figure is called in by a text."""
    return str(Mark("figure", key))
