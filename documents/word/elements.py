"""WordprocessingML elements, short to write, and text that XML can hold."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

PARTS = Path(__file__).parent / "parts"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
RTL = {"R", "AL"}

Element = Any  # lxml's, dressed by python-docx


def w(name: str, /, *children: Element | None, **attributes: object) -> Element:
    """`w("tab", val="left")` is `<w:tab w:val="left"/>`; a child that is None is left out."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    made.extend(child for child in children if child is not None)
    return made


def part_xml(name: str) -> Element:
    return parse_xml((PARTS / name).read_bytes())


def clean(text: str) -> str:
    """Without what XML cannot hold: control characters, lone surrogates."""
    return NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_rtl(text: str, *, otherwise: bool = False) -> bool:
    """As a browser decides with dir="auto": by the first letter that has a direction."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction == "L" or direction in RTL:
            return direction in RTL
    return otherwise
