"""The matrix of pathways and cities, cut into tables that fit a page."""

from __future__ import annotations

from dataclasses import dataclass

from briefs.document import BriefDocument, Matrix
from briefs.document.content import CityText, MatrixPillar, MatrixRow

IN_PORTRAIT = 8  # cities a table can have on an upright page
IN_LANDSCAPE = 20  # beyond, it goes on in another table
SHADES = {0: "v0", 1: "v1", 2: "v2", 3: "v2"}


@dataclass(frozen=True)
class Cell:
    text: str
    css_class: str
    key: str = ""  # of the figure it is, where it is one


@dataclass(frozen=True)
class TableRow:
    row: MatrixRow
    cells: list[Cell]


@dataclass(frozen=True)
class TablePillar:
    pillar: MatrixPillar
    rows: list[TableRow]


@dataclass(frozen=True)
class MatrixTable:
    matrix: Matrix
    cities: list[CityText]
    first: int
    number: int  # of the tables the matrix is cut into, from 1

    @property
    def end(self) -> int:
        return self.first + len(self.cities)

    @property
    def is_last(self) -> bool:
        return self.end == len(self.matrix.cities)

    @property
    def is_wide(self) -> bool:
        return len(self.matrix.cities) > IN_PORTRAIT

    @property
    def columns(self) -> int:
        """Before the sum, if it has one."""
        return 2 + len(self.cities)

    @property
    def pillars(self) -> list[TablePillar]:
        return [
            TablePillar(pillar, [TableRow(row, self.cells_of(row)) for row in pillar.rows])
            for pillar in self.matrix.pillars
        ]

    def cells_of(self, row: MatrixRow) -> list[Cell]:
        cells = row.cells[self.first : self.end]
        return [
            cell_of(count, city, row.code) for count, city in zip(cells, self.cities, strict=True)
        ]

    @property
    def total_cells(self) -> list[Cell]:
        return [
            Cell("·", "") if total is None else Cell(str(total), "", f"matrix-{city.slug}")
            for total, city in zip(self.totals, self.cities, strict=True)
        ]

    @property
    def totals(self) -> list[int | None]:
        """By city; None without a published plan."""
        totals = self.matrix.totals[self.first : self.end]
        return [
            total if city.has_plan else None
            for total, city in zip(totals, self.cities, strict=True)
        ]


def cell_of(count: int | None, city: CityText, code: str) -> Cell:
    if not city.has_plan:
        return Cell("·", "vx")
    if count is None:
        return Cell("—", "vx")
    return Cell(str(count), SHADES.get(count, "v3"), f"cell-{city.slug}-{code}")


def matrix_tables(document: BriefDocument) -> list[MatrixTable]:
    count = len(document.cities)
    step = IN_PORTRAIT if count <= IN_PORTRAIT else IN_LANDSCAPE
    return [
        MatrixTable(document.matrix, list(document.cities[first : first + step]), first, number)
        for number, first in enumerate(range(0, count, step), start=1)
    ]
