from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django import template

from briefs.reports import ReportColumn, ReportTable

register = template.Library()


class ShownCell(NamedTuple):
    column: ReportColumn
    text: str


class ShownRow(NamedTuple):
    link: str
    cells: list[ShownCell]


@register.filter
def linked_rows(table: ReportTable) -> Iterator[ShownRow]:
    """The rows as they are printed, each with the page it leads to, if any."""
    links = [*table.links, *[""] * (len(table.rows) - len(table.links))]
    for link, row in zip(links, table.printed_rows, strict=True):
        cells = [ShownCell(*pair) for pair in zip(table.printed_columns, row, strict=True)]
        yield ShownRow(link, cells)


@register.filter
def width(column: ReportColumn, table: ReportTable) -> int:
    """Of a hundred, in fives: there is a class for each in the style sheet of print."""
    whole = sum(each.share for each in table.printed_columns)
    return max(5, int(20 * column.share / whole) * 5)
