"""Read a table that somebody uploaded: CSV in any encoding, XLSX, XLS or ODS, told by content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.kinds import Kind, kind_of
from documents.sheets.table import Limits, Row, Table, TableStream, UnreadableFile
from documents.sheets.text import records_of_text
from documents.sheets.workbooks import records_of_workbook

__all__ = [
    "Limits", "Row", "Table", "TableStream", "UnreadableFile", "read_table", "stream_table",
]  # fmt: skip

MOST_ROWS_NAMED = 5


def read_table(file: IO[bytes], *, limits: Limits | None = None, sheet: str = "") -> Table:
    """The table in the file: of a workbook the first sheet, or the one of this name.

    Raises UnreadableFile, in words, within a second for hostile files.
    """
    stream = stream_table(file, limits=limits, sheet=sheet)
    rows = tuple(stream.rows)
    return Table(stream.header, stream.header_number, rows, tuple(stream.remarks))


def stream_table(file: IO[bytes], *, limits: Limits | None = None, sheet: str = "") -> TableStream:
    """The same, its rows read on the way: they too raise UnreadableFile."""
    limits = limits or Limits()
    kind = kind_of(file)
    refuse_other_kinds(kind)
    content = file.read(limits.max_bytes + 1)
    if len(content) > limits.max_bytes:
        raise UnreadableFile(
            _("The file is larger than %(megabytes)s MB. Leave out what is not needed.")
            % {"megabytes": limits.max_bytes // (1024 * 1024)}
        )
    records: Iterable[Sequence[str]]
    if kind is Kind.CSV:
        records, remarks = records_of_text(content)
    else:
        records, remarks = records_of_workbook(content, kind, limits, sheet=sheet)
    return stream_of(filled_rows(records, limits), remarks)


def refuse_other_kinds(kind: Kind) -> None:
    if kind in {Kind.CSV, Kind.XLSX, Kind.XLS, Kind.ODS}:
        return
    raise UnreadableFile(words_for(kind) + " " + _("Save the list as XLSX, ODS or CSV."))


def words_for(kind: Kind) -> str:
    return {
        Kind.EMPTY: _("The file is empty."),
        Kind.LOCKED: _("The file is protected by a password. Take the password away first."),
        Kind.DAMAGED: _("The file is damaged."),
        Kind.PDF: _("This is a PDF, which holds no table that can be read."),
        Kind.PNG: _("This is a picture."),
        Kind.JPEG: _("This is a picture."),
        Kind.PICTURE: _("This is a picture."),
        Kind.DOCX: _("This is a Word document."),
        Kind.MARKUP: _("This is a web page or XML, whatever its name says."),
        Kind.ARCHIVE: _("This is an archive with other files in it."),
    }.get(kind, _("This is no table that can be read."))


def stream_of(filled: Iterator[Row], remarks: list[str]) -> TableStream:
    first = next(filled, None)
    if first is None:
        raise UnreadableFile(_("There is nothing in the file."))
    header = without_empty_end(first.cells)
    return TableStream(header, first.number, rows_below(header, filled, remarks), remarks)


def rows_below(header: Sequence[str], filled: Iterator[Row], remarks: list[str]) -> Iterator[Row]:
    width, wide = len(header), []
    for row in filled:
        cells = fitted(row.cells, width)
        if len(cells) > width:
            wide.append(row.number)
        yield Row(row.number, cells)
    remarks += remarks_on_wide_rows(wide)


def filled_rows(records: Iterable[Sequence[str]], limits: Limits) -> Iterator[Row]:
    filled = 0
    for number, cells in enumerate(records, start=1):
        if any(cells):
            check_row(number, cells, limits)
            filled += 1
            if filled > limits.max_rows + 1:
                raise too_many_rows(limits)
            yield Row(number, tuple(cells))


def too_many_rows(limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        _("The sheet has more rows than can be read at once; at most %(rows)s. "
          "Delete what stands below the list, or split it.")
        % {"rows": f"{limits.max_rows:,}"}
    )  # fmt: skip


def check_row(number: int, cells: Sequence[str], limits: Limits) -> None:
    if len(cells) > limits.max_columns and len(without_empty_end(cells)) > limits.max_columns:
        raise UnreadableFile(
            _("Row %(number)s has more than %(columns)s columns.")
            % {"number": number, "columns": limits.max_columns}
        )
    if max(map(len, cells)) > limits.max_cell:
        raise UnreadableFile(
            _("A cell in row %(number)s is longer than %(length)s characters.")
            % {"number": number, "length": f"{limits.max_cell:,}"}
        )


def without_empty_end(cells: Sequence[str]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return tuple(cells[:end])


def fitted(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """As wide as the header; wider only where something stands beyond it."""
    if len(cells) == width:
        return tuple(cells)
    if any(cells[width:]):
        return without_empty_end(cells)
    return (*cells[:width], *[""] * (width - len(cells)))


def remarks_on_wide_rows(numbers: list[int]) -> list[str]:
    if not numbers:
        return []
    named = ", ".join(map(str, numbers[:MOST_ROWS_NAMED]))
    if len(numbers) > MOST_ROWS_NAMED:
        named += ", …"
    return [
        ngettext(
            "Row %(rows)s has more cells than the header.",
            "%(count)s rows have more cells than the header: %(rows)s.",
            len(numbers),
        )
        % {"rows": named, "count": len(numbers)}
    ]
