from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.charts import Bar, Part

# A line as people type it: signs of every script that mean what ours mean, and marks unseen.
AS_OURS = str.maketrans(
    {**dict.fromkeys("（﹙❨", "("), **dict.fromkeys("）﹚❩", ")"), **dict.fromkeys("／⁄∕", "/"),
     **dict.fromkeys("，、،；؛;", ","), **dict.fromkeys("：﹕∶", ":"), **dict.fromkeys("٬’", "'"),
     **dict.fromkeys("\u200b\u200e\u200f\u061c\u2060\ufeff"
                     "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")}
)  # fmt: skip
NUMBER = r"\d{1,3}(?:[ ,.'\u00a0\u202f\u2009]\d{3}){1,2}|\d{1,9}"  # 1234 or 1 234
LINE = re.compile(
    rf"(?:(?P<label>[^:]*):)?\s*(?P<total>{NUMBER})\s*"
    rf"\(\s*(?P<male>{NUMBER})\s*/\s*(?P<female>{NUMBER})"
    rf"(?:\s*,\s*(?P<rest>{NUMBER})\s+[^()\d]+)?\s*\)\s*[.。]?"
)
# M/H is Spanish for women and men, as F/H is French.
WOMEN_FIRST = re.compile(
    r"\b(?:[fw]\s*/\s*[mh]|m\s*/\s*h|ж\s*/\s*м)\b|\b(?:wom[ae]n|females?|femmes?|mujer(?:es)?"
    r"|женщин\w*)\s*/",
    re.IGNORECASE,
)


class UnreadableLine(ValueError):
    """A participation line that does not say what it must; the message says why, in words."""


@dataclass(frozen=True, slots=True)
class GenderBreakdown:
    """How many people, by gender. The total is the sum and nothing else.

    Its text is the one the UN prints, men first: `19 (11/8)`, and
    `21 (11/8, 2 other or not stated)` when men and women do not make the total.
    """

    female: int = 0
    male: int = 0
    another: int = 0
    undisclosed: int = 0
    not_recorded: int = 0

    def __post_init__(self) -> None:
        if min(self.female, self.male, self.not_stated) < 0:
            raise ValueError("Nobody counts fewer than no people.")

    @classmethod
    def of_genders(cls, counts: Mapping[str, int]) -> Self:
        """From counts by the stored value of gender, of which blank is *not recorded*."""
        return cls(**{gender or "not_recorded": count for gender, count in counts.items()})

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a printed line, with or without its label: `Participants (M/F) : 26 (15/11)`.

        A line says one number for all who are neither: they are read as not recorded.
        """
        match = LINE.fullmatch(text.translate(AS_OURS).strip())
        if match is None:
            raise UnreadableLine(_("Write the line as 19 (11/8): the total, then men/women."))
        if WOMEN_FIRST.search(match["label"] or ""):
            raise UnreadableLine(_("Write men first, as in M/F: 19 (11/8)."))
        breakdown = cls(
            male=number_in(match["male"]), female=number_in(match["female"]),
            not_recorded=number_in(match["rest"] or "0"),
        )  # fmt: skip
        total = number_in(match["total"])
        if breakdown.total != total:
            raise UnreadableLine(breakdown._why_it_is_not(total))
        return breakdown

    def _why_it_is_not(self, total: int) -> str:
        return _("The line does not add up: %(parts)s make %(sum)d, not %(total)d.") % {
            "parts": ", ".join(part.label for part in self.parts),
            "sum": self.total,
            "total": total,
        }

    @property
    def total(self) -> int:
        return self.female + self.male + self.not_stated

    @property
    def not_stated(self) -> int:
        """Neither women nor men: another, prefers not to say, not recorded."""
        return self.another + self.undisclosed + self.not_recorded

    def __str__(self) -> str:
        men_and_women = f"{self.male}/{self.female}"
        if not self.not_stated:
            return f"{self.total} ({men_and_women})"
        rest = _("%(count)d other or not stated") % {"count": self.not_stated}
        return f"{self.total} ({men_and_women}, {rest})"

    def __add__(self, other: GenderBreakdown) -> GenderBreakdown:
        return GenderBreakdown(
            self.female + other.female,
            self.male + other.male,
            self.another + other.another,
            self.undisclosed + other.undisclosed,
            self.not_recorded + other.not_recorded,
        )

    def as_columns(self) -> dict[str, int]:
        """The five columns as `BreakdownColumns` and frozen tables keep them."""
        return {name: getattr(self, name) for name in COLUMNS}

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the bar and its key: men and women always, others if there are any."""
        men = ngettext("%(count)d man", "%(count)d men", self.male) % {"count": self.male}
        women = ngettext("%(count)d woman", "%(count)d women", self.female) % {
            "count": self.female
        }  # fmt: skip
        unstated = self.undisclosed + self.not_recorded
        others = (
            Part("o", self.another, _("%(count)d other") % {"count": self.another}),
            Part("u", unstated, _("%(count)d not stated") % {"count": unstated}),
        )
        return (
            Part("m", self.male, men),
            Part("w", self.female, women),
            *(part for part in others if part.value),
        )

    @property
    def bar(self) -> Bar:
        return Bar(list(self.parts))


def number_in(digits: str) -> int:
    """The number that digits of any one script write, with or without signs between thousands."""
    return int("".join(sign for sign in digits if sign.isdecimal()))


COLUMNS = tuple(field.name for field in fields(GenderBreakdown))
