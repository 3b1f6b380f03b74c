"""What a text calls in by name: its own notes, and what its room knows of.

`[^name]` calls the note that a paragraph `[^name]: its words` of the same text holds.
`[[figure:name]]` and `[[see:name]]` stand for what the room says they stand for; where nobody
says anything they are the characters that were typed. They are names: nothing is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

MARK = re.compile(r"\[\[[ \t]*(figure|see)[ \t]*:[ \t]*([^\[\]\n:|]{1,200}?)[ \t]*\]\]")
NOTE_CALL = re.compile(r"\[\^([^\[\]\s^]{1,40})\]")
NOTE = re.compile(rf"{NOTE_CALL.pattern}:[ \t]*(.*)")
NOTES = "notes"  # where the parser keeps them in its environment, by name


@dataclass(frozen=True)
class Mark:
    kind: str  # figure or see
    name: str

    def __str__(self) -> str:
        return f"[[{self.kind}:{self.name}]]"


@dataclass(frozen=True)
class Said:
    """What a mark stands for: its words, and where they lead if anywhere."""

    words: str
    address: str = ""  # of a page, or #anchor of the same document
    is_broken: bool = False  # shown as such: there is nothing of this name


LookUp = Callable[[Mark], Said | None]  # None: it stands as it was typed


def as_typed(mark: Mark) -> Said | None:
    return None


@dataclass(frozen=True)
class Called:
    """The marks and notes of one text."""

    marks: tuple[Mark, ...]
    unknown_notes: tuple[str, ...]  # called, and there is no such note
    uncalled_notes: tuple[str, ...]  # there, and nothing calls them


def add_marks(parser: MarkdownIt) -> None:
    parser.block.ruler.before(
        "reference", "note", _note, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.inline.ruler.before("link", "mark", _mark)
    parser.inline.ruler.before("link", "note_call", _note_call)


def called_in(text: str, parser: MarkdownIt) -> Called:
    env: dict[str, dict[str, str]] = {}
    tokens = [*inline_tokens(parser.parse(text, env))]
    notes = env.get(NOTES, {})
    for words in notes.values():
        tokens += inline_tokens(parser.parseInline(words, {}))
    calls = {token.meta["name"] for token in tokens if token.type == "note_call"}
    plain = "".join(token.content for token in tokens if token.type == "text")
    marks = (Mark(**token.meta) for token in tokens if token.type == "mark")
    return Called(
        marks=tuple(dict.fromkeys(marks)),
        unknown_notes=tuple(name for name in unique(NOTE_CALL.findall(plain)) if name not in notes),
        uncalled_notes=tuple(name for name in notes if name not in calls),
    )


def unique(names: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(names)


def inline_tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    return (child for token in tokens for child in token.children or ())


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Keep the note; it goes on to the next blank line or the next note."""
    found = NOTE.match(line_of(state, start))
    if found is None or state.is_code_block(start):
        return False
    if silent:
        return True
    words, line = [found[2]], start + 1
    while line < end and not state.isEmpty(line) and not NOTE.match(line_of(state, line)):
        words.append(line_of(state, line))
        line += 1
    state.env.setdefault(NOTES, {}).setdefault(found[1], " ".join(words).strip())
    state.line = line
    return True


def line_of(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _mark(state: StateInline, silent: bool) -> bool:
    found = MARK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("mark", "", 0)
        token.content = found[0]
        token.meta = {"kind": found[1], "name": found[2].lower()}
    state.pos = found.end()
    return True


def _note_call(state: StateInline, silent: bool) -> bool:
    found = NOTE_CALL.match(state.src, state.pos, state.posMax)
    if found is None or found[1] not in state.env.get(NOTES, {}):
        return False
    if not silent:
        token = state.push("note_call", "", 0)
        token.content = found[0]
        token.meta = {"name": found[1]}
    state.pos = found.end()
    return True
