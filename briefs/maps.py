"""Where a brief's cities are: dots on an outline of land, without a border of any kind.

The outline is reference/land.csv, schematic: a degree is about a millimetre.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import cos, radians

from django.conf import settings
from django.utils.translation import gettext as _

from briefs.document import BriefDocument
from briefs.document.content import CityText

Point = tuple[float, float]  # longitude and latitude, or millimetres
WIDTH, HIGHEST, LOWEST = 170.0, 70.0, 44.0  # millimetres
MOST_WIDENED = 1.3  # of what is shown from west to east, for a map that would be too high
MARGIN = 8.0  # degrees around the cities
SPECK = 1.5  # millimetres, wide and high together: not drawn
LEAST_SPAN = 40.0  # degrees of longitude


@dataclass(frozen=True)
class Dot:
    number: int
    city: CityText
    x: float
    y: float

    @property
    def line(self) -> float:
        """On which its number stands."""
        return round(self.y + 0.85, 2)


@dataclass(frozen=True)
class RegionMap:
    title: str  # says every city
    land: str  # one path
    dots: tuple[Dot, ...]
    width: float
    height: float


@dataclass(frozen=True)
class Frame:
    """A window on the world, equal in scale along its middle; `west` may lie beyond 180."""

    west: float
    east: float
    south: float
    north: float
    width: float = WIDTH

    @property
    def stretch(self) -> float:
        return cos(radians((self.north + self.south) / 2))

    @property
    def scale(self) -> float:
        """Millimetres for a degree of longitude."""
        return self.width / (self.east - self.west)

    @property
    def height(self) -> float:
        return round((self.north - self.south) * self.scale / self.stretch, 1)

    def place(self, point: Point) -> Point:
        x = (point[0] - self.west) * self.scale
        return round(x, 1), round((self.north - point[1]) * self.scale / self.stretch, 1)

    def turned(self, point: Point) -> Point:
        """The same place, counted on eastwards from where the window begins."""
        return self.west + (point[0] - self.west) % 360, point[1]

    def holds(self, points: Sequence[Point]) -> bool:
        """Whether any of it may be seen; the points are placed ones."""
        across, down = [x for x, _y in points], [y for _x, y in points]
        is_beside = max(across) < 0 or min(across) > self.width
        is_seen = max(across) - min(across) + max(down) - min(down) > SPECK
        return is_seen and not is_beside and max(down) >= 0 and min(down) <= self.height


def map_of(document: BriefDocument) -> RegionMap | None:
    """None where the position of no city is known."""
    placed = [city for city in document.cities if city.position]
    positions = [city.position for city in placed if city.position]
    if not positions:
        return None
    frame = frame_around(positions)
    names = "; ".join(f"{number} {city.name}" for number, city in enumerate(placed, 1))
    return RegionMap(
        title=_("The cities of this brief on an outline of land. %(cities)s") % {"cities": names},
        land="".join(outlines(frame)),
        dots=tuple(
            Dot(number, city, *frame.place(frame.turned(position)))
            for number, (city, position) in enumerate(zip(placed, positions, strict=True), 1)
        ),
        width=frame.width,
        height=frame.height,
    )


def frame_around(points: Sequence[Point]) -> Frame:
    """Their own part of the world, cut where the widest gap between them is."""
    west, span = without_widest_gap([longitude for longitude, _latitude in points])
    shown = min(max(span + 2 * MARGIN, LEAST_SPAN), 360)
    west -= (shown - span) / 2
    latitudes = [latitude for _longitude, latitude in points]
    return heightened(west, west + shown, min(latitudes) - MARGIN, max(latitudes) + MARGIN)


def without_widest_gap(longitudes: Sequence[float]) -> tuple[float, float]:
    """Where the cities begin, going east, and over how many degrees they go on."""
    ordered = sorted(longitudes)
    following = [*ordered[1:], ordered[0] + 360]
    gaps = [(after - before, after) for before, after in zip(ordered, following, strict=True)]
    widest, west = max(gaps)
    return (west + 180) % 360 - 180, 360 - widest


def heightened(west: float, east: float, south: float, north: float) -> Frame:
    """Neither a strip nor a column: what is too flat shows more of the north and the south, what
    is too high more of the east and the west, and is then drawn smaller.
    """
    middle = (north + south) / 2
    for_a_millimetre = (east - west) / WIDTH * cos(radians(middle))
    half = max(north - south, LOWEST * for_a_millimetre) / 2
    south, north = max(middle - half, -60), min(middle + half, 78)
    frame = Frame(west, east, south, north)
    wider = min(max(frame.height / HIGHEST, 1), MOST_WIDENED, 360 / (east - west))
    beside = (east - west) * (wider - 1) / 2
    frame = Frame(west - beside, east + beside, south, north)
    return replace(frame, width=round(WIDTH * min(HIGHEST / frame.height, 1), 1))


def outlines(frame: Frame) -> Iterator[str]:
    """A window that crosses 180 degrees shows what lies beyond as well."""
    for ring in land():
        for turn in (-360, 0, 360):
            placed = [frame.place((longitude + turn, latitude)) for longitude, latitude in ring]
            if frame.holds(placed):
                yield path_of(placed)


def path_of(ring: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "z"


@functools.cache
def land() -> tuple[tuple[Point, ...], ...]:
    path = settings.BASE_DIR / "reference" / "land.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        tuple((float(row["longitude"]), float(row["latitude"])) for row in ring)
        for _number, ring in groupby(rows, key=lambda row: row["ring"])
    )
