"""Amounts of money as people type them, and as pages print them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

TOO_MUCH = Decimal(10) ** 15
# ISO 4217: currencies whose smaller unit is not a hundredth.
WITHOUT_DECIMALS = {
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND",
    "VUV", "XAF", "XOF", "XPF",
}  # fmt: skip
THREE_DECIMALS = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
MULTIPLIERS = {
    "k": 3, "thousand": 3, "thousands": 3,
    "lakh": 5, "lakhs": 5, "lac": 5, "lacs": 5,
    "m": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6, "triệu": 6,
    "crore": 7, "crores": 7, "cr": 7,
    "bn": 9, "billion": 9, "billions": 9, "tỷ": 9, "tỉ": 9,
    "tn": 12, "trillion": 12, "trillions": 12,
}  # fmt: skip
SAME_SIGN = str.maketrans({
    "٬": ",", "،": ",", "٫": ".", "’": "'", "‘": "'", "−": "-", "–": "-",  # noqa: RUF001
})  # fmt: skip
WORDS_AND_FIGURES = re.compile(r"(?P<figures>[0-9][0-9.,' ]*)(?P<words>[^\W\d_.]*)\.?")


class AmountRefused(ValueError):
    """Not an amount; the message says why, in words for whoever typed it."""


def decimals_of(currency: str) -> int:
    if currency in WITHOUT_DECIMALS:
        return 0
    return 3 if currency in THREE_DECIMALS else 2


def print_amount(amount: Decimal, currency: str) -> str:
    """`FJD 1,200,000`; cents only where there are any, with the digits of the currency."""
    decimals = 0 if amount == amount.to_integral_value() else decimals_of(currency)
    return f"{currency}\u00a0{amount:,.{decimals}f}"


SHORT = ((Decimal(10) ** 12, "T"), (Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"),
         (Decimal(10) ** 3, "k"))  # fmt: skip


def print_short(amount: Decimal) -> str:
    """`1.2 M`, for where there is no room for all of it."""
    for unit, sign in SHORT:
        # What would be printed as 1000 of a unit is one of the next.
        if amount >= unit * Decimal("0.9995"):
            part = amount / unit
            return f"{part:.{0 if part >= Decimal('9.95') else 1}f}\u00a0{sign}"
    return f"{amount:.0f}"


def parse_amount(text: str, *, currency: str) -> Decimal:
    """The amount that somebody typed; whole units of the currency, nought or more, under 10^15.

    Digits of any script; separators of thousands by comma, point, space or apostrophe, grouped
    in threes or as lakh and crore; thousand, lakh, million, crore, billion, trillion behind.
    What could be read in two ways is refused, never guessed: AmountRefused says so.
    """
    plain = _plain(text, currency)
    if plain.startswith("-"):
        raise AmountRefused(_("An amount is nought or more."))
    parts = WORDS_AND_FIGURES.fullmatch(plain)
    if not parts:
        raise AmountRefused(_("Write the amount in figures, such as 1,250,000 or 1.25 million."))
    power = _power(parts["words"].casefold())
    number = _number(parts["figures"].strip(), decimals=decimals_of(currency), power=power)
    return _fitting(number.scaleb(power), decimals=decimals_of(currency))


def _plain(text: str, currency: str) -> str:
    """ASCII digits and separators, one blank at most, without the plan's own currency."""
    figures = "".join(_digit(letter) for letter in unicodedata.normalize("NFC", text))
    plain = " ".join(figures.translate(SAME_SIGN).split())
    for end in (currency, currency.casefold()):
        plain = plain.removeprefix(end).removesuffix(end).strip()
    return plain


def _digit(letter: str) -> str:
    if unicodedata.category(letter) == "Cf":  # marks of direction, pasted along with figures
        return ""
    return str(unicodedata.decimal(letter, letter))


def _power(word: str) -> int:
    if word and word not in MULTIPLIERS:
        raise AmountRefused(
            _("“%(word)s” is not known beside an amount. Amounts are in the plan’s own currency.")
            % {"word": word}
        )
    return MULTIPLIERS[word] if word else 0


def _number(figures: str, *, decimals: int, power: int) -> Decimal:
    whole, point, part = _split(figures, decimals=decimals, power=power)
    groups = re.split(r"[.,' ]", whole)
    if len(groups) > 1 and not _is_grouped(groups):
        raise AmountRefused(_("The separators do not stand where thousands end. Please check."))
    try:
        return Decimal("".join(groups) + point + part)
    except InvalidOperation:
        raise AmountRefused(_("This is not an amount.")) from None


def _split(figures: str, *, decimals: int, power: int) -> tuple[str, str, str]:
    """Whole units, point, and the part behind it. Of two kinds of sign the last is the point."""
    marks = [mark for mark in figures if mark in ".,"]
    if not marks:
        return figures, "", ""
    whole, mark, part = figures.rpartition(marks[-1])
    if not whole or not part:
        raise AmountRefused(_("A figure is missing beside the separator."))
    is_alone = len(set(marks)) == 1
    if marks.count(mark) > 1 or (is_alone and _ends_thousands(mark, whole, part, decimals, power)):
        return figures, "", ""
    return whole, ".", part


def _ends_thousands(mark: str, whole: str, part: str, decimals: int, power: int) -> bool:
    """One comma or point alone. `1.234` may mean either, so it is refused where both are likely."""
    if len(part) != 3 or len(whole) > 3 or whole == "0":
        return False
    if power or (mark == "." and decimals == 2):
        raise AmountRefused(
            _("Is %(figures)s more than a thousand, or a little over one? Write it out in full.")
            % {"figures": f"{whole}{mark}{part}"}
        )
    return mark == "," or decimals == 0


def _is_grouped(groups: list[str]) -> bool:
    """In threes, or as lakh and crore: the last of three, those before it of two."""
    first, *middle, last = groups
    size = len(middle[0]) if middle else 3
    return (
        len(last) == 3
        and size in {2, 3}
        and all(len(group) == size for group in middle)
        and 1 <= len(first) <= size
    )


def _fitting(amount: Decimal, *, decimals: int) -> Decimal:
    if amount >= TOO_MUCH:
        raise AmountRefused(_("This amount is too large to be meant."))
    if amount != round(amount, decimals):
        raise AmountRefused(
            _("The currency has at most %(count)s digits after the point.") % {"count": decimals}
        )
    return round(amount, decimals)
