"""A Word file that comes back: its blocks by id as Markdown, and the text that is in none."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import docx
from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from documents.word.document import BLOCK_ID, BOOKMARK, TAG
from documents.word.elements import Element
from documents.word.to_markdown import Styles, markdown_of

MOST_UNPACKED = 200 * 1024 * 1024
MOST_XML = 20 * 1024 * 1024


class NotAWordFile(Exception):
    """It cannot be read; the message says why in words."""


@dataclass(frozen=True)
class WordText:
    blocks: dict[str, str]  # by id, as Markdown
    unmatched: tuple[str, ...]  # paragraphs outside every block


def read_blocks(file: bytes | IO[bytes]) -> dict[str, str]:
    return read_word(file).blocks


def read_word(file: bytes | IO[bytes]) -> WordText:
    """Tracked insertions are taken for text and deletions are not. Raises NotAWordFile."""
    part = _opened(io.BytesIO(file) if isinstance(file, bytes) else file)
    styles = Styles(part)
    blocks: dict[str, list[Element]] = {}
    others: list[Element] = []
    for element, block in _placed(part.element.body):
        (blocks.setdefault(block, []) if block else others).append(element)
    texts = {block: markdown_of(elements, styles) for block, elements in blocks.items()}
    lines = (markdown_of([element], styles) for element in others)
    return WordText(texts, tuple(line for line in lines if line))


def _opened(file: IO[bytes]) -> Any:
    try:
        with zipfile.ZipFile(file) as archive:
            _check_sizes(archive)
        file.seek(0)
        return docx.Document(file).part
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        raise NotAWordFile(_("This is not a Word file (.docx), or it is damaged.")) from error


def _check_sizes(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    xml = [entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED or max(xml, default=0) > MOST_XML:
        raise NotAWordFile(_("This Word file is too large to be read."))


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
        for mark in _marks_in(element, "bookmarkStart"):
            if block := _block_of_mark(mark.get(qn("w:name"), "")):
                marks[mark.get(qn("w:id"))] = block
        if element.tag in {qn("w:p"), qn("w:tbl")}:
            yield element, next(iter(marks.values()), "")
        for mark in _marks_in(element, "bookmarkEnd"):
            _end(marks, mark.get(qn("w:id")))


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
