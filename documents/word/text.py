"""What stands within a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HOLDER = "\u2060"  # is not seen; holds a place where a paragraph must not be empty


@dataclass(frozen=True)
class Span:
    """A stretch of text in one dress. A `note` is called after it and stands at the page's foot."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_struck: bool = False
    is_code: bool = False
    style: str = ""  # of characters
    colour: str = ""
    link: str = ""  # http, https or mailto; or #anchor of this document
    language: str = ""  # where it is not the document's
    note: Sequence[Span] = ()
    anchor: str = ""  # by which a link leads here
    mark: str = ""  # how it was typed, where it prints something else: `[[figure:plans]]`


Text = str | Sequence[Span]


def spans_of(text: Text) -> Sequence[Span]:
    return [Span(text)] if isinstance(text, str) else text


def plain(text: Text) -> str:
    return "".join(span.text for span in spans_of(text))
