"""Sheets as they come from an office, and what an import would do with them."""

from documents.sheets.read import Row, Table
from participants.imports.columns import sheet_of
from participants.imports.preview import preview_of

HEADER = ("Full name", "Gender", "E-mail", "Organisation", "City", "Country")


def table(*rows, header=HEADER):
    numbered = (Row(number, (*cells, *[""] * (len(header) - len(cells)))) for number, cells in rows)
    return Table(tuple(header), 1, tuple(numbered))


def previewed(workshop, *rows, header=HEADER, answers=None):
    return preview_of(sheet_of(table(*rows, header=header)), workshop, answers or {})
