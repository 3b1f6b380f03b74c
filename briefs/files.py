"""The file of an edition in each of its formats, from its frozen content alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefs.data import json_of, tables_of, workbook_of
from briefs.document import BriefDocument
from briefs.labels import in_language
from briefs.models import BriefExport, Edition
from briefs.pictures import logos_of
from briefs.render import TEMPLATE_VERSION, brief_html, permalink
from jobs.work import JobFailed

Format = BriefExport.Format


@dataclass(frozen=True)
class MadeFile:
    content: bytes
    renderer: str
    pages: int | None = None


def file_of(export: BriefExport, edition: Edition, document: BriefDocument) -> MadeFile:
    """In the language of the document. Raises JobFailed, in words."""
    with in_language(document.language):
        return MAKERS[export.format](export, edition, document)


def pdf_of(export: BriefExport, edition: Edition, document: BriefDocument) -> MadeFile:
    """With the data of its tables inside."""
    from documents.pdf import (  # loads WeasyPrint: workers only
        RENDERER,
        AttachedFile,
        PdfFailed,
        render_pdf,
    )

    html = brief_html(
        document, for_print=True, edition=edition, is_draft=export.is_draft, paper=export.paper
    )
    attached = [
        AttachedFile(f"{table.key}.csv", table.as_csv(), table.title, document.as_of)
        for table in tables_of(document)
    ]
    identifier = f"{edition.checksum}-{export.format}-{export.paper}".encode()
    try:
        pdf = render_pdf(
            html, identifier=identifier, attached=attached, pictures=logos_of(document)
        )
    except PdfFailed as failure:
        raise JobFailed(str(failure)) from failure
    return MadeFile(pdf, f"{RENDERER}, template {TEMPLATE_VERSION}", pdf.pages)


def docx_of(export: BriefExport, edition: Edition, document: BriefDocument) -> MadeFile:
    from briefs.word import brief_word  # loads python-docx, which no page needs

    content = brief_word(document, edition, is_draft=export.is_draft, paper=export.paper)
    return MadeFile(content, f"template {TEMPLATE_VERSION}")


def xlsx_of(export: BriefExport, edition: Edition, document: BriefDocument) -> MadeFile:
    content = workbook_of(document, edition, permalink(document, edition))
    return MadeFile(content, f"template {TEMPLATE_VERSION}")


def as_json_of(export: BriefExport, edition: Edition, document: BriefDocument) -> MadeFile:
    content = json_of(document, edition, permalink(document, edition))
    return MadeFile(content, f"template {TEMPLATE_VERSION}")


Maker = Callable[[BriefExport, Edition, BriefDocument], MadeFile]
MAKERS: dict[str, Maker] = {
    Format.PDF: pdf_of, Format.DOCX: docx_of, Format.XLSX: xlsx_of, Format.JSON: as_json_of,
}  # fmt: skip
CONTENT_TYPES: dict[str, str] = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: "application/json",
}
