"""Markdown of a file put back into the Markdown that people typed: only what changed is new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from documents.dialect import new_parser
from documents.marks import NOTES
from documents.word import SaidMark
from documents.word.to_markdown import SIGNED
from writing.differences import compare

PARSER = new_parser()
NUMBER = re.compile(r"\d+(?:[.,\u202f\u00a0]\d+)*(?:\s\(\d+/\d+[^)]*\)|\s?/\s?\d+|\s\w+\s\d+)?")
PLAIN_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MARKED = re.compile(r"\[\[[^\[\]\n]+\]\]")
FIGURE = "[[figure:"


@dataclass
class Restored:
    """A block as it would be typed: names in the place of signs, notes apart."""

    text: str
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        return with_notes(self.text, self.notes)


@dataclass(frozen=True)
class Rebuilt:
    text: str
    asked: tuple[tuple[str, str], ...]  # figures typed over: how each was typed, what is said now
    lost: tuple[str, ...]  # figures that the text no longer names
    numbers: tuple[str, ...]  # typed numbers that are new in it


def restored(text: str, marks: Sequence[SaidMark], names: Mapping[str, str]) -> Restored:
    """`names` says how each mark was typed; what the portal never wrote is text."""
    made = Restored("")

    def typed(found: re.Match[str]) -> str:
        mark = marks[int(found[1])]
        known = names.get(mark.name)
        if mark.is_note:
            name = known[2:-1] if known else f"word-{len(made.notes) + 1}"
            made.notes[name] = mark.text
            return f"[^{name}]"
        return mark.text if known is None else known if MARKED.fullmatch(known) else ""

    made.text = SIGNED.sub(typed, text)
    return made


def with_notes(text: str, notes: Mapping[str, str]) -> str:
    lines = [f"[^{name}]: {words}" for name, words in notes.items()]
    return "\n\n".join(filter(None, [text, *lines]))


def rebuilt(
    source: str, sent: Restored, said: Restored, values: Mapping[str, str]
) -> Rebuilt:  # fmt: skip
    """The source with what the file changed in it. `values` are the figures as they were sent.

    Passages that came back as they went keep the very signs in which they were typed.
    """
    before, after = chunks_of(sent.text), chunks_of(said.text)
    typed = chunks_of(source)
    typed = typed if len(typed) == len(before) else before
    keeper = FigureKeeper(values)
    pieces: list[str] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            pieces += typed[start:end]
        else:
            pieces.append(
                keeper.keep("\n\n".join(before[start:end]), "\n\n".join(after[new_start:new_end]))
            )
    text = with_notes("\n\n".join(filter(None, pieces)), notes_of(source, sent, said))
    return Rebuilt(text, tuple(keeper.asked), tuple(keeper.lost), tuple(keeper.numbers))


def notes_of(source: str, sent: Restored, said: Restored) -> dict[str, str]:
    """Of the source, where the file did not change their words; those it dropped are gone."""
    typed = typed_notes(source)
    return {
        name: typed[name] if name in typed and sent.notes.get(name) == words else words
        for name, words in said.notes.items()
    }


def typed_notes(source: str) -> dict[str, str]:
    env: dict[str, Any] = {}
    PARSER.parse(source, env)
    notes: dict[str, str] = env.get(NOTES, {})
    return notes


def chunks_of(text: str) -> list[str]:
    """Paragraphs, lists, tables, … from the top level down; notes are none of them."""
    lines = text.replace("\r\n", "\n").split("\n")
    tokens = PARSER.parse(text, {})
    return [
        "\n".join(lines[slice(*token.map)]).strip("\n")
        for token in tokens
        if token.level == 0 and token.map and token.nesting >= 0
    ]


def plain_of(text: str) -> str:
    """Markdown as plain text, for what is kept as such: titles, wordings, visions."""
    paragraphs = (token.children or [] for token in PARSER.parse(text, {}) if token.children)
    signs = {"softbreak": " ", "hardbreak": "\n"}
    return "\n".join(
        "".join(signs.get(one.type, one.content) for one in children) for children in paragraphs
    ).strip()


@dataclass
class FigureKeeper:
    """Keeps figures in a passage that was written anew, and says what became of them."""

    values: Mapping[str, str]  # by how each is typed
    asked: list[tuple[str, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def keep(self, before: str, after: str) -> str:
        gone = Counter(figures_in(before)) - Counter(figures_in(after))
        for typed in gone.elements():
            after = self.put_back(typed, before, after)
        come = Counter(numbers_in(after)) - Counter(numbers_in(before))
        self.numbers += come.elements()
        return after

    def put_back(self, typed: str, before: str, after: str) -> str:
        value = self.values.get(typed, "")
        if value and len(re.findall(whole(value), after)) > len(re.findall(whole(value), before)):
            return re.sub(whole(value), lambda _found: typed, after, count=1)
        found = self.typed_over(before.replace(typed, value or typed, 1), value, after)
        if found is None:
            self.lost.append(typed)
            return after
        start, end = found
        self.asked.append((typed, after[start:end]))
        return after[:start] + typed + after[end:]

    def typed_over(self, before: str, value: str, after: str) -> tuple[int, int] | None:
        """Where in `after` a number stands in place of the figure."""
        place, is_gone = 0, False
        for segment in compare(before, after):
            if segment.kind == "del":
                is_gone = bool(set(PLAIN_NUMBER.findall(segment.text)) & set(numbers_in(value)))
                continue
            if segment.kind == "ins" and is_gone:
                return number_around(after, place, place + len(segment.text))
            place, is_gone = place + len(segment.text), False
        return None


def number_around(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The number that stands in a stretch of the text, or reaches into it."""
    found = [one for one in NUMBER.finditer(text) if one.start() < end and one.end() > start]
    return found[0].span() if found else None


def whole(value: str) -> str:
    return rf"(?<![\w(/]){re.escape(value)}(?![\w/])"


def figures_in(text: str) -> list[str]:
    return [typed for typed in MARKED.findall(text) if typed.startswith(FIGURE)]


def numbers_in(text: str) -> list[str]:
    return PLAIN_NUMBER.findall(MARKED.sub("", text))
