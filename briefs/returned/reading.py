"""How an edited Word file differs from what was sent, told without a look at the portal's rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cattrs.preconf.json import make_converter
from django.utils.translation import gettext as _

from briefs.chapters import chapters_of
from briefs.document import BriefDocument
from briefs.labels import in_language
from briefs.names import called_by
from briefs.returned.chunks import Restored, plain_of, rebuilt, restored, typed_notes
from briefs.word import BlockText, block_texts, prefixes_of
from briefs.word.blocks import MARKDOWN
from documents.marks import Mark
from documents.word import SaidMark, WordText, mark_name, said_plainly, sign
from documents.word.to_markdown import SIGNED

MOST_LINES = 200  # of what is only listed


@dataclass(frozen=True)
class ReturnedText:
    """A block that the file changed."""

    id: str
    sent: str
    said: str
    lost: tuple[str, ...] = ()  # labels of figures that it no longer names
    numbers: tuple[str, ...] = ()  # typed numbers that are new in it


@dataclass(frozen=True)
class AskedFigure:
    """A figure of which the file says something else. It is asked about, and never taken."""

    key: str
    label: str
    part: str  # where it stands; empty: in a table or chart
    said: str
    counted: str


@dataclass(frozen=True)
class Line:
    text: str
    part: str  # the part before it


@dataclass(frozen=True)
class Comment:
    author: str
    text: str
    about: str
    part: str


@dataclass(frozen=True)
class Returned:
    texts: tuple[ReturnedText, ...]
    figures: tuple[AskedFigure, ...]
    came: tuple[Line, ...]  # text outside every block that was not sent
    went: tuple[str, ...]  # text outside every block that is not there any more
    missing: tuple[str, ...]  # ids of blocks that the file no longer holds
    comments: tuple[Comment, ...]
    tracked: int

    def to_json(self) -> dict[str, Any]:
        content: dict[str, Any] = CONVERTER.unstructure(self)
        return content

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Returned:
        return CONVERTER.structure(content, cls)


CONVERTER = make_converter()
Found = tuple[ReturnedText | None, list[AskedFigure]]  # of a block: its change, what is asked


def read_returned(document: BriefDocument, sent: WordText, said: WordText) -> Returned:
    """`sent` is the edition's own file as it is read back. Unedited there is nothing to say."""
    with in_language(document.language):
        return Reading(document, sent, said).returned()


@dataclass(frozen=True)
class Reading:
    document: BriefDocument
    sent: WordText
    said: WordText

    def returned(self) -> Returned:
        found = list(self.texts())
        came, went = self.lines()
        came = (*self.notes(), *came)[:MOST_LINES]
        return Returned(
            texts=tuple(text for text, _asked in found if text),
            figures=(*self.figures(), *(figure for _text, asked in found for figure in asked)),
            came=came,
            went=went,
            missing=tuple(id for id in self.blocks if self.is_missing(id)),
            comments=tuple(
                Comment(one.author, one.text, one.about, self.part(one.block))
                for one in self.said.comments
            ),
            tracked=self.said.tracked,
        )

    @cached_property
    def blocks(self) -> dict[str, BlockText]:
        return block_texts(self.document)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """What stands before a title, by the id of its block."""
        return prefixes_of(self.document, list(chapters_of(self.document)))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """How each mark was typed, by the name it has in the file."""
        typed = {str(Mark("figure", figure.key)) for figure in self.document.figures}
        typed |= set(self.prefixes.values())
        for block in self.blocks.values():
            typed |= {str(mark) for mark in called_by(block.text).marks}
            typed |= {f"[^{name}]" for name in typed_notes(block.text)}
        return {mark_name(each): each for each in typed}

    @cached_property
    def values(self) -> Mapping[str, str]:
        """The figures as they were sent, by how they are typed."""
        return {
            str(Mark("figure", figure.key)): tidy(figure.value) for figure in self.document.figures
        }

    def is_missing(self, id: str) -> bool:
        return id in self.sent.blocks and id not in self.said.blocks

    def texts(self) -> Iterator[Found]:
        for id, block in self.blocks.items():
            if id in self.sent.blocks and id in self.said.blocks:
                yield self.text(block)

    def text(self, block: BlockText) -> Found:
        sent = restored(self.sent.blocks[block.id], self.sent.marks, self.names)
        said = restored(self.said.blocks[block.id], self.said.marks, self.names)
        if sent.whole == said.whole:
            return None, []
        if block.kind not in MARKDOWN:
            return self.plain_text(block, plain_without_notes(sent), plain_without_notes(said)), []
        made = rebuilt(block.text, sent, said, self.values)
        asked = [self.asked(typed, words, block.label) for typed, words in made.asked]
        lost = tuple(self.label(typed) for typed in made.lost)
        text = ReturnedText(block.id, block.text, made.text, lost, made.numbers)
        return None if made.text == block.text else text, asked

    def plain_text(self, block: BlockText, sent: str, said: str) -> ReturnedText | None:
        prefix = self.prefixes.get(block.id, "")
        said = said.removeprefix(prefix).strip() if prefix and said != sent else said
        if block.is_line:
            said = " ".join(said.split())
        return None if said == sent else ReturnedText(block.id, block.text, said)

    def figures(self) -> Iterator[AskedFigure]:
        """Those whose words were typed over in their place."""
        seen = set()
        for place, mark in enumerate(self.said.marks):
            typed = self.names.get(mark.name, "")
            counted = self.values.get(typed)
            if counted is None or tidy(mark.text) == counted:
                continue
            asked = self.asked(typed, tidy(mark.text), self.part_of_mark(place))
            if asked not in seen:
                seen.add(asked)
                yield asked

    def part_of_mark(self, place: int) -> str:
        signed = sign(place)
        return next(
            (self.part(id) for id, text in self.said.blocks.items() if signed in text), ""
        )  # fmt: skip

    def asked(self, typed: str, said: str, part: str) -> AskedFigure:
        key = typed.removeprefix("[[figure:").removesuffix("]]")
        return AskedFigure(key, self.label(typed), part, said, self.values[typed])

    def label(self, typed: str) -> str:
        key = typed.removeprefix("[[figure:").removesuffix("]]")
        return next((each.label for each in self.document.figures if each.key == key), typed)

    def part(self, id: str) -> str:
        return self.blocks[id].label if id in self.blocks else ""

    def lines(self) -> tuple[tuple[Line, ...], tuple[str, ...]]:
        """Outside the blocks, line by line: a table is compared row by row."""
        sent, said = self.split(self.sent), self.split(self.said)
        new = Counter(line for line, _words, _part in said)
        new -= Counter(line for line, _words, _part in sent)
        gone = Counter(line for line, _words, _part in sent)
        gone -= Counter(line for line, _words, _part in said)
        came = [Line(words, part) for _line, words, part in picked(said, new)]
        went = [words for _line, words, _part in picked(sent, gone)]
        return tuple(came[:MOST_LINES]), tuple(went[:MOST_LINES])

    def notes(self) -> Iterator[Line]:
        """Notes that came with the file where the portal has no place for one."""
        plain = (
            (text, self.part(id))
            for id, text in self.said.blocks.items()
            if id in self.blocks and self.blocks[id].kind not in MARKDOWN
        )
        outside = zip(self.said.unmatched, map(self.part, self.said.beside), strict=True)
        for text, part in (*plain, *outside):
            for mark in self.marks_in(text):
                if mark.is_note and mark.name not in self.names:
                    yield Line(_("Note: %(words)s") % {"words": mark.text}, part)
        for words in self.said.endnotes:
            yield Line(_("Note: %(words)s") % {"words": words}, "")

    def marks_in(self, text: str) -> Iterator[SaidMark]:
        return (self.said.marks[int(found[1])] for found in SIGNED.finditer(text))

    def split(self, word: WordText) -> list[tuple[str, str, str]]:
        """Each line as it was typed, as it reads, and the part before it."""
        return [
            (restored(line, word.marks, self.names).text.strip(),
             said_plainly(line, word.marks).strip(), self.part(beside))
            for text, beside in zip(word.unmatched, word.beside, strict=True)
            for line in text.split("\n")
            if line.strip()
        ]  # fmt: skip


def plain_without_notes(text: Restored) -> str:
    bare = text.text
    for name in text.notes:
        bare = bare.replace(f"[^{name}]", "")
    return plain_of(bare)


def picked(
    lines: list[tuple[str, str, str]], wanted: Counter[str]
) -> Iterator[tuple[str, str, str]]:  # fmt: skip
    left = Counter(wanted)
    for line in lines:
        if left[line[0]] > 0:
            left[line[0]] -= 1
            yield line


def tidy(value: str) -> str:
    return " ".join(value.replace("\u200e", "").split())
