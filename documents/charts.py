"""Charts as values; `templates/documents/charts/` draws them, for page and PDF alike.

The SVG holds bars and digits and a title that says all of it; words stand beside it in HTML.
Colours are attributes, so that print needs no style sheet; a page's own style overrides them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

FILLS = {"m": "#123c56", "w": "#c3d4e1", "o": "#7fa3bd", "u": "#ffffff"}
DARK = {"#123c56", "#8a3b12"}
OTHER_FILL = "#7fa3bd"
DIGIT_WIDTH = 4.4  # of a bar's figure, in points at 7 pt
INK = "#1c242c"


@dataclass(frozen=True)
class Part:
    css_class: str
    value: int
    label: str
    colour: str = ""

    @property
    def fill(self) -> str:
        return self.colour or FILLS.get(self.css_class, OTHER_FILL)

    @property
    def text_fill(self) -> str:
        return "#ffffff" if self.fill in DARK else INK


@dataclass(frozen=True)
class Segment:
    """A part in its place along the bar."""

    part: Part
    start: float
    width: float

    @property
    def middle(self) -> float:
        return self.start + self.width / 2

    @property
    def label_at(self) -> float:
        """Where digits that stand behind the bar begin."""
        return round(self.start + self.width + 3, 2)

    @property
    def has_room(self) -> bool:
        return self.width >= DIGIT_WIDTH * len(str(self.part.value)) + 3


@dataclass(frozen=True)
class Bar:
    """One bar of stacked parts, such as men, women and not stated."""

    parts: list[Part]

    @property
    def total(self) -> int:
        return sum(part.value for part in self.parts)

    @property
    def label(self) -> str:
        return ", ".join(part.label for part in self.parts if part.value and part.label)

    @property
    def segments(self) -> Iterator[Segment]:
        return self.segments_at(1)

    def segments_at(self, scale: float) -> Iterator[Segment]:
        start = 0.0
        for part in self.parts:
            if part.value:
                width = round(part.value * scale, 2)
                yield Segment(part, round(start, 2), width)
                start += width


@dataclass(frozen=True)
class ChartRow:
    top: float
    line: float  # on which its digits stand
    segments: list[Segment]

    @property
    def tail(self) -> Segment | None:
        """The one part of a bar that is too short for its digits: they stand behind it."""
        alone = self.segments[0] if len(self.segments) == 1 else None
        return alone if alone and not alone.has_room else None


@dataclass(frozen=True)
class BarChart:
    """Bars under one another on one scale; the labels of its rows stand beside it in HTML."""

    title: str  # says every figure in words
    bars: list[Bar]
    width: float = 330
    row_height: float = 18
    longest: int = 0  # what the full width stands for; nought: the longest bar
    has_digits: bool = True

    @property
    def height(self) -> float:
        return self.row_height * len(self.bars)

    @property
    def rows(self) -> Iterator[ChartRow]:
        most = self.longest or max((bar.total for bar in self.bars), default=0)
        scale = self.width / most if most else 0
        for index, bar in enumerate(self.bars):
            top = round(index * self.row_height + self.row_height * 0.14, 2)
            line = round(top + self.bar_height * 0.78, 2)
            yield ChartRow(top, line, list(bar.segments_at(scale)))

    @property
    def bar_height(self) -> float:
        return round(self.row_height * 0.72, 2)
