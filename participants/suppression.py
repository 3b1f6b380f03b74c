"""What the public may see of a table of people, so that nobody in it can be recognised."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _

from participants.breakdown import GenderBreakdown
from participants.report import BreakdownRow

SMALLEST = 5


@dataclass(frozen=True)
class PublicRow:
    """A row as the public sees it: whole, only its total, or not at all."""

    label: str
    breakdown: GenderBreakdown | None  # None: women and men are not told apart
    total: int | None  # None: hidden
    is_small: bool = False  # told only where every hidden row is small
    key: str = ""

    @property
    def text(self) -> str:
        if self.breakdown is not None:
            return str(self.breakdown)
        if self.total is not None:
            return str(self.total)
        if self.is_small:
            return _("under %(count)d") % {"count": SMALLEST}
        return _("not shown")


def public_rows(rows: Iterable[BreakdownRow]) -> list[PublicRow]:
    """Rows whose cells of fewer than five people are hidden, beside a total that is shown.

    A further row is hidden where the total would give a hidden one away; then nothing says which
    of them is small. Women and men are not told apart in a row of which one of them is few, nor in
    a further row that would tell.
    """
    shown = [row for row in rows if row.breakdown.total]
    small = {row.label for row in shown if row.breakdown.total < SMALLEST}
    further = _further_row(shown, small)
    hidden = small | further
    joined = {row.label for row in shown if row.label not in hidden and _has_few(row)}
    if len(hidden | joined) == 1:
        joined |= _smallest(shown, besides=hidden | joined)
    return [
        PublicRow(
            label=row.label,
            breakdown=None if row.label in hidden | joined else row.breakdown,
            total=None if row.label in hidden else row.breakdown.total,
            is_small=row.label in small and not further,
            key=row.key,
        )
        for row in shown
    ]


@dataclass(frozen=True)
class Told:
    """The table that the public sees of a workshop whose figures may have been corrected."""

    rows: list[PublicRow]
    is_earlier: bool = False  # figures stand that were corrected since, by too little to tell


def told_of(tables: Iterable[Sequence[BreakdownRow]]) -> Told:
    """Of a workshop's tables, in the order they were signed off.

    A corrected table is told only if nobody can be recognised by what it takes from any table
    told before: every cell that moves, and all that is hidden taken together, moves by five people
    or more. Else the one before stands.
    """
    told: list[_Seen] = []
    last: _Seen | None = None
    for rows in tables:
        last = _seen(rows)
        if last.rows and all(_is_safe_beside(last, each) for each in told):
            told.append(last)
    return Told(told[-1].rows, is_earlier=told[-1] is not last) if told else Told([])


@dataclass(frozen=True)
class _Seen:
    """What a reader has of a table, with the sum of what is kept from them: the line says it."""

    rows: list[PublicRow]
    cells: dict[str, tuple[int, ...]]  # by row: the total, and the columns where they are told
    hidden: GenderBreakdown


def _seen(rows: Sequence[BreakdownRow]) -> _Seen:
    public = public_rows(rows)
    lines = {row.label: row.breakdown for row in rows}
    kept_back = (lines[row.label] for row in public if row.breakdown is None)
    cells = {row.label: _cells(row) for row in public}
    return _Seen(public, cells, sum(kept_back, GenderBreakdown()))


def _cells(row: PublicRow) -> tuple[int, ...]:
    if row.breakdown is not None:
        return _columns(row.breakdown)
    return () if row.total is None else (row.total,)


def _is_safe_beside(new: _Seen, old: _Seen) -> bool:
    """As much of each row is told by both, and nothing moves by a few."""
    if new.rows == old.rows:
        return True
    moves = [*zip(_columns(new.hidden), _columns(old.hidden), strict=True)]
    for label in new.cells.keys() | old.cells.keys():
        cells = new.cells.get(label), old.cells.get(label)
        after, before = (each if each is not None else () for each in cells)
        if None not in cells and len(after) != len(before):
            return False
        moves += zip_longest(after, before, fillvalue=0)
    return all(after == before or abs(after - before) >= SMALLEST for after, before in moves)


def _columns(line: GenderBreakdown) -> tuple[int, ...]:
    return (line.total, *line.as_columns().values())


def _further_row(rows: list[BreakdownRow], small: set[str]) -> set[str]:
    """The row to hide with the small ones, if their sum leaves only one way to fill them."""
    together = sum(row.breakdown.total for row in rows if row.label in small)
    gives_away = len(small) == 1 or together in {len(small), len(small) * (SMALLEST - 1)}
    return _smallest(rows, besides=small) if small and gives_away else set()


def _has_few(row: BreakdownRow) -> bool:
    return any(0 < count < SMALLEST for count in row.breakdown.as_columns().values())


def _smallest(rows: list[BreakdownRow], *, besides: set[str]) -> set[str]:
    others = [row for row in rows if row.label not in besides]
    return {min(others, key=lambda row: row.breakdown.total).label} if others else set()
