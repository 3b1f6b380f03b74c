"""A report in each of its formats, from its frozen value alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from briefs.files import MadeFile
from briefs.labels import is_working
from briefs.models import HeadingKind, ReportExport
from briefs.render import lines_left_to_right
from briefs.reports.content import ReportDocument, ReportPart, ReportTable
from briefs.reports.word import report_word
from documents.sheets.book import Sheet, workbook_bytes
from documents.sheets.write import csv_bytes
from jobs.work import JobFailed

TEMPLATE_VERSION = "1.0"
Format = ReportExport.Format
GLANCE = ("workshops", "attendances", "people", "plans-published", "validated")


def report_html(document: ReportDocument, checksum: str) -> SafeString:
    """The whole printed document, in the language that is on."""
    is_rtl = translation.get_language_info(document.language)["bidi"]
    context = {
        "document": document,
        "checksum": checksum,
        "is_rtl": is_rtl,
        "glance": [figure for figure in document.figures if figure.key in GLANCE],
        "parts": [numbered_part(number, part) for number, part in enumerate(document.parts, 1)],
        "site": settings.SITE_URL,
        "template_version": TEMPLATE_VERSION,
        "is_working_language": is_working(document.language),
    }
    html = render_to_string("briefs/print/report.html", context)
    return lines_left_to_right(html) if is_rtl else html


def numbered_part(number: int, part: ReportPart) -> dict[str, Any]:
    return {"number": number, "part": part, "is_computed": part.kind != HeadingKind.TEXT}


def pdf_of(document: ReportDocument, checksum: str) -> MadeFile:
    """With the data of its tables inside. Raises JobFailed, in words."""
    from documents.pdf import (  # loads WeasyPrint: workers only
        RENDERER,
        AttachedFile,
        PdfFailed,
        render_pdf,
    )

    attached = [
        AttachedFile(
            f"{table.key}.csv", csv_bytes(table.header, table.typed_rows), table.caption,
            document.as_of,
        )
        for table in document.tables
    ]  # fmt: skip
    try:
        pdf = render_pdf(
            report_html(document, checksum), identifier=checksum.encode(), attached=attached
        )
    except PdfFailed as failure:
        raise JobFailed(str(failure)) from failure
    return MadeFile(pdf, f"{RENDERER}, template {TEMPLATE_VERSION}", pdf.pages)


def word_of(document: ReportDocument, checksum: str) -> MadeFile:
    content = report_word(document, checksum, TEMPLATE_VERSION)
    return MadeFile(content, f"python-docx, template {TEMPLATE_VERSION}")


def xlsx_of(document: ReportDocument, checksum: str) -> MadeFile:
    """Every table on a sheet of its own; before them where they come from, and the figures."""
    sheets = [
        Sheet(_("About"), (_("What"), _("Says")), provenance(document, checksum)),
        Sheet(
            _("Figures"),
            (_("Figure"), _("Value"), _("What is counted"), _("As of")),
            [(one.label, one.value, one.definition, document.moment) for one in document.figures],
        ),
        *(sheet_of(table) for table in document.tables),
    ]
    content = workbook_bytes(document.title, [sheet for sheet in sheets if sheet.rows])
    return MadeFile(content, f"openpyxl, template {TEMPLATE_VERSION}")


def sheet_of(table: ReportTable) -> Sheet:
    """Its rows as they are typed, with the address where each is put right."""
    rows: list[list[Any]] = table.typed_rows
    if not table.links:
        return Sheet(table.caption, table.header, rows)
    links = [*table.links, *[""] * (len(rows) - len(table.links))]
    with_links = [
        [*row, settings.SITE_URL + link if link else None]
        for row, link in zip(rows, links, strict=True)
    ]
    return Sheet(table.caption, [*table.header, _("Address")], with_links)


def provenance(document: ReportDocument, checksum: str) -> list[tuple[str, str]]:
    about = [
        (_("Title"), document.title),
        (_("Project"), f"{document.project_code}, {document.project}"),
        (_("Period"), document.period),
        (_("Language"), document.language),
        (_("Figures as of"), document.moment),
        (_("Checksum of the content, SHA-256"), checksum),
        (_("Template"), TEMPLATE_VERSION),
    ]
    if document.is_example:
        about.append((_("Example"), example_words()))
    about += [(table.caption, table.explained) for table in document.tables]
    return about


def example_words() -> str:
    return _("Plans, people, findings or answers in this document are invented. "
             "It is not for citation.")  # fmt: skip


Maker = Callable[[ReportDocument, str], MadeFile]
MAKERS: dict[str, Maker] = {Format.PDF: pdf_of, Format.WORD: word_of, Format.XLSX: xlsx_of}
CONTENT_TYPES: dict[str, str] = {
    Format.PDF: "application/pdf",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
