"""What a translation must leave as it is: figures, what is called in by name, addresses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

from django.utils.translation import gettext as _

from documents.marks import MARK, NOTE_CALL

ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s)\]>\"]+")
# A number with what may stand between its digits: 1,250 · 1 250 · 1.250 · 1’250 · 12.5 · ١٢٫٥
NUMBER = re.compile(r"\d+(?:[.,’'٬٫\u00a0\u202f\u2009 ]\d{3}(?!\d)|[.,٫]\d+)*")
APART = re.compile(r"\D")
LIST_NUMBER = re.compile(r"^\s*\d{1,9}[.)](?=\s)", re.MULTILINE)
MOST_NAMED = 5


def doubts_about(source: str, translation: str) -> list[str]:
    """In words for the block; none where all of it agrees, in whatever order."""
    return [
        words % {"source": named(missing), "translation": named(added)}
        for find, words in (
            (numbers_in, _("Figures: the source says %(source)s, the translation "
                           "%(translation)s.")),
            (names_in, _("Called by name: the source has %(source)s, the translation "
                         "%(translation)s.")),
            (addresses_in, _("Addresses: the source has %(source)s, the translation "
                             "%(translation)s.")),
        )
        for missing, added in [difference(find, source, translation)]
        if missing or added
    ]  # fmt: skip


def difference(
    find: Callable[[str], Counter[str]], source: str, translation: str
) -> tuple[Counter[str], Counter[str]]:
    before, after = find(source), find(translation)
    return before - after, after - before


def named(found: Counter[str]) -> str:
    words = list(found.elements())
    said = ", ".join(words[:MOST_NAMED]) or _("nothing more")
    return f"{said}, …" if len(words) > MOST_NAMED else said


def numbers_in(text: str) -> Counter[str]:
    """By their digits alone: 1,250.5 and 1 250,5 and ١٬٢٥٠٫٥ are the same figure."""
    bare = LIST_NUMBER.sub("", ADDRESS.sub(" ", without_names(text)))
    return Counter(APART.sub("", western(number)) for number in NUMBER.findall(bare))


def western(digits: str) -> str:
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign
        for sign in digits
    )


def without_names(text: str) -> str:
    return NOTE_CALL.sub(" ", MARK.sub(" ", text))


def names_in(text: str) -> Counter[str]:
    marks = (f"[[{kind}:{name}]]" for kind, name in MARK.findall(text))
    return Counter([*marks, *(f"[^{name}]" for name in NOTE_CALL.findall(text))])


def addresses_in(text: str) -> Counter[str]:
    return Counter(address.rstrip(".,;:") for address in ADDRESS.findall(text))
