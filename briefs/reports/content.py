"""Everything a project report says, as one frozen value: page, PDF, Word and XLSX are made of it.

Frozen as JSON it is the content of its file. A field added later needs a default.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from cattrs.preconf.json import make_converter
from django.utils import formats
from django.utils.translation import gettext as _

from briefs.document.content import composed
from documents.sheets.write import Cell as SheetCell
from recovery_plans.document import checksum_of
from writing.values import print_figure

Cell = str | int | None  # days as 2026-11-24, amounts and measures as their digits; None: not known
Kind = Literal["text", "number", "day", "amount"]
NO_MOMENT = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class ReportColumn:
    title: str
    kind: Kind = "text"
    share: int = 10  # of the width, beside those of the other columns
    on_paper: bool = True  # else in spreadsheets alone

    @property
    def is_number(self) -> bool:
        return self.kind in {"number", "amount"}

    def printed(self, cell: Cell) -> str:
        """For people, in the language that is on."""
        if cell is None:
            return _("not known")
        if self.kind == "day" and cell:
            return str(formats.date_format(datetime.date.fromisoformat(str(cell)), "DATE_FORMAT"))
        if self.is_number and cell != "":
            return print_figure(Decimal(cell))
        return str(cell)

    def typed(self, cell: Cell) -> SheetCell:
        """For a spreadsheet: numbers and days as such."""
        if cell is None or cell == "":
            return None
        if self.kind == "day":
            return datetime.date.fromisoformat(str(cell))
        return Decimal(cell) if self.kind == "amount" else cell


def sentence(words: str) -> str:
    return words if words.endswith((".", "。", "।")) else f"{words}."


@dataclass(frozen=True)
class ReportFigure:
    key: str
    label: str
    value: str
    definition: str  # what is counted, of which rows

    @property
    def explained(self) -> str:
        return sentence(self.definition)


@dataclass(frozen=True)
class ReportTable:
    key: str
    caption: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    definition: str  # what is counted, of which rows
    note: str = ""
    has_total: bool = False  # the last row is the sum of those above
    links: tuple[str, ...] = ()  # where each row leads, as an address in the portal; or none

    @property
    def explained(self) -> str:
        return " ".join(filter(None, [sentence(self.definition), self.note]))

    @property
    def header(self) -> list[str]:
        return [column.title for column in self.columns]

    @property
    def typed_rows(self) -> list[list[SheetCell]]:
        return [
            [column.typed(cell) for column, cell in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]

    @property
    def printed_columns(self) -> list[ReportColumn]:
        return [column for column in self.columns if column.on_paper]

    @property
    def printed_rows(self) -> list[list[str]]:
        return [
            [
                column.printed(cell)
                for column, cell in zip(self.columns, row, strict=True)
                if column.on_paper
            ]
            for row in self.rows
        ]


@dataclass(frozen=True)
class ReportPart:
    """One heading: its text, and what is counted under it."""

    key: str
    title: str
    kind: str
    text: str = ""  # Markdown
    figures: tuple[ReportFigure, ...] = ()
    tables: tuple[ReportTable, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.text.strip() or self.figures or self.tables)


@dataclass(frozen=True)
class ReportDocument:
    title: str
    project: str
    project_code: str
    bodies: tuple[str, ...]
    language: str
    starts_on: datetime.date
    ends_on: datetime.date
    as_of: datetime.datetime
    is_example: bool
    parts: tuple[ReportPart, ...]

    @property
    def period(self) -> str:
        first, last = (formats.date_format(day, "DATE_FORMAT") for day in self._days)
        return _("%(first)s to %(last)s") % {"first": first, "last": last}

    @property
    def _days(self) -> tuple[datetime.date, datetime.date]:
        return self.starts_on, self.ends_on

    @property
    def moment(self) -> str:
        """`24 November 2026, 14:05 UTC`."""
        moment = self.as_of.astimezone(datetime.UTC)
        day = formats.date_format(moment, "DATE_FORMAT")
        return _("%(day)s, %(time)s UTC") % {"day": day, "time": f"{moment:%H:%M}"}

    @property
    def figures(self) -> tuple[ReportFigure, ...]:
        return tuple(figure for part in self.parts for figure in part.figures)

    @property
    def tables(self) -> tuple[ReportTable, ...]:
        """Each once, though two headings may say the same."""
        every = {table.key: table for part in self.parts for table in part.tables}
        return tuple(every.values())

    @property
    def checksum(self) -> str:
        """Of all it says but the moment: as long as nothing changes, it is the same."""
        return checksum_of(replace(self, as_of=NO_MOMENT).to_json())

    def to_json(self) -> dict[str, Any]:
        content: dict[str, Any] = composed(CONVERTER.unstructure(self))
        return content

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> ReportDocument:
        return CONVERTER.structure(content, cls)


CONVERTER = make_converter()
