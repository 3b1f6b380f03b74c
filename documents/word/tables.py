"""Tables whose header row is repeated on every page and whose rows are never split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.word.elements import Element, clean, w
from documents.word.paragraphs import Writer
from documents.word.text import Text


@dataclass(frozen=True)
class Column:
    title: Text
    share: float = 1  # of the width
    is_number: bool = False  # set at the end of its cell


@dataclass(frozen=True)
class Table:
    """`description` is its text for those who hear it: what the rows and columns are."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Text]]
    caption: Text = ""
    description: str = ""
    has_row_heads: bool = True  # the first column says what the row is about
    has_total: bool = False  # the last row is the sum of those above


def table_element(table: Table, *, width: int, writer: Writer, title: str) -> Element:
    widths = _widths(table.columns, width)
    made = w("tbl", _properties(table, width, title))
    made.append(w("tblGrid", *(w("gridCol", w=each) for each in widths)))
    made.append(_row([column.title for column in table.columns], table, widths, writer, True))
    for row in table.rows:
        made.append(_row(row, table, widths, writer, False))
    return made


def _properties(table: Table, width: int, title: str) -> Element:
    look = w(
        "tblLook", val="04A0", firstRow=1, lastRow=int(table.has_total),
        firstColumn=int(table.has_row_heads), lastColumn=0, noHBand=1, noVBand=1,
    )  # fmt: skip
    return w(
        "tblPr",
        w("tblStyle", val="Ruled"),
        w("tblW", w=width, type="dxa"),
        w("tblLayout", type="fixed"),
        look,
        w("tblCaption", val=clean(title)),
        w("tblDescription", val=clean(table.description)) if table.description else None,
    )


def _row(
    cells: Sequence[Text], table: Table, widths: list[int], writer: Writer, is_head: bool
) -> Element:
    made = w("tr", w("trPr", w("cantSplit"), w("tblHeader") if is_head else None))
    for place, width in enumerate(widths):
        text = cells[place] if place < len(cells) else ""
        made.append(_cell(text, table.columns[place], width, writer))
    return made


def _cell(text: Text, column: Column, width: int, writer: Writer) -> Element:
    end = w("jc", val="right") if column.is_number else None
    paragraph = writer.paragraph(text, "TableText", alignment=end)
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa")), paragraph)


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    total = sum(column.share for column in columns) or 1
    return [round(width * column.share / total) for column in columns]
