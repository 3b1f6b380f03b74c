"""A Word file made of structured content, block by block."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm

from documents.marks import LookUp, as_typed
from documents.word.boxes import NO_LOOK, BoxLook, layout_table
from documents.word.contents import Heading, write_contents
from documents.word.elements import Element, clean, w
from documents.word.frame import Frame, Paper
from documents.word.lists import Lists, item_indent, numbering
from documents.word.markdown import write_markdown
from documents.word.notes import Notes
from documents.word.package import new_package, packed
from documents.word.paragraphs import Writer, anchor_name
from documents.word.properties import Properties, set_properties
from documents.word.rows import new_row, rows_table
from documents.word.tables import Table, table_element
from documents.word.text import HOLDER, Span, Text, plain, spans_of

__all__ = ["Paper", "Properties", "WordDocument"]
BLOCK_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,36}")
TAG, BOOKMARK = "block:", "b_"
LONGEST_KEY = 28  # of a block's id, beside its kind
DEEPEST_HEADING = 6


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG file; `alt` says what it shows to those who do not see it."""

    content: bytes
    alt: str
    width_mm: float


class WordDocument:
    """Adds content at its end. The same content gives the same bytes.

    What `block` holds can be found again in the file that comes back, by its id.
    """

    def __init__(
        self, properties: Properties, *, paper: Paper = Paper.A4, head: str = "", foot: str = "",
        mark: str = "",
    ) -> None:  # fmt: skip
        self._document = new_package()
        self._part = self._document.part
        self.is_rtl = get_language_info(properties.language)["bidi"]
        self._frame = Frame(
            paper, head=clean(head), foot=clean(foot), mark=clean(mark), is_rtl=self.is_rtl
        )
        self._lists = Lists(self._part.numbering_part)
        notes = Notes(self._part, is_rtl=self.is_rtl)
        self._writer = Writer(self._part, notes, is_rtl=self.is_rtl)
        notes.writer.marks = self._writer.marks
        self._body: Element = self._part.element.body
        self._into: Element = self._body
        self._contents: Element | None = None
        self._headings: list[Heading] = []
        self._block_ids: set[str] = set()
        self._captions: dict[str, int] = {}
        self._is_wide = self._has_section = self._is_in_block = False
        set_properties(self._document, properties)

    def to_bytes(self) -> bytes:
        """The file; nothing can be added afterwards."""
        if self._contents is not None:
            write_contents(self._contents, self._headings, self._writer)
        self._body.append(self._section())
        return packed(self._document)

    # What it is made of

    def add_title(self, title: Text, subtitle: Text = "") -> None:
        self.add_paragraph(title, style="Title")
        if subtitle:
            self.add_paragraph(subtitle, style="Subtitle")

    def add_heading(self, text: Text, level: int = 1, *, anchor: str = "") -> None:
        """Levels 1 to 6; `anchor` lets links lead here: `Span("…", link="#anchor")`."""
        level = min(max(level, 1), DEEPEST_HEADING)
        name = anchor_name(anchor) if anchor else f"_Toc{len(self._headings) + 1:08}"
        paragraph = self._writer.paragraph(text, f"Heading{level}")
        self._bookmark(name, [paragraph])
        self._headings.append(Heading(level, name, plain(text)))
        self._into.append(paragraph)

    def add_paragraph(self, text: Text, *, style: str = "BodyText") -> None:
        """`style` is the id of one in parts/styles.xml: BodyText, Quote, Note, Notice, …"""
        self._into.append(self._writer.paragraph(text, style))

    def add_markdown(
        self, text: str, *, top_heading: int = 3, look_up: LookUp = as_typed,
        style: str = "BodyText",
    ) -> None:  # fmt: skip
        """As people typed it; its highest heading becomes one of level `top_heading`.

        `look_up` says what figures and references stand for.
        """
        write_markdown(self, text, top_heading=top_heading, look_up=look_up, style=style)

    def add_list(self, items: Iterable[Text], *, is_numbered: bool = False) -> None:
        number = self.begin_list(is_numbered=is_numbered)
        for item in items:
            self.add_item(item, number=number, is_numbered=is_numbered)

    def begin_list(self, *, is_numbered: bool, start: int = 1) -> int:
        return self._lists.begin(is_numbered=is_numbered, start=start)

    def add_item(self, text: Text, *, number: int, is_numbered: bool, level: int = 0) -> None:
        style = "ListNumber" if is_numbered else "ListBullet"
        self._into.append(
            self._writer.paragraph(text, style, numbering=numbering(number, level))
        )  # fmt: skip

    def add_item_paragraph(self, text: Text, *, level: int) -> None:
        """A further paragraph of the item above."""
        self._into.append(
            self._writer.paragraph(text, "ListContinue", indent=item_indent(level))
        )  # fmt: skip

    def add_facts(self, facts: Iterable[tuple[str, Text]]) -> None:
        """Names and what they are, such as *City: Suva*, one a line."""
        for name, text in facts:
            named = [Span(f"{name}\t", style="FactName"), *spans_of(text)]
            self.add_paragraph(named, style="Fact")

    def add_table(self, table: Table) -> None:
        """A caption above it is numbered; what follows is kept apart from it."""
        if table.caption:
            self._add_caption(
                _("Table"), table.caption, table.anchor, is_continued=table.is_continued
            )
        if table.note:
            self.add_paragraph(table.note, style="CaptionNote")
        title = plain(table.caption) or table.description
        self._into.append(
            table_element(table, width=self._width(), writer=self._writer, title=title)
        )
        self.add_paragraph("", style="TableText")

    def add_picture(
        self, *pictures: Picture, caption: Text = "", note: Text = "", anchor: str = "",
        style: str = "BodyText",
    ) -> None:  # fmt: skip
        """Side by side in one paragraph, under a numbered caption if there is one."""
        if caption:
            self.add_figure_caption(caption, note=note, anchor=anchor)
        paragraph = self._writer.paragraph("", style)
        for picture in pictures:
            paragraph.append(self._drawn(picture))
        self._into.append(paragraph)

    def add_figure_caption(self, caption: Text, *, note: Text = "", anchor: str = "") -> None:
        """Numbered; for a figure that is more than one picture."""
        self._add_caption(_("Figure"), caption, anchor)
        if note:
            self.add_paragraph(note, style="CaptionNote")

    def _drawn(self, picture: Picture) -> Element:
        """Numbered by us: python-docx reads the whole document for the next number, each time."""
        relation, image = self._part.get_or_add_image(io.BytesIO(picture.content))
        width, height = image.scaled_dimensions(Mm(picture.width_mm), None)
        inline = CT_Inline.new_pic_inline(
            next(self._writer.marks), relation, image.filename or "", width, height
        )  # fmt: skip
        inline.docPr.set("descr", clean(picture.alt))
        return w("r", w("drawing", inline))

    def _width(self) -> int:
        return self._frame.text_width(is_wide=self._is_wide)

    def add_contents(self, title: str, *, on_new_page: bool = False) -> None:
        """A list of the headings that follow, each a link; Word can bring it up to date."""
        new_page = w("pageBreakBefore") if on_new_page else None
        self._into.append(self._writer.paragraph(title, "TOCHeading", break_before=new_page))
        self._contents = w("p", w("pPr", w("pStyle", val="TOC1")))
        self._into.append(self._contents)

    def add_page_break(self) -> None:
        self._into.append(w("p", w("r", w("br", type="page"))))

    # Parts of it that are found again

    @contextmanager
    def block(self, block_id: str, *, label: str = "") -> Iterator[None]:
        """All that is added within belongs to the block; blocks do not nest.

        It is a content control and, for programs that drop those, a bookmark as well.
        """
        if not BLOCK_ID.fullmatch(block_id) or block_id in self._block_ids:
            raise ValueError(f"Not a new block id: {block_id}")
        if self._is_in_block:
            raise ValueError(f"A block within a block: {block_id}")
        self._block_ids.add(block_id)
        content = w("sdtContent")
        self._is_in_block = True
        try:
            with self._within(content):
                yield
        finally:
            self._is_in_block = False
            self._into.append(self._controlled(content, block_id, label))

    @contextmanager
    def box(self, look: BoxLook) -> Iterator[None]:
        """A frame of one cell around what is added within: blocks in it are found as outside."""
        with self.side_by_side([1], look=look) as (inside,), inside():
            yield

    @contextmanager
    def side_by_side(
        self, shares: Sequence[float], *, look: BoxLook = NO_LOOK
    ) -> Iterator[list[Callable[[], AbstractContextManager[None]]]]:
        """A row of cells, for layout alone; each is entered by calling it."""
        table, cells = layout_table(shares, width=self._width(), look=look, is_rtl=self.is_rtl)
        yield [partial(self._within, cell) for cell in cells]
        for cell in cells:
            if cell[-1].tag != qn("w:p"):  # Word wants a paragraph at a cell's end
                cell.append(self._writer.paragraph("", "Gap"))
        self._into.append(table)
        self.add_paragraph("", style="Gap")

    def add_rows(
        self, heads: Sequence[Text], shares: Sequence[float],
        rows: Iterable[Sequence[Callable[[], None]]], *, title: str,
    ) -> None:  # fmt: skip
        """A table whose cells hold whole texts: each is written by calling it."""
        widths = [round(self._width() * share / sum(shares)) for share in shares]
        table = rows_table(heads, widths, self._writer, clean(title))
        for row in rows:
            for cell, write in zip(new_row(table, widths), row, strict=True):
                with self._within(cell):
                    write()
                if cell[-1].tag != qn("w:p"):  # Word wants a paragraph at a cell's end
                    cell.append(self._writer.paragraph("", "TableText"))
        self._into.append(table)
        self.add_paragraph("", style="Gap")

    @contextmanager
    def _within(self, place: Element) -> Iterator[None]:
        outside, self._into = self._into, place
        try:
            yield
        finally:
            self._into = outside

    def add_block(
        self, block_id: str, text: str, *, label: str = "", top_heading: int = 3,
        look_up: LookUp = as_typed, style: str = "BodyText",
    ) -> None:  # fmt: skip
        """Markdown as a block of its own; it may be empty, for somebody to write into."""
        with self.block(block_id, label=label):
            self.add_markdown(text, top_heading=top_heading, look_up=look_up, style=style)

    @contextmanager
    def wide(self) -> Iterator[None]:
        """A section on landscape pages, for a table with many columns."""
        self._end_section(is_wide_next=True)
        yield
        self._end_section(is_wide_next=False)

    def _controlled(self, content: Element, block_id: str, label: str) -> Element:
        if not len(content):
            content.append(self._writer.paragraph("", "BodyText"))
        self._hold_ends(content)
        self._bookmark(block_name(block_id), list(content))
        number = next(self._writer.marks)
        alias = w("alias", val=clean(label or block_id)[:64])
        # As Word's own contents list is kept: LibreOffice 7 flattens the text of a plain control.
        kind = w("docPartObj", w("docPartGallery", val="Custom 1"))
        tag, place = w("tag", val=TAG + block_id), w("id", val=number)
        return w("sdt", w("sdtPr", alias, tag, place, kind), content)

    def _hold_ends(self, content: Element) -> None:
        """A bookmark that begins or ends at a table, or in nothing, LibreOffice does not keep."""
        if content[0].tag == qn("w:tbl"):
            content.insert(0, self._writer.paragraph(HOLDER, "Gap"))
        if len(content) > 1 and content[-2].tag == qn("w:tbl"):
            content.append(self._writer.paragraph(HOLDER, "Gap"))

    def _bookmark(self, name: str, elements: list[Element]) -> None:
        """Around paragraphs that already exist: it begins in the first and ends in the last."""
        start, end = self._writer.marked(name)
        first, last = elements[0], elements[-1]
        if first.tag == qn("w:p"):
            first.insert(1, start)
        else:
            first.addprevious(start)
        if last.tag == qn("w:p"):
            last.append(end)
        else:
            last.addnext(end)

    def _add_caption(
        self, kind: str, text: Text, anchor: str = "", *, is_continued: bool = False
    ) -> None:
        """The number is a field, which Word counts anew; what goes on bears the same as before."""
        number = self._captions.get(kind, 0) + (0 if is_continued else 1)
        self._captions[kind] = number
        paragraph = self._writer.paragraph([Span(f"{kind} ")], "Caption")
        runs = list(self._writer.runs(Span(str(number))))
        again = rf"SEQ {kind} \{'c' if is_continued else '* ARABIC'}"
        paragraph.append(w("fldSimple", *runs, instr=again))
        for span in [Span(". "), *spans_of(text)]:
            paragraph.extend(self._writer.runs(span))
        if anchor:
            self._bookmark(anchor_name(anchor), [paragraph])
        self._into.append(paragraph)

    def _section(self) -> Element:
        is_first, self._has_section = not self._has_section, True
        return self._frame.section(self._part, is_wide=self._is_wide, is_first=is_first)

    def _end_section(self, *, is_wide_next: bool) -> None:
        if self._into is not self._body:
            raise ValueError("A section within a block")
        last = w("p", w("pPr", w("pStyle", val="TableText"), self._section()))
        self._body.append(last)
        self._is_wide = is_wide_next


def block_id_of(kind: str, key: str) -> str:
    """`section-URE-3`; what no id may hold is replaced by a sum of it."""
    if len(key) > LONGEST_KEY or not key.replace("-", "").isalnum() or not key.isascii():
        key = hashlib.sha256(key.encode()).hexdigest()[:16]
    return f"{kind}-{key}"


def block_name(block_id: str) -> str:
    """Of its bookmark: those know no hyphen, and ids no underscore."""
    return BOOKMARK + block_id.replace("-", "_")
