"""A table whose cells hold whole texts, written row by row."""

from __future__ import annotations

from collections.abc import Sequence

from documents.word.elements import Element, w
from documents.word.paragraphs import Writer
from documents.word.text import Text


def rows_table(heads: Sequence[Text], widths: Sequence[int], writer: Writer, title: str) -> Element:
    """Its head alone, repeated on every page; rows may go on over a page's end."""
    look = w(
        "tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1,
        noVBand=1,
    )  # fmt: skip
    made = w(
        "tbl",
        w("tblPr", w("tblStyle", val="Ruled"), w("tblW", w=sum(widths), type="dxa"),
          w("tblLayout", type="fixed"), look, w("tblCaption", val=title)),
        w("tblGrid", *(w("gridCol", w=width) for width in widths)),
    )  # fmt: skip
    cells = new_row(made, widths, is_head=True)
    for cell, head in zip(cells, heads, strict=True):
        cell.append(writer.paragraph(head, "TableText"))
    return made


def new_row(table: Element, widths: Sequence[int], *, is_head: bool = False) -> list[Element]:
    """The empty cells of a further row."""
    cells = [w("tc", w("tcPr", w("tcW", w=width, type="dxa"))) for width in widths]
    table.append(w("tr", w("trPr", w("tblHeader")) if is_head else None, *cells))
    return cells
