"""Counts in the room beside the list: each with the difference, said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.breakdown import GenderBreakdown
from participants.models import HeadCount


@dataclass(frozen=True)
class Compared:
    head_count: HeadCount
    listed: GenderBreakdown | None  # None: nobody is recorded there, which compares with nothing

    @property
    def words(self) -> str:
        counted = self.head_count.breakdown
        if counted is None or self.listed is None:
            return ""
        return difference(counted, self.listed)


def compared(
    head_counts: Iterable[HeadCount],
    *,
    line: GenderBreakdown | None,
    sessions: Mapping[str, GenderBreakdown],
) -> list[Compared]:
    """Of the workshop beside its line, of a session beside who is recorded there."""
    return [
        Compared(count, sessions.get(str(count.session.order)) if count.session else line)
        for count in head_counts
    ]


def difference(counted: GenderBreakdown, listed: GenderBreakdown) -> str:
    """`2 more than on the list: men +1, women +1`"""
    more = counted.total - listed.total
    parts = [
        (_("men"), counted.male - listed.male),
        (_("women"), counted.female - listed.female),
        (_("other or not stated"), counted.not_stated - listed.not_stated),
    ]
    said = ", ".join(f"{words} {count:+d}" for words, count in parts if count)
    if not said:
        return _("the same as on the list")
    return f"{how_many(more)}: {said.replace('-', '−')}"


def how_many(more: int) -> str:
    if not more:
        return _("as many as on the list, but not the same")
    if more > 0:
        words = ngettext("%(count)d more than on the list", "%(count)d more than on the list", more)
    else:
        words = ngettext(
            "%(count)d fewer than on the list", "%(count)d fewer than on the list", -more
        )
    return words % {"count": abs(more)}
