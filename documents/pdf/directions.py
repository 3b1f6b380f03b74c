"""`dir="auto"` settled: a browser does that by itself, WeasyPrint 70 does not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

LTR, RTL = "ltr", "rtl"
STRONG = {"L": LTR, "R": RTL, "AL": RTL}


def settle_directions(element: Any, around: str = LTR) -> None:
    """By the first strong letter of each; where that changes nothing, nothing is said."""
    said = element.get("dir")
    direction = direction_of(element) or around if said == "auto" else said or around
    if said == "auto" and direction == around:
        del element.attrib["dir"]
    elif said:
        element.set("dir", direction)
    for child in element:
        settle_directions(child, direction)


def direction_of(element: Any) -> str | None:
    letters = (letter for words in words_of(element) for letter in words)
    said = (STRONG.get(unicodedata.bidirectional(letter)) for letter in letters)
    return next(filter(None, said), None)


def words_of(element: Any) -> Iterator[str]:
    """Without those of parts that say a direction of their own."""
    yield element.text or ""
    for child in element:
        if not child.get("dir"):
            yield from words_of(child)
        yield child.tail or ""
