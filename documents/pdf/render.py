from __future__ import annotations

import contextlib
import datetime
import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import weasyprint
from django.utils.translation import gettext as _
from weasyprint.urls import FatalURLFetchingError

from documents.pdf.finish import finish
from documents.pdf.source import CLOSED, Source

RENDERER = f"WeasyPrint {weasyprint.VERSION}"


class PdfFailed(Exception):
    """The PDF could not be made; the message says why in words."""


class Pdf(bytes):
    """The content of a PDF that knows its number of pages."""

    pages: int


@dataclass(frozen=True)
class AttachedFile:
    """A file inside the PDF: the data of what is printed."""

    name: str
    content: bytes
    description: str
    made_at: datetime.datetime


def render_pdf(
    html: str,
    *,
    identifier: bytes,
    attached: Sequence[AttachedFile] = (),
    pictures: Mapping[str, bytes] | None = None,
) -> Pdf:
    """The PDF of a document whose language, title and dates stand in the HTML.

    `pictures` are PNG or JPEG, by the address under which the HTML asks for them, with their
    ending: `asset:logo-1.png`, `asset:annex-7.jpg`.
    """
    with without_collection():
        try:
            source = Source(html, pictures)
            document = source.laid_out()
            return written(document, identifier, attached)
        except FatalURLFetchingError as error:  # a BaseException: `except Exception` misses it
            raise PdfFailed(_("A style sheet of the document is missing: %s") % error) from error


def written(document: Any, identifier: bytes, attached: Sequence[AttachedFile]) -> Pdf:
    content = document.write_pdf(
        pdf_variant="pdf/a-3a", pdf_identifier=identifier, finisher=finish,
        attachments=[attachment_of(file) for file in attached],
    )  # fmt: skip
    pdf = Pdf(content)
    pdf.pages = len(document.pages)
    return pdf


def attachment_of(file: AttachedFile) -> Any:
    return weasyprint.Attachment(
        string=file.content, name=file.name, description=file.description, url_fetcher=CLOSED,
        created=file.made_at, modified=file.made_at, relationship="Data",
    )  # fmt: skip


def warm_up() -> None:
    """Load the fonts and all that the first render loads, before somebody waits for it."""
    render_pdf(
        '<html lang="en"><head><title>-</title><link rel="stylesheet" href="asset:brief.css"/>'
        "</head><body><h1>Aẫ</h1><p>Aẫ <b>Aẫ</b> <i>Aẫ</i> عربي</p>"
        "<table><tbody><tr><th>A</th></tr></tbody></table>"
        '<svg xmlns="http://www.w3.org/2000/svg"><title>-</title><path d="M0 0h1"/></svg>'
        "</body></html>",
        identifier=b"warm",
    )
    gc.collect()
    gc.freeze()  # what is loaded now stays, and is not looked through again and again


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """A render makes a million small objects and hardly a cycle among them until it is over."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
