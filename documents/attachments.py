"""Files and photographs that belong to something: an abstract row, and how a picture comes in."""

from __future__ import annotations

import io
import warnings
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from documents.kinds import Kind
from documents.uploads import check_upload, clean_name

MOST_BYTES = 10 * 1024 * 1024
LONGEST_SIDE = 2000  # pixels; as much as a page of A4 shows
MOST_PIXELS = 80_000_000  # a picture that unpacks to more is refused, whatever its size as a file
PICTURES = (Kind.JPEG, Kind.PNG)
DOCUMENTS = (Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.ODS)
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


class Attachment(models.Model):
    """A file with its title. A picture says in words what is to be seen on it."""

    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to="attachments/%Y/")
    kind = models.CharField(max_length=10, editable=False)  # documents.kinds.Kind, by content
    alt_text = models.CharField(_("what is to be seen on it"), max_length=500, blank=True)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False,
        related_name="+",
    )  # fmt: skip

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=PICTURES) | ~Q(alt_text=""),
                name="%(class)s_picture_says_what",
                violation_error_message=_("Say in a sentence what is to be seen on the picture."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES.get(self.kind, "application/octet-stream")

    @property
    def file_name(self) -> str:
        """What it is called when it is downloaded: by its title."""
        ending = "jpg" if self.kind == Kind.JPEG else self.kind
        return f"{clean_name(self.title, most=100)}.{ending}"


def taken_in(file: UploadedFile[Any]) -> tuple[Any, Kind]:
    """The file as it is kept, and its kind; raises ValidationError in words.

    A picture is shrunk and turned upright, and nothing is kept of what its camera wrote into it:
    neither place nor time nor owner.
    """
    kind = check_upload(file, [*PICTURES, *DOCUMENTS], MOST_BYTES)
    if kind in PICTURES:
        return _shrunk(file, kind), kind
    file.name = clean_name(file.name or "")
    return file, kind


def _shrunk(file: UploadedFile[Any], kind: Kind) -> ContentFile[bytes]:
    target = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = _upright(file)
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError,
            Image.DecompressionBombWarning) as error:  # fmt: skip
        raise ValidationError(_now("This picture cannot be read.")) from error
    picture.save(target, "PNG" if kind is Kind.PNG else "JPEG", quality=85, optimize=True)
    return ContentFile(target.getvalue(), name=f"picture.{kind}")


def _upright(file: UploadedFile[Any]) -> Image.Image:
    """The pixels alone, copied out of the file with all that it carries beside them."""
    with Image.open(file, formats=["JPEG", "PNG"]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise ValidationError(_now("The picture has too many pixels. Make it smaller first."))
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        keeps_alpha = opened.format == "PNG" and upright.mode in {"RGBA", "LA", "PA"}
        pixels = upright.convert("RGBA" if keeps_alpha or "transparency" in opened.info else "RGB")
    if opened.format == "JPEG" and pixels.mode == "RGBA":
        pixels = pixels.convert("RGB")
    bare = Image.new(pixels.mode, pixels.size)
    bare.paste(pixels)
    return bare
