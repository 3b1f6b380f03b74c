"""Charts as values; `templates/documents/charts/` draws them, for page and PDF alike.

The SVG holds bars and a title that says all of it; words and figures stand beside it in HTML,
where they are drawn twenty times as fast, and as text should be.
Colours are attributes, so that print needs no style sheet; a page's own style overrides them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

FILLS = {"m": "#123c56", "w": "#c3d4e1", "o": "#7fa3bd", "u": "#ffffff"}
OTHER_FILL = "#7fa3bd"
MOST_YEARS, STEPS = 12, (1, 2, 5, 10, 50, 100, 1000)  # named below a timeline


@dataclass(frozen=True)
class Part:
    css_class: str
    value: int
    label: str
    colour: str = ""

    @property
    def fill(self) -> str:
        return self.colour or FILLS.get(self.css_class, OTHER_FILL)


@dataclass(frozen=True)
class Segment:
    """A part in its place along the bar."""

    part: Part
    start: float
    width: float


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
    segments: list[Segment]


@dataclass(frozen=True)
class BarChart:
    """Bars under one another on one scale; the labels of its rows stand beside it in HTML."""

    title: str  # says every figure in words
    bars: list[Bar]
    width: float = 330
    row_height: float = 18
    longest: int = 0  # what the full width stands for; nought: the longest bar

    @property
    def height(self) -> float:
        return self.row_height * len(self.bars)

    @property
    def rows(self) -> Iterator[ChartRow]:
        most = self.longest or max((bar.total for bar in self.bars), default=0)
        scale = self.width / most if most else 0
        for index, bar in enumerate(self.bars):
            top = round(index * self.row_height + self.row_height * 0.14, 2)
            yield ChartRow(top, list(bar.segments_at(scale)))

    @property
    def bar_height(self) -> float:
        return round(self.row_height * 0.72, 2)


@dataclass(frozen=True)
class Span:
    """From day to day; of which one may be unknown, or both."""

    starts_on: datetime.date | None
    ends_on: datetime.date | None
    label: str  # says what it is, and is read with its days
    css_class: str = "m"
    colour: str = ""

    @property
    def fill(self) -> str:
        return self.colour or FILLS.get(self.css_class, OTHER_FILL)


@dataclass(frozen=True)
class SpanBar:
    """A span in its place: `start` and `width` in the units of its timeline.

    An unknown beginning or end is drawn as a short stretch at the day that is known.
    """

    span: Span
    start: float
    width: float


@dataclass(frozen=True)
class Timeline:
    """Spans over whole years on one scale, twelve units a year; each row is its own picture."""

    first: int
    last: int
    spans: list[Span]

    @property
    def width(self) -> int:
        return 12 * (self.last - self.first + 1)

    @property
    def years(self) -> list[tuple[int, int]]:
        """Each year and where it begins; of very many only some."""
        most = (self.last - self.first) // MOST_YEARS
        step = next((one for one in STEPS if one > most), STEPS[-1])
        shown = range(self.first, self.last + 1)
        return [(year, 12 * (year - self.first)) for year in shown if year % step == 0]

    @property
    def bars(self) -> list[SpanBar | None]:
        """One for each span; None where no day is known."""
        return [self._bar(span) for span in self.spans]

    def _bar(self, span: Span) -> SpanBar | None:
        starts_on, ends_on = span.starts_on or span.ends_on, span.ends_on or span.starts_on
        if starts_on is None or ends_on is None:
            return None
        start, end = self._place(starts_on), self._place(ends_on)
        width = max(end - start, 1.0)  # a month at least, to be seen
        return SpanBar(span, round(min(start, self.width - 1.0), 2), round(width, 2))

    def _place(self, day: datetime.date) -> float:
        months = 12 * (day.year - self.first) + day.month - 1 + (day.day - 1) / 31
        return min(max(months, 0.0), float(self.width))
