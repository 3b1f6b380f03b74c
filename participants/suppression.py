"""What the public may see of a table of people, so that nobody in it can be recognised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
