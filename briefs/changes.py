"""Two states of a brief beside each other: every figure old and new, and the words that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefs.cells import cells_of
from briefs.document import BriefDocument, Figure
from writing.passages import Passage, Reworded, in_order, side_by_side


class What(models.TextChoices):
    CHANGED = "changed", gettext_lazy("changed")
    NEW = "new", gettext_lazy("new")
    GONE = "gone", gettext_lazy("gone")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")


@dataclass(frozen=True)
class FigureChange:
    key: str
    label: str
    before: str  # empty: not printed
    now: str  # empty: no longer printed
    what: What


@dataclass(frozen=True)
class CameAndWent:
    """Names that stand in one of the two states only."""

    came: tuple[str, ...]
    went: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.came or self.went)


@dataclass(frozen=True)
class Changes:
    figures: tuple[FigureChange, ...]
    texts: tuple[Reworded, ...]  # those that differ
    cities: CameAndWent
    workshops: CameAndWent

    @property
    def counts(self) -> list[tuple[What, int]]:
        count = Counter(figure.what for figure in self.figures)
        return [(what, count[what]) for what in What]

    @property
    def moved_figures(self) -> tuple[FigureChange, ...]:
        return tuple(figure for figure in self.figures if figure.what != What.UNCHANGED)

    def __bool__(self) -> bool:
        return bool(self.moved_figures or self.texts or self.cities or self.workshops)


def changes_between(before: BriefDocument, now: BriefDocument) -> Changes:
    """Reads nothing: both values are whole."""
    passages = side_by_side(passages_of(before), passages_of(now))
    return Changes(
        figures=tuple(figure_changes(before, now)),
        texts=tuple(passage for passage in passages if not passage.is_same),
        cities=came_and_went(
            {city.slug: city.name for city in before.cities},
            {city.slug: city.name for city in now.cities},
        ),
        workshops=came_and_went(
            {workshop.slug: workshop.title for workshop in before.workshops},
            {workshop.slug: workshop.title for workshop in now.workshops},
        ),
    )


def figure_changes(before: BriefDocument, now: BriefDocument) -> Iterator[FigureChange]:
    """By key, for a label may change with its figure: *at 2 workshops*, then *at 3 workshops*."""
    old, new = by_key(before.figures), by_key(now.figures)
    for key in in_order(list(old), list(new)):
        yield figure_change(key, old.get(key), new.get(key))
    yield from cell_changes(before, now)


def cell_changes(before: BriefDocument, now: BriefDocument) -> Iterator[FigureChange]:
    """Cells of tables that stand in both and differ: what stays is too much to read."""
    old, new = cells_of(before), cells_of(now)
    for key in new:
        if key in old and old[key].value != new[key].value:
            yield figure_change(key, old[key], new[key])


def by_key(figures: Iterable[Figure]) -> dict[str, Figure]:
    return {figure.key: figure for figure in figures}


def figure_change(key: str, old: Figure | None, new: Figure | None) -> FigureChange:
    before, now = old.value if old else "", new.value if new else ""
    if old and new:
        what = What.UNCHANGED if before == now else What.CHANGED
    else:
        what = What.NEW if new else What.GONE
    shown = new or old
    return FigureChange(key, shown.label if shown else key, before, now, what)


def came_and_went(before: dict[str, str], now: dict[str, str]) -> CameAndWent:
    return CameAndWent(
        came=tuple(name for slug, name in now.items() if slug not in before),
        went=tuple(name for slug, name in before.items() if slug not in now),
    )


def passages_of(document: BriefDocument) -> list[Passage]:
    """All that was written, in reading order; what is only counted is among the figures."""
    return [passage for passage in all_passages(document) if passage.text.strip()]


def all_passages(document: BriefDocument) -> Iterator[Passage]:
    yield Passage("title", _("Title"), lines(document.title, document.subtitle))
    cover = lines(document.series, document.symbol)
    yield Passage("cover", _("Series and document symbol"), cover)
    for section in document.sections:
        yield Passage(f"section-{section.key}", section.title, section.text)
    for finding in document.findings:
        heading = _("Finding %(number)d") % {"number": finding.number}
        yield Passage(f"finding-{finding.row}", heading, lines(finding.title, finding.text))
    for city in document.boxed_cities:
        yield Passage(f"city-{city.slug}", city.name, city.box.vision if city.box else "")
    for each in document.recommendations:
        heading = _("Recommendation %(number)d") % {"number": each.number}
        yield Passage(f"recommendation-{each.row}", heading, lines(each.addressee, each.text))


def lines(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))
