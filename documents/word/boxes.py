"""Tables for layout alone: a box around text, things side by side. They are read as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from documents.word.elements import Element, w


@dataclass(frozen=True)
class BoxLook:
    fill: str = ""
    edge: str = ""  # colour of its border
    is_split: bool = False  # whether it may go on over a page's end
    padding: int = 0  # twentieths of a point
    edge_size: int = 6  # eighths of a point
    start_size: int = 0  # of the edge that the text begins at, where it is a thick one


NO_LOOK = BoxLook()


def layout_table(
    shares: Sequence[float], *, width: int, look: BoxLook, is_rtl: bool
) -> tuple[Element, list[Element]]:
    """The table and its cells, still empty."""
    widths = [round(width * share / sum(shares)) for share in shares]
    cells = [w("tc", _cell_properties(each, look)) for each in widths]
    row = w("tr", w("trPr", None if look.is_split else w("cantSplit")), *cells)
    made = w("tbl", _properties(width, look, is_rtl))
    made.append(w("tblGrid", *(w("gridCol", w=each) for each in widths)))
    made.append(row)
    return made, cells


def _properties(width: int, look: BoxLook, is_rtl: bool) -> Element:
    return w(
        "tblPr",
        w("bidiVisual") if is_rtl else None,
        w("tblW", w=width, type="dxa"),
        _borders(look),
        w("tblLayout", type="fixed"),
        _padding(look.padding),
        w("tblLook", val="0000", firstRow=0, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1,
          noVBand=1),
    )  # fmt: skip


def _borders(look: BoxLook) -> Element | None:
    if not look.edge:
        return None
    sides = {"top": 0, "left": look.start_size, "bottom": 0, "right": 0}
    return w(
        "tblBorders",
        *(
            w(side, val="single", sz=size or look.edge_size, space=0, color=look.edge)
            for side, size in sides.items()
        ),
    )


def _padding(size: int) -> Element:
    sides = ("top", "left", "bottom", "right")
    return w("tblCellMar", *(w(side, w=size, type="dxa") for side in sides))


def _cell_properties(width: int, look: BoxLook) -> Element:
    shade = w("shd", val="clear", color="auto", fill=look.fill) if look.fill else None
    return w("tcPr", w("tcW", w=width, type="dxa"), shade)
