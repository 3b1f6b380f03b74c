"""What a printed brief shows beside words and bars: logos and the code of its address."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import segno

from briefs.document import BriefDocument

QUIET = 4  # cells of white around a code


def logos_of(document: BriefDocument) -> dict[str, bytes]:
    """By the address under which the printed document asks for each."""
    return {
        logo_address(number): base64.b64decode(body.logo)
        for number, body in enumerate(document.bodies, 1)
        if body.logo
    }


def logo_address(number: int) -> str:
    return f"asset:logo-{number}.png"


@dataclass(frozen=True)
class Code:
    """A QR code as one path of strokes a cell thick, which is drawn faster than its squares."""

    path: str
    cells: int  # along a side, with the quiet zone


@lru_cache(maxsize=64)
def code_of(address: str) -> Code:
    matrix = segno.make(address, error="m", micro=False).matrix
    lines = [
        f"M{QUIET} {number + QUIET + 0.5}{strokes_of(row)}" for number, row in enumerate(matrix)
    ]
    return Code("".join(lines), len(matrix) + 2 * QUIET)


def strokes_of(row: Sequence[int]) -> str:
    """Drawn where it is dark, passed over where it is light."""
    runs = [(is_dark, len(list(cells))) for is_dark, cells in groupby(row)]
    return "".join(f"h{length}" if is_dark else f"m{length} 0" for is_dark, length in runs)
