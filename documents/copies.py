"""What a frozen text keeps of a file beside it: its size and sum, and of a picture a small one."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache

from django.core.files.storage import default_storage
from PIL import Image

SMALL = (720, 540)  # pixels: 90 mm at 200 dots an inch
WHITE = "#ffffff"


@dataclass(frozen=True)
class Copy:
    size: int = 0  # bytes
    sha256: str = ""
    picture: str = ""  # JPEG in base64; empty for what is none


GONE = Copy()


@lru_cache(maxsize=256)
def copy_of(name: str, *, is_picture: bool) -> Copy:
    """Of a file by its name in the storage, where none is given twice; GONE if it is not there."""
    try:
        with default_storage.open(name) as file:
            content = file.read()
    except OSError:
        return GONE
    picture = small_picture(content) if is_picture else ""
    return Copy(len(content), hashlib.sha256(content).hexdigest(), picture)


def small_picture(content: bytes) -> str:
    """On white paper, where it can be seen through; none of what is no picture."""
    target = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.thumbnail(SMALL)
            seen = picture.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return ""
    paper = Image.new("RGB", seen.size, WHITE)
    paper.paste(seen, mask=seen.getchannel("A"))
    paper.save(target, "JPEG", quality=78, optimize=True)
    return base64.b64encode(target.getvalue()).decode()
