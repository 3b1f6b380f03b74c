"""A Word file that comes back: its blocks by id as Markdown, and the text that is in none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import docx
from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from documents.word.document import BLOCK_ID, BOOKMARK, TAG
from documents.word.elements import Element
from documents.word.remarks import WordComment, accept_joins, comments_of, identifier_of
from documents.word.to_markdown import SaidMark, Styles, markdown_of, nearest, said_plainly

MOST_UNPACKED = 200 * 1024 * 1024
MOST_XML = 5 * 1024 * 1024
MOST_TAGS = 250_000  # in all its XML together; a paragraph has some twenty
MOST_PARAGRAPHS = 6_000  # more than a hundred dense pages, read within half a second
TRACKED = tuple(qn(f"w:{name}") for name in ("ins", "del", "moveTo", "moveFrom"))
LISTED = ("toc ", "contents ")
AROUND = {qn(f"w:{name}") for name in ("ins", "moveTo", "customXml", "smartTag")}


class NotAWordFile(Exception):
    """It cannot be read; the message says why in words."""


@dataclass(frozen=True)
class WordText:
    blocks: dict[str, str]  # by id, as Markdown; signs hold the places of `marks`
    unmatched: tuple[str, ...]  # paragraphs outside every block, with signs as well
    beside: tuple[str, ...] = ()  # of each of those, the block before it
    marks: tuple[SaidMark, ...] = ()
    comments: tuple[WordComment, ...] = ()
    tracked: int = 0  # changes that were tracked, and are read as accepted
    endnotes: tuple[str, ...] = ()
    identifier: str = ""  # by which the file names what it was made of


def read_blocks(file: bytes | IO[bytes]) -> dict[str, str]:
    return read_word(file).blocks


def read_word(file: bytes | IO[bytes]) -> WordText:
    """Tracked insertions are taken for text and deletions are not. Raises NotAWordFile."""
    part = _opened(io.BytesIO(file) if isinstance(file, bytes) else file)
    body = part.element.body
    tracked = sum(1 for _change in body.iter(*TRACKED))
    accept_joins(body)
    styles = Styles(part)
    placed = list(_placed(body))
    blocks: dict[str, list[Element]] = {}
    for element, block in placed:
        if block:
            blocks.setdefault(block, []).append(element)
    texts = {block: markdown_of(elements, styles) for block, elements in blocks.items()}
    outside = list(_outside(placed, styles))
    return WordText(
        blocks=texts,
        unmatched=tuple(line for line, _before in outside),
        beside=tuple(before for _line, before in outside),
        marks=tuple(styles.marks),
        comments=comments_of(part, placed),
        tracked=tracked,
        endnotes=tuple(styles.endnotes),
        identifier=identifier_of(part),
    )


def _outside(
    placed: list[tuple[Element, str]], styles: Styles
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """What stands in no block, each with the block before it."""
    before = ""
    for element, block in placed:
        before = block or before
        if styles.name_of(element).startswith(LISTED):
            continue  # the contents say what the headings say
        if not block and (line := markdown_of([element], styles)):
            yield line, before


def _opened(file: IO[bytes]) -> Any:
    try:
        with zipfile.ZipFile(file) as archive:
            _check_size(archive)
        file.seek(0)
        part = docx.Document(file).part
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        raise NotAWordFile(_("This is not a Word file (.docx), or it is damaged.")) from error
    _check_length(part)
    return part


def _check_size(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if any(entry.filename.casefold().endswith("vbaproject.bin") for entry in entries):
        raise NotAWordFile(
            _("This Word file holds macros. Save it as a Word document (.docx) without macros.")
        )
    xml = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    is_large = (
        sum(entry.file_size for entry in entries) > MOST_UNPACKED
        or max((entry.file_size for entry in xml), default=0) > MOST_XML
        or _has_too_many_tags(archive, xml)
    )
    if is_large:
        raise NotAWordFile(_("This Word file is too large to be read."))


def _has_too_many_tags(archive: zipfile.ZipFile, xml: list[zipfile.ZipInfo]) -> bool:
    """Counted before any of it is parsed, for it is tags that take time; in any encoding."""
    left = MOST_TAGS
    for entry in xml:
        with archive.open(entry) as file:
            while left >= 0 and (piece := file.read(1 << 16)):
                left -= piece.count(b"<")
    return left < 0


def _check_length(part: Any) -> None:
    count = sum(1 for _paragraph in part.element.body.iter(qn("w:p")))
    if count > MOST_PARAGRAPHS:
        raise NotAWordFile(
            _("This Word file has %(count)s paragraphs, those in tables counted; at most %(most)s "
              "can be read. Take out what does not belong to the text.")
            % {"count": count, "most": MOST_PARAGRAPHS}
        )  # fmt: skip


def _placed(
    content: Element, open_marks: dict[str, str] | None = None
) -> Iterator[tuple[Element, str]]:
    """Paragraphs and tables with the block they are in: by control, else between bookmarks.

    `open_marks` are the bookmarks of blocks that have begun and not ended, by their ids.
    """
    marks = {} if open_marks is None else open_marks
    for element in content:
        if element.tag == qn("w:sdt"):
            yield from _in_control(element, marks)
            continue
        inside = _inside(element)
        if inside is not None:
            yield from _placed(inside, marks)
            continue
        for mark in _marks_in(element, "bookmarkStart"):
            if block := _block_of_mark(mark.get(qn("w:name"), "")):
                marks[mark.get(qn("w:id"))] = block
        if element.tag in {qn("w:p"), qn("w:tbl")}:
            yield element, next(iter(marks.values()), "")
        for mark in _marks_in(element, "bookmarkEnd"):
            _end(marks, mark.get(qn("w:id")))


def _inside(element: Element) -> Element | None:
    """What only surrounds text is looked into: a box of one cell, a stretch that was tracked."""
    if element.tag in AROUND:
        return element
    if element.tag != qn("w:tbl") or next(element.iter(qn("w:tblHeader")), None) is not None:
        return None
    cells = list(element.iter(qn("w:tc")))
    return cells[0] if len(cells) == 1 else None


def _end(marks: dict[str, str], ended: str) -> None:
    """LibreOffice begins a bookmark twice, and ends it once for both."""
    block = marks.get(ended)
    for mark in [mark for mark, of_block in marks.items() if of_block == block]:
        del marks[mark]


def _in_control(control: Element, open_marks: dict[str, str]) -> Iterator[tuple[Element, str]]:
    """A control of ours is a block; one of Word's, such as the contents, is looked into."""
    tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    name = tag.get(qn("w:val"), "") if tag is not None else ""
    block = name.removeprefix(TAG) if name.startswith(TAG) else ""
    inside = control.find(qn("w:sdtContent"))
    for element, marked in _placed(inside, open_marks) if inside is not None else ():
        yield element, block or marked


def _marks_in(element: Element, kind: str) -> list[Element]:
    tag = qn(f"w:{kind}")
    return [element] if element.tag == tag else list(element.iter(tag))


def _block_of_mark(name: str) -> str:
    block = name.removeprefix(BOOKMARK).replace("_", "-")
    return block if name.startswith(BOOKMARK) and BLOCK_ID.fullmatch(block) else ""


@dataclass(frozen=True)
class WordRows:
    rows: list[list[str]]  # of every table, cell by cell, as Markdown
    outside: list[str]  # what stands outside of tables
    notes: list[tuple[str, str]]  # the first cell of the row where a note is called, and its words


def read_rows(file: bytes | IO[bytes]) -> WordRows:
    """Raises NotAWordFile. A table within a cell is part of that cell's text; notes are apart."""
    part = _opened(io.BytesIO(file) if isinstance(file, bytes) else file)
    accept_joins(part.element.body)
    styles = Styles(part)
    found = WordRows([], [], [])
    for element in _texts_in(part.element.body):
        before = len(styles.marks)
        if element.tag == qn("w:tbl"):
            for row in _children(element, "w:tr"):
                _add_row(found, row, styles)
        elif text := _read([element], styles):
            found.outside.append(text)
            found.notes.extend((text, note) for note in _notes_since(before, styles))
    found.notes.extend(("", note) for note in styles.endnotes)
    return found


def _add_row(found: WordRows, row: Element, styles: Styles) -> None:
    before = len(styles.marks)
    cells = _cells(row, styles)
    found.rows.append(cells)
    first = cells[0] if cells else ""
    found.notes.extend((first, note) for note in _notes_since(before, styles))


def _notes_since(before: int, styles: Styles) -> list[str]:
    return [mark.text for mark in styles.marks[before:] if mark.is_note]


def _cells(row: Element, styles: Styles) -> list[str]:
    return [_read(list(_texts_in(cell)), styles) for cell in _children(row, "w:tc")]


def _read(elements: Sequence[Element], styles: Styles) -> str:
    return said_plainly(markdown_of(elements, styles), styles.marks)


def _texts_in(place: Element) -> Iterator[Element]:
    return nearest(place, {qn("w:p"), qn("w:tbl")})


def _children(place: Element, name: str) -> Iterator[Element]:
    return nearest(place, {qn(name)})
