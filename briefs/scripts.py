"""What a PDF cannot do with the scripts a brief is written in, said on the page of its edition."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from functools import lru_cache

from django.utils.translation import gettext as _

from briefs.document import BriefDocument

# Their letters change places as they are set, and WeasyPrint 70 writes them down as set: copied
# or read aloud, the words of the PDF are wrong.
READ_WRONGLY = {
    "BENGALI": "Bengali", "DEVANAGARI": "Devanagari", "KHMER": "Khmer",
    "MYANMAR": "Burmese", "TAMIL": "Tamil",
}  # fmt: skip
# That documents/print/fonts.conf has a face for.
PRINTED = READ_WRONGLY.keys() | {
    "LATIN", "GREEK", "CYRILLIC", "ARABIC", "ARMENIAN", "ETHIOPIC", "GEORGIAN", "GUJARATI",
    "GURMUKHI", "HEBREW", "KANNADA", "LAO", "MALAYALAM", "MONGOLIAN", "SINHALA", "TELUGU",
    "THAANA", "THAI", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "MODIFIER", "MICRO", "FEMININE",
    "MASCULINE", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC",
}  # fmt: skip


def script_remarks(document: BriefDocument) -> list[str]:
    return remarks_on(scripts_of(json.dumps(document.to_json(), ensure_ascii=False)))


def remarks_on(scripts: frozenset[str]) -> list[str]:
    remarks = []
    wrong = sorted(READ_WRONGLY[script] for script in scripts & READ_WRONGLY.keys())
    if wrong:
        remarks.append(
            _("The PDF shows the words in %(scripts)s script, but they cannot be copied from it or "
              "read aloud rightly. This page is the accessible form.")
            % {"scripts": ", ".join(wrong)}
        )  # fmt: skip
    missing = sorted(script.title() for script in scripts - PRINTED)
    if missing:
        remarks.append(
            _("The PDF has no typeface for %(scripts)s: its letters are shown there as boxes.")
            % {"scripts": ", ".join(missing)}
        )
    return remarks


def scripts_of(text: str) -> frozenset[str]:
    """By the first word of each letter's Unicode name."""
    letters = (letter for letter in Counter(text) if letter.isalpha())
    return frozenset(script_of(letter) for letter in letters)


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0].split("-")[0]
