"""The bodies that issue a brief, with the logos they have as it is made."""

from __future__ import annotations

import base64
import io

from django.core.files import File
from PIL import Image, UnidentifiedImageError

from briefs.document.content import BodyName
from projects.models import Body, Project, ProjectBody

LOGO_SIZE = (480, 144)  # pixels: 40 mm by 12 mm at 300 dots an inch
UNREADABLE = (OSError, UnidentifiedImageError, Image.DecompressionBombError)


def bodies_of(project: Project) -> tuple[BodyName, ...]:
    """Those that execute and implement it, in their order."""
    rows = project.project_bodies.filter(
        role__in=[ProjectBody.Role.EXECUTING, ProjectBody.Role.IMPLEMENTING]
    ).select_related("body")
    return tuple(body_name(row.body) for row in rows.order_by("order", "pk"))


def body_name(body: Body) -> BodyName:
    return BodyName(body.code, body.name, logo_of(body.logo) if body.logo else "")


def logo_of(file: File) -> str:  # type: ignore[type-arg]
    """As small as it is printed; none where the file is gone or is no picture."""
    try:
        with file.open("rb") as content, Image.open(content) as picture:
            picture.thumbnail(LOGO_SIZE)
            small = io.BytesIO()
            picture.convert("RGBA").save(small, "PNG")
    except UNREADABLE:
        return ""
    return base64.b64encode(small.getvalue()).decode()
