"""What a file that comes back from translators says of each text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from briefs.models import Brief, TranslationReturn
from briefs.translations.blocks import Block, blocks_of
from briefs.translations.doubts import doubts_about
from briefs.translations.files import CODE, MARK, lines_around, word_of
from documents.kinds import Kind, kind_of
from documents.marks import MARK as NAME
from documents.sheets.read import Limits, Table, UnreadableFile, read_table
from documents.word import read_rows
from writing.differences import Segment, compare
from writing.values import canonical

KINDS = (Kind.DOCX, Kind.XLSX, Kind.ODS)
LIMITS = Limits(max_rows=5_000, max_columns=20, max_cell=100_000)
CODE_AND_MARK = re.compile(r"([A-Za-z][\w-]*)\s+([0-9a-f]{12})")
ESCAPED = re.compile(r"\\([\\`*_\[\]<>~&#+.)=|:-])")
ESCAPED_NAME = re.compile(r"\\\[\\?\[(?:[^\[\]\n\\]|\\[^\[\]])*\\\]\\?\]|\\\[\^[^\[\]\s\\]+\\\]")
LONGEST_LINE = {"title": 300, "subtitle": 300, "series": 200}  # characters
MOST_UNMATCHED = 200


@dataclass
class ReturnedTexts:
    texts: dict[str, str] = field(default_factory=dict)  # by code
    marks: dict[str, str] = field(default_factory=dict)  # of the source each was made from
    unmatched: list[str] = field(default_factory=list)

    def add(self, code: str, mark: str, text: str) -> None:
        """A code that comes twice is a long text in several rows."""
        joined = [self.texts.get(code, ""), text.strip()]
        self.texts[code] = "\n\n".join(filter(None, joined))
        self.marks[code] = mark


def read_return(content: bytes, translation: Brief) -> ReturnedTexts:
    """Raises NotAWordFile or UnreadableFile, in words."""
    file = io.BytesIO(content)
    kind = kind_of(file)
    blocks = {block.key: block for block in blocks_of(translation)}
    if kind == Kind.DOCX:
        found = texts_in_word(content, lines_around(translation, blocks.values()), blocks)
    else:
        found = texts_in_table(read_table(file, limits=LIMITS), blocks)
    if not found.texts:
        raise UnreadableFile(
            _("No text of this translation is in the file. Take the file that was made for the "
              "translators, and leave the codes in its first column.")
        )  # fmt: skip
    return found


def texts_in_word(content: bytes, around: set[str], blocks: dict[str, Block]) -> ReturnedTexts:
    """What the file says outside of its rows, but for what we put there, and its notes."""
    word = read_rows(content)
    found = texts_in_rows(word.rows, blocks)
    found.unmatched += [line for line in word.outside if plain(line).lstrip("# ") not in around]
    found.unmatched += [note_words(*note) for note in word.notes]
    del found.unmatched[MOST_UNMATCHED:]
    return found


def note_words(place: str, words: str) -> str:
    """Such as: section-context · Note: See the annex."""
    return " · ".join(
        filter(None, [plain(place).partition(" ")[0], _("Note: %(words)s") % {"words": words}])
    )


def texts_in_rows(rows: Iterable[list[str]], blocks: dict[str, Block]) -> ReturnedTexts:
    found = ReturnedTexts()
    for row in rows:
        match = CODE_AND_MARK.fullmatch(plain(row[0])) if len(row) == 3 else None
        if match and match[1] in blocks:
            is_line = blocks[match[1]].source.is_line
            found.add(match[1], match[2], plain(row[2]) if is_line else with_names(row[2]))
        elif row and plain(row[0]) != CODE:
            found.unmatched.append(" · ".join(filter(None, row)))
    return found


def texts_in_table(table: Table, blocks: dict[str, Block]) -> ReturnedTexts:
    places = {name.strip(): place for place, name in enumerate(table.header)}
    if CODE not in places or MARK not in places or len(table.header) < 6:
        raise UnreadableFile(
            _("The columns are not those of the file that was made for the translators.")
        )
    found = ReturnedTexts()
    for row in table.rows:
        code, mark = row.cells[places[CODE]].strip(), row.cells[places[MARK]].strip()
        text = row.cells[5]
        if code in blocks:
            found.add(code, mark, text)
        elif text.strip():
            found.unmatched.append(f"{code} · {text}")
    del found.unmatched[MOST_UNMATCHED:]
    return found


def plain(markdown: str) -> str:
    """Of one line, in which Word's own dress does not count."""
    bare = re.sub(r"(?<!\\)[*~`]+", "", markdown)
    return " ".join(ESCAPED.sub(r"\1", bare).split())


def with_names(markdown: str) -> str:
    """Names in brackets are characters in the file; here they call something in."""
    return ESCAPED_NAME.sub(lambda name: as_name(name[0]), markdown)


def as_name(escaped: str) -> str:
    name = ESCAPED.sub(r"\1", escaped)
    return name if NAME.fullmatch(name) or name.startswith("[^") else escaped


@dataclass(frozen=True)
class Proposal:
    """A text of the file beside the one that is there."""

    block: Block
    text: str
    mark: str

    @property
    def segments(self) -> list[Segment]:
        return compare(self.block.text, self.text)

    @property
    def has_source_moved(self) -> bool:
        return self.mark != self.block.source.mark

    @property
    def doubts(self) -> list[str]:
        return doubts_about(self.block.source.text, self.text)

    @property
    def refusal(self) -> str:
        """Why it cannot be taken at all."""
        most = LONGEST_LINE.get(self.block.key, 100_000)
        if len(self.text) > most:
            return _("Longer than %(most)d characters.") % {"most": most}
        return ""

    @property
    def is_sure(self) -> bool:
        return not (self.doubts or self.has_source_moved or self.refusal)


def proposals_of(returned: TranslationReturn) -> list[Proposal]:
    """Texts of the file that are others than those that are there; empty rows say nothing."""
    others = [
        Proposal(block, said["text"], said["mark"])
        for block in blocks_of(returned.brief)
        for said in [returned.texts.get(block.key)]
        if said and said["text"].strip() and not is_same(said["text"], block.text)
    ]
    if not returned.name.endswith(".docx"):
        return others
    as_sent = as_in_word(returned.brief, [one.block for one in others if one.block.text])
    return [one for one in others if not is_same(one.text, as_sent.get(one.block.key))]


def as_in_word(translation: Brief, blocks: Sequence[Block]) -> dict[str, str]:
    """The texts that are there as a Word file gives them back: another spelling of the same."""
    rows = read_rows(word_of(translation, blocks)).rows if blocks else []
    return texts_in_rows(rows, {block.key: block for block in blocks}).texts


def is_same(text: str, there: str | None) -> bool:
    return there is not None and canonical(text) == canonical(there)
