"""Paragraphs and tables of a Word file, whoever wrote them, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from documents.word.elements import Element
from documents.word.paragraphs import MARK
from documents.word.text import HOLDER

SPECIAL = re.compile(r"([\\`*_\[\]<>~]|&(?=#?\w+;))")
LINE_SIGNS = re.compile(r"^(\s*)([-+](?=\s|$)|#{1,6}(?=\s|$)|=+$|[-:|][-:| ]*$)", re.MULTILINE)
LINE_NUMBERS = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
HEADING = re.compile(r"heading ([1-6])$")
SKIPPED = {"del", "moveFrom", "instrText", "pict", "drawing"}
TOP = 2  # the heading that the toolbar makes
SIGN = "\ue000", "\ue001"  # of no script; taken out of what people typed
SIGNED = re.compile(rf"{SIGN[0]}(\d+){SIGN[1]}")
LRM = "\u200e"
SIGNS = str.maketrans("", "", "".join(SIGN))


@dataclass(frozen=True)
class SaidMark:
    """What the file says where a mark stood: a figure as it reads now, or the words of a note.

    In the Markdown its place is held by `sign`.
    """

    name: str  # as `mark_name` makes it; empty for a note that the portal did not write
    text: str
    is_note: bool = False


def sign(place: int) -> str:
    return f"{SIGN[0]}{place}{SIGN[1]}"


def said_plainly(text: str, marks: Sequence[SaidMark]) -> str:
    """The text with what the file says in place of each sign; notes are left out."""
    return SIGNED.sub(lambda found: _said(marks[int(found[1])]), text)


def _said(mark: SaidMark) -> str:
    return "" if mark.is_note else mark.text


class Styles:
    """What the styles and numberings of the file mean, by their ids."""

    def __init__(self, part: Any) -> None:
        self.relations = part.rels
        self.notes = _notes(part, "footnote")
        self.endnotes = list(filter(None, _notes(part, "endnote").values()))
        self.marks: list[SaidMark] = []  # as they are met
        self.names = {
            style.get(qn("w:styleId")): _value(style, "name").casefold()
            for style in part._styles_part._element.iter(qn("w:style"))
        }
        self.numbered = _numbered(part)

    def name_of(self, paragraph: Element) -> str:
        return self.names.get(_of_paragraph(paragraph, "w:pStyle"), "")

    def heading_level(self, paragraph: Element) -> int:
        match = HEADING.match(self.name_of(paragraph))
        return int(match[1]) if match else 0

    def is_code(self, run: Element) -> bool:
        style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        return style is not None and self.names.get(style.get(qn("w:val"))) == "html code"

    def list_of(self, paragraph: Element) -> tuple[int, bool] | None:
        """Level, and whether its items are numbered; None outside a list."""
        number = _of_paragraph(paragraph, "w:numPr/w:numId")
        level = int(_of_paragraph(paragraph, "w:numPr/w:ilvl") or 0)
        if number and number != "0":
            return level, (number, level) in self.numbered
        name = self.name_of(paragraph)
        if name.startswith(("list bullet", "list number")):
            return int(name[-1]) - 1 if name[-1].isdigit() else 0, "number" in name
        return None


def markdown_of(elements: Sequence[Element], styles: Styles) -> str:
    """Blank lines between blocks, none between the items of a list."""
    pieces: list[tuple[bool, str]] = []
    levels = sorted({styles.heading_level(one) for one in elements} - {0})
    for element in elements:
        piece = _table(element, styles) if element.tag == qn("w:tbl") else ""
        is_item = False
        if element.tag == qn("w:p"):
            is_item = styles.list_of(element) is not None
            piece = _paragraph(element, styles, levels)
        if piece.strip():
            pieces.append((is_item, piece))
    return _laid_out(pieces)


def _laid_out(pieces: list[tuple[bool, str]]) -> str:
    text, was_item = "", False
    for is_item, piece in pieces:
        between = "" if not text else "\n" if was_item and is_item else "\n\n"
        text, was_item = text + between + piece, is_item
    return text


def _paragraph(paragraph: Element, styles: Styles, levels: list[int]) -> str:
    text = _inline(paragraph, styles)
    if not text.replace(HOLDER, "").strip():
        return ""
    if level := styles.heading_level(paragraph):
        return f"{'#' * (levels.index(level) + TOP)} {text}"
    if (item := styles.list_of(paragraph)) is not None:
        depth, is_numbered = item
        return f"{'    ' * depth}{'1.' if is_numbered else '-'} {text}"
    if styles.name_of(paragraph) == "html preformatted":
        return f"```\n{_plain(paragraph)}\n```"
    text = LINE_NUMBERS.sub(r"\1\\\2", LINE_SIGNS.sub(r"\1\\\2", text))
    if styles.name_of(paragraph) == "list continue":
        return f"    {text}"
    return f"> {text}" if "quote" in styles.name_of(paragraph) else text


def _table(table: Element, styles: Styles) -> str:
    lines = list(nearest(table, {qn("w:tr")}))
    if not lines:
        return ""
    cells = [list(nearest(line, {qn("w:tc")})) for line in lines]
    rows = [
        [_cell(cell, styles, is_head=place == 0) for cell in row]
        for place, row in enumerate(cells)
    ]  # fmt: skip
    width = max(len(row) for row in rows)
    head, *body = [row + [""] * (width - len(row)) for row in rows]
    marks = ["--:" if _is_at_end(cell) else "---" for cell in cells[-1]]
    printed = [head, marks + ["---"] * (width - len(marks)), *body]
    return "\n".join(f"| {' | '.join(row)} |" for row in printed)


def nearest(place: Element, tags: Collection[str]) -> Iterator[Element]:
    """The nearest of these below, through controls, tracked insertions and the like."""
    for child in place:
        if child.tag in tags:
            yield child
        elif child.tag != qn("w:del"):
            yield from nearest(child, tags)


def _cell(cell: Element, styles: Styles, *, is_head: bool) -> str:
    """A head is bold by its style; some programs write that into each of its runs."""
    hidden = "**" if is_head else ""
    lines = (_inline(paragraph, styles, hidden) for paragraph in cell.iter(qn("w:p")))
    return " ".join(filter(str.strip, lines)).replace("\\\n", " ").replace("|", "\\|")


def _is_at_end(cell: Element) -> bool:
    return any(_of_paragraph(one, "w:jc") in {"right", "end"} for one in cell.iter(qn("w:p")))


def _inline(paragraph: Element, styles: Styles, hidden: str = "") -> str:
    """Stretches in one dress joined before they are marked: Word splits runs as it likes."""
    stretches: list[tuple[str, str, str]] = []  # marks, link, text
    for marks, link, text in _runs(paragraph, styles, ""):
        marks = marks.removeprefix(hidden)
        if stretches and stretches[-1][:2] == (marks, link):
            text = stretches.pop()[2] + text
        stretches.append((marks, link, text))
    return "".join(_marked(*stretch) for stretch in stretches).strip()


def _runs(element: Element, styles: Styles, link: str) -> Iterator[tuple[str, str, str]]:
    """A mark is one stretch: around its control, else from its bookmark's beginning to its end."""
    children, place = list(element), 0
    ends = {
        one.get(qn("w:id"), ""): at
        for at, one in reversed(list(enumerate(children)))
        if one.tag == qn("w:bookmarkEnd")
    }
    while place < len(children):
        child = children[place]
        if name := _mark_name(child):
            within, place = _within(children, place, name, ends)
            if within:
                yield _mark(name, within, styles)
        else:
            yield from _plain_runs(child, styles, link)
            place += 1


def _mark_name(element: Element) -> str:
    name = ""
    if element.tag == qn("w:sdt"):
        name = _tag(element)
    elif element.tag == qn("w:bookmarkStart"):
        name = element.get(qn("w:name"), "").rpartition("_")[0]
    return name if name.startswith(MARK) else ""


def _within(
    children: list[Element], place: int, name: str, ends: Mapping[str, int]
) -> tuple[list[Element], int]:
    """What a mark holds, and where its paragraph goes on."""
    start = children[place]
    if start.tag == qn("w:sdt"):
        return [start], place + 1
    end = ends.get(start.get(qn("w:id"), ""), len(children))
    if any(_mark_name(children[at]) == name for at in range(place + 1, end)):
        return [], place + 1  # the control knows better what was typed beside it
    within, following = children[place + 1 : end], children[end + 1 : end + 2]
    if not within and following and _calls(following[0]):
        return following, end + 2  # LibreOffice ends the bookmark of a note before the note
    return within, end + 1


def _plain_runs(
    child: Element, styles: Styles, link: str
) -> Iterator[tuple[str, str, str]]:  # fmt: skip
    kind = child.tag.rpartition("}")[2]
    if kind == "r" and (note := child.find(qn("w:footnoteReference"))) is not None:
        yield _note("", note, styles)
    elif kind == "r":
        yield "`" if styles.is_code(child) else _marks(child), link, _text(child)
    elif kind == "hyperlink":
        yield from _runs(child, styles, _target(child, styles))
    elif kind not in SKIPPED and kind != "pPr":
        yield from _runs(child, styles, link)


def _mark(name: str, within: list[Element], styles: Styles) -> tuple[str, str, str]:
    runs = [run for one in within for run in one.iter(qn("w:r")) if not _is_gone(run)]
    for run in runs:
        if (note := run.find(qn("w:footnoteReference"))) is not None:
            return _note(name, note, styles)
    said = "".join(map(_text, runs)).replace(LRM, "").strip()
    if not said:
        return "", "", ""  # taken out
    styles.marks.append(SaidMark(name, said))
    dress = {_marks(run) for run in runs if _text(run).strip()}
    return dress.pop() if len(dress) == 1 else "", "", sign(len(styles.marks) - 1)


def _note(name: str, reference: Element, styles: Styles) -> tuple[str, str, str]:
    said = styles.notes.get(reference.get(qn("w:id")), "")
    styles.marks.append(SaidMark(name, said, is_note=True))
    return "", "", sign(len(styles.marks) - 1)


def _calls(element: Element) -> bool:
    return element.find(f".//{qn('w:footnoteReference')}") is not None


def _is_gone(run: Element) -> bool:
    return any(one.tag in {qn("w:del"), qn("w:moveFrom")} for one in run.iterancestors())


def _tag(control: Element) -> str:
    tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return str(tag.get(qn("w:val"), "")) if tag is not None else ""


def _notes(part: Any, kind: str) -> dict[str, str]:
    """The words of each note, by its number; dress and links of notes are not read."""
    found = [one for one in part.rels.values() if one.reltype.endswith(f"/{kind}s")]
    if not found or found[0].is_external:
        return {}
    notes = parse_xml(found[0].target_part.blob).findall(qn(f"w:{kind}"))
    return {note.get(qn("w:id")): _escaped(_plain(note).strip()) for note in notes}


def _plain(paragraph: Element) -> str:
    return "".join(_text(run) for run in paragraph.iter(qn("w:r")) if not _is_gone(run))


def _marks(run: Element) -> str:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return ""
    signs = (("b", "**"), ("i", "*"), ("strike", "~~"))
    return "".join(sign for name, sign in signs if _is_on(properties, name))


def _is_on(properties: Element, name: str) -> bool:
    found = properties.find(qn(f"w:{name}"))
    return found is not None and found.get(qn("w:val"), "1") not in {"0", "false", "none"}


def _text(run: Element) -> str:
    signs = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
    pieces = []
    for child in run:
        name = child.tag.rpartition("}")[2]
        pieces.append(child.text or "" if name == "t" else signs.get(name, ""))
    return "".join(pieces).translate(SIGNS)


def _marked(marks: str, link: str, text: str) -> str:
    """Blanks stay outside the marks, or they would not count as such."""
    core = text.strip()
    if not core:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if marks == "`":
        return f"{before}`{core}`{after}"
    escaped = _escaped(core)
    dressed = f"{marks}{escaped}{_closing(marks)}"
    return f"{before}[{dressed}]({link}){after}" if link else f"{before}{dressed}{after}"


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text).replace("\n", "\\\n")


def _closing(marks: str) -> str:
    return {"***": "***", "**~~": "~~**", "*~~": "~~*", "***~~": "~~***"}.get(marks, marks)


def _target(hyperlink: Element, styles: Styles) -> str:
    relation = styles.relations.get(hyperlink.get(qn("r:id"), ""))
    target = relation.target_ref if relation is not None and relation.is_external else ""
    return str(target).replace(" ", "%20").replace(")", "%29")


def _numbered(part: Any) -> set[tuple[str, int]]:
    """Number and level of every list whose items are counted."""
    try:
        root = part.numbering_part._element
    except (KeyError, NotImplementedError):
        return set()
    counted = {
        (abstract.get(qn("w:abstractNumId")), int(level.get(qn("w:ilvl"))))
        for abstract in root.iter(qn("w:abstractNum"))
        for level in abstract.iter(qn("w:lvl"))
        if _value(level, "numFmt") not in {"bullet", "none", ""}
    }
    return {
        (number.get(qn("w:numId")), level)
        for number in root.findall(qn("w:num"))
        for abstract, level in counted
        if _value(number, "abstractNumId") == abstract
    }


def _of_paragraph(paragraph: Element, path: str) -> str:
    steps = ["w:pPr", *path.split("/")]
    found = paragraph.find("/".join(qn(step) for step in steps))
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _value(element: Element, name: str) -> str:
    found = element.find(qn(f"w:{name}"))
    return str(found.get(qn("w:val"), "")) if found is not None else ""
