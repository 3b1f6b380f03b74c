"""The pictures of a brief as PNG files: bars, dots and outlines; their words stand beside them."""

from __future__ import annotations

import io
import re
from functools import lru_cache

import segno
from PIL import Image, ImageDraw, ImageFont

from briefs.charts import DOTS, PATTERN_CITIES, PATTERN_PITCH
from briefs.document import BriefDocument
from briefs.maps import RegionMap
from documents.charts import BarChart

DEEP, LAND, WHITE = "#123c56", "#d7dee4", "#ffffff"
DOTS_PER_MM = 10  # 254 an inch
OVERSAMPLED = 2  # drawn larger and made smaller, for smooth edges
OUTLINE = re.compile(r"M([^Mz]+)z")
DOT, FIGURE = 2.1, 2.6  # millimetres: radius and height on the map


def bars_png(chart: BarChart, *, width_mm: float, pitch_mm: float) -> bytes:
    """Each bar as high as a line of its labels, which stand beside the picture."""
    size = (width_mm, pitch_mm * len(chart.bars))
    picture, draw, scale = new_picture(size)
    across, down = width_mm * scale / chart.width, pitch_mm * scale / chart.row_height
    for row in chart.rows:
        top, bottom = row.top * down, (row.top + chart.bar_height) * down
        for segment in row.segments:
            start, end = segment.start * across, (segment.start + segment.width) * across
            draw.rectangle((start, top, max(end - 1, start), bottom), fill=segment.part.fill,
                           outline=DEEP, width=OVERSAMPLED)  # fmt: skip
    return png_of(picture)


def map_png(region: RegionMap) -> bytes:
    picture, draw, scale = new_picture((region.width, region.height))
    for ring in OUTLINE.findall(region.land):
        points = [
            (float(x) * scale, float(y) * scale)
            for x, y in (point.split(" ") for point in ring.split("L"))
        ]
        if len(points) > 2:
            draw.polygon(points, fill=LAND)
    font = ImageFont.load_default(FIGURE * scale)
    for dot in region.dots:
        place = dot.x * scale, dot.y * scale
        draw.circle(place, DOT * scale, fill=DEEP, outline=WHITE, width=round(0.4 * scale))
        draw.text(place, str(dot.number), fill=WHITE, font=font, anchor="mm")
    return png_of(picture)


def pattern_png(document: BriefDocument) -> tuple[bytes, float] | None:
    """The cover's ornament and its width: a dot for each city and pathway, larger with actions."""
    rows, cities = document.matrix.rows, len(document.matrix.cities[:PATTERN_CITIES])
    if not rows or not cities:
        return None
    size = PATTERN_PITCH * len(rows), PATTERN_PITCH * cities
    picture, draw, scale = new_picture(size, background=DEEP)
    for column, row in enumerate(rows):
        for line, actions in enumerate(row.cells[:cities]):
            radius = 0.16 if actions is None else DOTS.get(actions, 1.5)
            place = [(each + 0.5) * PATTERN_PITCH * scale for each in (column, line)]
            draw.circle(place, radius * scale, fill=WHITE)
    return png_of(picture), size[0]


@lru_cache(maxsize=64)
def code_png(address: str) -> bytes:
    made = io.BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="png", scale=8, dark=DEEP)
    return made.getvalue()


def new_picture(
    size_mm: tuple[float, float], *, background: str = WHITE
) -> tuple[Image.Image, ImageDraw.ImageDraw, float]:
    scale = DOTS_PER_MM * OVERSAMPLED
    pixels = (max(round(size_mm[0] * scale), 1), max(round(size_mm[1] * scale), 1))
    picture = Image.new("RGB", pixels, background)
    return picture, ImageDraw.Draw(picture), scale


def png_of(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.reduce(OVERSAMPLED).quantize(64).save(made, "PNG", optimize=True)
    return made.getvalue()
