"""Two texts passage by passage: what came, what went, what was put in other words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from writing.differences import Segment, compare


@dataclass(frozen=True)
class Passage:
    """A stretch of a text under one heading; `key` says which it is in every state of the text."""

    key: str
    heading: str
    text: str


@dataclass(frozen=True)
class Reworded:
    """A passage in two texts; one of them is empty where it came or went."""

    key: str
    heading: str
    before: str
    after: str

    @property
    def is_same(self) -> bool:
        return self.before == self.after

    @property
    def segments(self) -> list[Segment]:
        return compare(self.before, self.after)


def side_by_side(before: Iterable[Passage], after: Iterable[Passage]) -> list[Reworded]:
    """Every passage of either text in the order of the later one; what went, where it stood."""
    old = {passage.key: passage for passage in before}
    new = {passage.key: passage for passage in after}
    return [
        Reworded(
            key=key,
            heading=(new.get(key) or old[key]).heading,
            before=old[key].text if key in old else "",
            after=new[key].text if key in new else "",
        )
        for key in in_order(list(old), list(new))
    ]


def in_order(old: list[str], new: list[str]) -> list[str]:
    """The keys of both: the new ones as they stand, each old one after what stood before it."""
    keys, there = list(new), set(new)
    for place, key in enumerate(old):
        if key not in there:
            before = old[place - 1] if place else ""
            keys.insert(keys.index(before) + 1 if before in there else 0, key)
            there.add(key)
    return keys
