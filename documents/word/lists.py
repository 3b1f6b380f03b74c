"""Bullets and numbers of nine levels; each numbered list begins anew."""

from __future__ import annotations

from typing import Any

from documents.word.elements import Element, part_xml, w

LEVELS = 9
BULLETS, NUMBERS = 1, 2  # the abstract numberings in parts/numbering.xml
SIGNS = "•–▪"
STEP = 340  # twentieths of a point


class Lists:
    def __init__(self, part: Any) -> None:
        part._element = part_xml("numbering.xml")
        self.element = part._element
        for kind, abstract in enumerate(self.element.xpath("w:abstractNum"), BULLETS):
            abstract.extend(_level(place, kind) for place in range(LEVELS))
        self.last = BULLETS

    def begin(self, *, is_numbered: bool, start: int = 1) -> int:
        """The number by which the items of a new list name it."""
        if not is_numbered:
            return BULLETS
        self.last += 1
        first = [
            w("lvlOverride", w("startOverride", val=start if place == 0 else 1), ilvl=place)
            for place in range(LEVELS)
        ]
        self.element.append(
            w("num", w("abstractNumId", val=NUMBERS), *first, numId=self.last)
        )  # fmt: skip
        return self.last


def numbering(number: int, level: int) -> Element:
    return w("numPr", w("ilvl", val=min(level, LEVELS - 1)), w("numId", val=number))


def item_indent(level: int) -> Element:
    return w("ind", left=STEP * (min(level, LEVELS - 1) + 1))


def _level(place: int, kind: int) -> Element:
    is_bullet = kind == BULLETS
    words = SIGNS[place % len(SIGNS)] if is_bullet else f"%{place + 1}."
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val="bullet" if is_bullet else "decimal"),
        w("lvlText", val=words),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=STEP * (place + 1), hanging=STEP)),
        ilvl=place,
    )
