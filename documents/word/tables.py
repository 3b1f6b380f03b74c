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
    is_upright: bool = False  # its title runs upwards, for many narrow columns
    is_middle: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell that is more than its text."""

    text: Text
    fill: str = ""
    span: int = 1  # columns
    style: str = "TableText"


@dataclass(frozen=True)
class Table:
    """`description` is its text for those who hear it: what the rows and columns are."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Text | Cell]]
    caption: Text = ""
    note: Text = ""  # under its caption
    anchor: str = ""  # by which a link leads to its caption
    is_continued: bool = False  # of the table before it, whose number it has
    description: str = ""
    has_row_heads: bool = True  # the first column says what the row is about
    has_total: bool = False  # the last row is the sum of those above


UPRIGHT_HEIGHT = 1500  # twentieths of a point, of a head with upright titles


def table_element(table: Table, *, width: int, writer: Writer, title: str) -> Element:
    widths = _widths(table.columns, width)
    made = w("tbl", _properties(table, width, title, writer.is_rtl))
    made.append(w("tblGrid", *(w("gridCol", w=each) for each in widths)))
    made.append(_row([column.title for column in table.columns], table, widths, writer, True))
    for row in table.rows:
        made.append(_row(row, table, widths, writer, False))
    return made


def _properties(table: Table, width: int, title: str, is_rtl: bool) -> Element:
    look = w(
        "tblLook", val="04A0", firstRow=1, lastRow=int(table.has_total),
        firstColumn=int(table.has_row_heads), lastColumn=0, noHBand=1, noVBand=1,
    )  # fmt: skip
    return w(
        "tblPr",
        w("tblStyle", val="Ruled"),
        w("bidiVisual") if is_rtl else None,
        w("tblW", w=width, type="dxa"),
        w("tblLayout", type="fixed"),
        look,
        w("tblCaption", val=clean(title)),
        w("tblDescription", val=clean(table.description)) if table.description else None,
    )


def _row(
    cells: Sequence[Text | Cell], table: Table, widths: list[int], writer: Writer, is_head: bool
) -> Element:
    is_tall = is_head and any(column.is_upright for column in table.columns)
    height = w("trHeight", val=UPRIGHT_HEIGHT, hRule="atLeast") if is_tall else None
    made = w("tr", w("trPr", w("cantSplit"), height, w("tblHeader") if is_head else None))
    place = 0
    for given in [*cells, *[""] * len(widths)]:
        if place >= len(widths):
            break
        cell = given if isinstance(given, Cell) else Cell(given)
        width = sum(widths[place : place + cell.span])
        made.append(_cell(cell, table.columns[place], width, writer, is_head))
        place += cell.span
    return made


def _cell(cell: Cell, column: Column, width: int, writer: Writer, is_head: bool) -> Element:
    where = "right" if column.is_number else "center" if column.is_middle else ""
    if is_head and column.is_upright:
        where = "left"
    aligned = w("jc", val=where) if where and cell.span == 1 else None
    paragraph = writer.paragraph(cell.text, cell.style, alignment=aligned)
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=cell.span) if cell.span > 1 else None,
        w("shd", val="clear", color="auto", fill=cell.fill) if cell.fill else None,
        w("textDirection", val="btLr") if is_head and column.is_upright else None,
    )
    return w("tc", properties, paragraph)


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    total = sum(column.share for column in columns) or 1
    return [round(width * column.share / total) for column in columns]
