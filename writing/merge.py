"""Whose is a change? Field by field, from what was shown, what was typed and what now stands."""

from __future__ import annotations

from collections.abc import Container, Mapping
from enum import Enum
from typing import Any

from writing.values import canonical, fingerprint


class Side(Enum):
    NOBODY = "nobody"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


def whose(
    *, typed: Any, in_row: Any, shown: str | None, is_stale: bool, unanswered: Container[str] = ()
) -> Side:
    """`shown` is the fingerprint of what the author's form began with; None if it did not say.

    Then every difference counts as the author's, and in a stale form as a change of both.
    `unanswered` are fingerprints of what the author sent and never heard of: a line dropped.
    """
    if canonical(typed) == canonical(in_row):
        return Side.NOBODY
    if fingerprint(in_row) in unanswered:
        return Side.MINE
    if shown == fingerprint(typed):
        return Side.THEIRS
    if shown == fingerprint(in_row) or (shown is None and not is_stale):
        return Side.MINE
    return Side.BOTH


def write_base(values: Mapping[str, Any]) -> str:
    return join_base({name: fingerprint(value) for name, value in values.items()})


def join_base(fingerprints: Mapping[str, str]) -> str:
    return " ".join(f"{name}={sign}" for name, sign in fingerprints.items())


def read_base(text: str) -> dict[str, str]:
    """The fingerprints by field; what is not understood is left out, so that it counts as typed."""
    pairs = (part.partition("=") for part in text.split())
    return {name: sign for name, equals, sign in pairs if equals}


def tidy(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
