"""Markdown in the dialect of `documents.dialect`, written into a Word document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from markdown_it.tree import SyntaxTreeNode

from documents.dialect import new_parser
from documents.marks import NOTES, LookUp, Mark, Said, as_typed
from documents.word.tables import Column, Table
from documents.word.text import Span, plain

if TYPE_CHECKING:
    from documents.word.document import WordDocument

PARSER = new_parser()
LONGEST_TEXT = 100_000  # characters; beyond, paragraphs only, as on the page
DRESS = {"strong": "is_bold", "em": "is_italic", "s": "is_struck"}


@dataclass
class Place:
    """Where in nested lists and quotes the text stands."""

    style: str = "BodyText"
    depth: int = 0  # of lists


def write_markdown(
    document: WordDocument, text: str, *, top_heading: int, look_up: LookUp = as_typed,
    style: str = "BodyText",
) -> None:  # fmt: skip
    if len(text) > LONGEST_TEXT:
        for paragraph in filter(str.strip, text.replace("\r\n", "\n").split("\n\n")):
            document.add_paragraph(paragraph.strip())
        return
    env: dict[str, Any] = {}
    tree = SyntaxTreeNode(PARSER.parse(text, env))
    levels = sorted({node.tag for node in tree.walk() if node.type == "heading"})
    heading_levels = {tag: top_heading + place for place, tag in enumerate(levels)}
    Pen(document, heading_levels, Reader(env.get(NOTES, {}), look_up)).write(
        tree.children, Place(style)
    )


@dataclass
class Pen:
    document: WordDocument
    heading_levels: dict[str, int]
    reader: Reader

    def write(self, nodes: Sequence[SyntaxTreeNode], place: Place) -> None:
        for node in nodes:
            write: Any = getattr(self, f"_{node.type}", None)
            if write is not None:
                write(node, place)

    def _heading(self, node: SyntaxTreeNode, place: Place) -> None:
        self.document.add_heading(self.reader.inline(node), self.heading_levels[node.tag])

    def _paragraph(self, node: SyntaxTreeNode, place: Place) -> None:
        if place.depth:
            self.document.add_item_paragraph(self.reader.inline(node), level=place.depth - 1)
        else:
            self.document.add_paragraph(self.reader.inline(node), style=place.style)

    def _blockquote(self, node: SyntaxTreeNode, place: Place) -> None:
        self.write(node.children, Place("Quote", place.depth))

    def _bullet_list(self, node: SyntaxTreeNode, place: Place) -> None:
        self._list(node, place, is_numbered=False)

    def _ordered_list(self, node: SyntaxTreeNode, place: Place) -> None:
        self._list(node, place, is_numbered=True)

    def _list(self, node: SyntaxTreeNode, place: Place, *, is_numbered: bool) -> None:
        start = int(node.attrs.get("start", 1))
        number = self.document.begin_list(is_numbered=is_numbered, start=start)
        for item in node.children:
            first, rest = _first_paragraph(item)
            self.document.add_item(
                self.reader.inline(first) if first else "", number=number, is_numbered=is_numbered,
                level=place.depth,
            )  # fmt: skip
            self.write(rest, Place(place.style, place.depth + 1))

    def _table(self, node: SyntaxTreeNode, place: Place) -> None:
        head, *bodies = node.children
        cells = head.children[0].children
        rows = [row.children for body in bodies for row in body.children]
        columns = [Column(self.reader.inline(cell), is_number=_is_at_end(cell)) for cell in cells]
        self.document.add_table(
            Table(
                columns=columns,
                rows=[[self.reader.inline(cell) for cell in row] for row in rows],
                description=", ".join(plain(column.title) for column in columns),
            )
        )

    def _fence(self, node: SyntaxTreeNode, place: Place) -> None:
        self.document.add_paragraph(node.content.rstrip("\n"), style="Preformatted")

    _code_block = _fence


def _first_paragraph(
    item: SyntaxTreeNode,
) -> tuple[SyntaxTreeNode | None, Sequence[SyntaxTreeNode]]:
    if item.children and item.children[0].type == "paragraph":
        return item.children[0], item.children[1:]
    return None, item.children


def _is_at_end(cell: SyntaxTreeNode) -> bool:
    return "right" in str(cell.attrs.get("style", ""))


@dataclass
class Reader:
    """Reads what stands within a paragraph, and the notes that are called there."""

    notes: Mapping[str, str]
    look_up: LookUp
    called: set[str] = field(default_factory=set)

    def inline(self, node: SyntaxTreeNode) -> Sequence[Span]:
        """The text of a heading, paragraph or cell; neighbours in one dress become one span."""
        spans = [span for child in node.children for span in self._spans(child, {})]
        return [_joined(list(group)) for _dress, group in groupby(spans, key=_dress_of)]

    def _spans(self, node: SyntaxTreeNode, dress: dict[str, Any]) -> Iterator[Span]:
        if node.type == "text":
            yield Span(node.content, **dress)
        elif node.type == "code_inline":
            yield Span(node.content, **dress | {"is_code": True})
        elif node.type == "softbreak":
            yield Span(" ", **dress)
        elif node.type == "hardbreak":
            yield Span("\n", **dress)
        elif node.type == "mark":
            mark = Mark(**node.meta)
            said = self.look_up(mark) or Said(node.content)
            more = {"link": said.address} if said.address else {}
            yield Span(said.words, mark=str(mark), **more | dress)
        elif node.type == "note_call":
            yield from self._note(node.meta["name"], dress)
        else:
            yield from self._dressed(node, dress)

    def _dressed(self, node: SyntaxTreeNode, dress: dict[str, Any]) -> Iterator[Span]:
        more: dict[str, Any] = {DRESS[node.type]: True} if node.type in DRESS else {}
        if node.type == "link":
            more["link"] = str(node.attrs["href"])
        for child in node.children:
            yield from self._spans(child, dress | more)

    def _note(self, name: str, dress: dict[str, Any]) -> Iterator[Span]:
        """Once; called again it has no number of its own."""
        if name in self.called:
            return
        self.called.add(name)
        tree = SyntaxTreeNode(PARSER.parseInline(self.notes[name], {}))
        words = [span for each in tree.children for span in self.inline(each)]
        yield Span("", **dress, note=words, mark=f"[^{name}]")


def _dress_of(span: Span) -> tuple[Any, ...]:
    alone = id(span) if span.mark else None  # each mark is found again by itself
    return (span.is_bold, span.is_italic, span.is_struck, span.is_code, span.link, alone)


def _joined(spans: list[Span]) -> Span:
    return replace(spans[0], text="".join(span.text for span in spans))
