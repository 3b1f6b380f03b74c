"""A table as it was read, and why a file could not be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple


class UnreadableFile(Exception):
    """The file cannot be read; the message says in words why, and what to do."""


@dataclass(frozen=True)
class Limits:
    max_bytes: int = 10 * 1024 * 1024
    max_rows: int = 20_000
    max_columns: int = 200
    max_cell: int = 10_000  # characters


class Row(NamedTuple):
    number: int  # as the sheet itself counts, from 1
    cells: tuple[str, ...]  # at least as many as the header has


@dataclass(frozen=True)
class Table:
    """The first row with anything in it is the header; rows that hold nothing are left out."""

    header: tuple[str, ...]
    header_number: int
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()  # what a person should check, in words


@dataclass(frozen=True)
class TableStream:
    """A table whose rows are read on the way, once. The remarks are whole when the rows are."""

    header: tuple[str, ...]
    header_number: int
    rows: Iterator[Row]
    remarks: list[str]
