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
def fortieths(table: ReportTable) -> Iterator[int]:
    """The width of each printed column: there is a class for each in the style sheet of print."""
    whole = sum(column.share for column in table.printed_columns)
    reached, end = 0, 0.0
    for column in table.printed_columns:
        end += 40 * column.share / whole
        yield round(end) - reached
        reached = round(end)
