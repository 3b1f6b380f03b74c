"""Two texts compared by words, in any script, in time that grows with their length only."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Scripts that put no blank between words are compared sign by sign, vowel marks with their letter.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
UNSPACED += "\U00020000-\U0003ffff"
MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
MARKS += "\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u17dd"
SIGNS = r"!-/:-@\[-`{-~\u00a1-\u00bf\u060c\u061b\u061f\u2010-\u205e\u3001-\u301f\uff01-\uff0f"
TOKEN = re.compile(
    rf"\n|[^\S\n]+|[{UNSPACED}][{MARKS}]*|[^\s{SIGNS}{UNSPACED}]+|.", re.DOTALL
)  # fmt: skip

AROUND_A_CHANGE = 160  # characters of unchanged text shown at either end
SMALL_BOX = 40_000  # pairs of tokens that are compared exactly
STEPS_PER_TOKEN, STEPS_AT_LEAST = 8, 500_000  # beyond, what is left counts as replaced


class Segment(NamedTuple):
    kind: str  # "same", "del" or "ins"
    text: str


class Change(NamedTuple):
    """A stretch of both texts; they differ in it, or `is_same`."""

    before: str
    after: str
    is_same: bool


class Box(NamedTuple):
    top: int
    bottom: int
    left: int
    right: int


def compare(before: str, after: str) -> list[Segment]:
    """What stayed, went and came. *same* and *del* are `before`, *same* and *ins* are `after`."""
    changes = _without_crumbs(_changes(TOKEN.findall(before), TOKEN.findall(after)))
    return [segment for change in changes for segment in _segments(change)]


def excerpts(segments: list[Segment]) -> list[Segment]:
    """The same with long stretches that stayed cut down to their ends, beside the changes."""
    return [_shortened(segment) if segment.kind == "same" else segment for segment in segments]


def _shortened(segment: Segment) -> Segment:
    if len(segment.text) <= 2 * AROUND_A_CHANGE:
        return segment
    start, end = segment.text[:AROUND_A_CHANGE], segment.text[-AROUND_A_CHANGE:]
    return Segment("same", f"{start.rpartition(' ')[0] or start} … {end.partition(' ')[2] or end}")


def bring_together(theirs: str, mine: str) -> str:
    """One text with every paragraph of both: shared ones once, else theirs, then mine."""
    before, after = _paragraphs(theirs), _paragraphs(mine)
    together: list[str] = []
    row = column = 0
    for next_row, next_column in [*_pairs(before, after), (len(before), len(after))]:
        together += _in_turn(before[row:next_row], after[column:next_column])
        together += before[next_row : next_row + 1]
        row, column = next_row + 1, next_column + 1
    return "\n\n".join(together)


def _paragraphs(text: str) -> list[str]:
    parts = (part.strip("\n") for part in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n")))
    return [part for part in parts if part.strip()]


def _in_turn(theirs: list[str], mine: list[str]) -> list[str]:
    """Paragraph by paragraph where both have as many; else one stretch after the other."""
    if len(theirs) != len(mine):
        return theirs + mine
    return [part for pair in zip(theirs, mine, strict=True) for part in pair]


def _segments(change: Change) -> Iterator[Segment]:
    if change.is_same:
        yield Segment("same", change.before)
        return
    if change.before:
        yield Segment("del", change.before)
    if change.after:
        yield Segment("ins", change.after)


def _changes(before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    row = column = 0
    same: list[str] = []
    for next_row, next_column in [*_pairs(before, after), (len(before), len(after))]:
        if (next_row, next_column) != (row, column):
            if same:
                yield Change("".join(same), "".join(same), True)
                same = []
            gone, come = before[row:next_row], after[column:next_column]
            yield Change("".join(gone), "".join(come), False)
        same += before[next_row : next_row + 1]
        row, column = next_row + 1, next_column + 1
    if same:
        yield Change("".join(same), "".join(same), True)


def _without_crumbs(changes: Iterator[Change]) -> list[Change]:
    """Join changes that only a blank or a word shorter than both of them keeps apart."""
    joined: list[Change] = []
    for change in changes:
        if not change.is_same and len(joined) >= 2 and _is_crumb(joined[-2], joined[-1], change):
            crumb, first = joined.pop(), joined.pop()
            change = Change(
                first.before + crumb.before + change.before,
                first.after + crumb.after + change.after,
                False,
            )
        joined.append(change)
    return joined


def _is_crumb(first: Change, same: Change, last: Change) -> bool:
    size = len(same.before.strip())
    return (
        "\n" not in same.before
        and size <= max(len(first.before), len(first.after))
        and size <= max(len(last.before), len(last.after))
    )


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Places of tokens that stay, in order: patience first, exact in small boxes, then give up."""
    pairs: list[tuple[int, int]] = []
    steps = STEPS_AT_LEAST + STEPS_PER_TOKEN * (len(before) + len(after))
    boxes = [Box(0, len(before), 0, len(after))]
    while boxes and steps > 0:
        box = _trim(boxes.pop(), before, after, pairs)
        height, width = box.bottom - box.top, box.right - box.left
        steps -= height + width
        if not height or not width:
            continue
        if height * width <= min(SMALL_BOX, steps):
            steps -= height * width
            pairs += _exact(box, before, after)
        elif anchors := _anchors(box, before, after):
            boxes += _between(box, anchors)
            pairs += anchors
    return sorted(pairs)


def _trim(
    box: Box, before: Sequence[str], after: Sequence[str], pairs: list[tuple[int, int]]
) -> Box:
    """The box without the equal tokens at its two ends, which go to `pairs`."""
    top, bottom, left, right = box
    while top < bottom and left < right and before[top] == after[left]:
        pairs.append((top, left))
        top, left = top + 1, left + 1
    while top < bottom and left < right and before[bottom - 1] == after[right - 1]:
        bottom, right = bottom - 1, right - 1
        pairs.append((bottom, right))
    return Box(top, bottom, left, right)


def _anchors(box: Box, before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Tokens that stand once in each text, as many as keep their order."""
    once_before = _once(before, box.top, box.bottom)
    once_after = _once(after, box.left, box.right)
    shared = [(row, once_after[token]) for token, row in once_before.items() if token in once_after]
    return _longest_rising(shared)


def _once(tokens: Sequence[str], start: int, stop: int) -> dict[str, int]:
    count = Counter(tokens[start:stop])
    return {
        tokens[place]: place for place in range(start, stop) if count[tokens[place]] == 1
    }  # fmt: skip


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of `pairs`, sorted by row, whose columns rise (patience sorting)."""
    ends: list[int] = []  # smallest last column of a run of each length
    last: list[int] = []  # the pair that ends it
    previous: list[int] = []
    for place, (_row, column) in enumerate(pairs):
        length = bisect_left(ends, column)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [column]
        last[length : length + 1] = [place]
    run: list[tuple[int, int]] = []
    place = last[-1] if last else -1
    while place >= 0:
        run.append(pairs[place])
        place = previous[place]
    return run[::-1]


def _between(box: Box, anchors: list[tuple[int, int]]) -> Iterator[Box]:
    top, left = box.top, box.left
    for row, column in [*anchors, (box.bottom, box.right)]:
        yield Box(top, row, left, column)
        top, left = row + 1, column + 1


def _exact(box: Box, before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """A longest common subsequence of a small box."""
    rows, columns = before[box.top : box.bottom], after[box.left : box.right]
    longest = [[0] * (len(columns) + 1) for _row in range(len(rows) + 1)]
    for i in reversed(range(len(rows))):
        below, here = longest[i + 1], longest[i]
        for j in reversed(range(len(columns))):
            equal = rows[i] == columns[j]
            here[j] = below[j + 1] + 1 if equal else max(below[j], here[j + 1])
    pairs = []
    i = j = 0
    while i < len(rows) and j < len(columns):
        if rows[i] == columns[j]:
            pairs.append((box.top + i, box.left + j))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
