from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import (
    Diagnostic,
    DiagnosticExport,
    DimensionRating,
    IndicatorRating,
    ProjectCity,
)
from cities.report import ReportText, build_report
from cities.word import report_word
from frameworks.models import Dimension
from jobs.services import queue_once
from jobs.work import JobFailed, Progress
from writing.services import save_first_version

TEMPLATE_VERSION = "1.0"


class NotRatedYet(Exception):
    """A diagnostic is published once each dimension has a rating, which may be *no data*."""


@transaction.atomic
def begin_diagnostic(place: ProjectCity, *, by: User, is_example: bool = False) -> Diagnostic:
    """The one diagnostic of a city in a project, its dimensions not rated yet. Done twice: one."""
    found = Diagnostic.objects.filter(project_city=place).first()
    if found:
        return found
    diagnostic = Diagnostic(project_city=place, is_example=is_example)
    save_first_version(diagnostic, fields={}, by=by)
    DimensionRating.objects.bulk_create(
        DimensionRating(diagnostic=diagnostic, dimension=dimension, changed_by=by)
        for dimension in Dimension.objects.order_by("order")
    )
    return diagnostic


@transaction.atomic
def rate_indicators(diagnostic: Diagnostic, *, ratings: Mapping[int, tuple[str, str]]) -> None:
    """Rating and note by the key of each indicator; an empty rating takes it out."""
    for indicator, (rating, note) in ratings.items():
        if rating:
            IndicatorRating.objects.update_or_create(
                diagnostic=diagnostic, indicator_id=indicator,
                defaults={"rating": rating, "note": note},
            )  # fmt: skip
        else:
            IndicatorRating.objects.filter(diagnostic=diagnostic, indicator_id=indicator).delete()


def publish_diagnostic(diagnostic: Diagnostic) -> None:
    """Make it public from now on. Raises NotRatedYet."""
    if diagnostic.ratings.filter(rating="").exists():
        raise NotRatedYet(
            _("Rate each dimension first; where nothing is known, “no data” is a rating.")
        )
    Diagnostic.objects.filter(pk=diagnostic.pk, published_at__isnull=True).update(
        published_at=timezone.now()
    )


def withdraw_diagnostic(diagnostic: Diagnostic) -> None:
    Diagnostic.objects.filter(pk=diagnostic.pk).update(published_at=None)


def request_report(diagnostic: Diagnostic, *, format: str, by: User) -> DiagnosticExport:
    """The file of what the diagnostic says now: the one made already, or a new one."""
    report = build_report(diagnostic)
    wanted = DiagnosticExport(
        diagnostic=diagnostic, content=report.to_json(), checksum=report.checksum,
        format=format, asked_by=by,
    )  # fmt: skip
    return queue_once(wanted, alike=("diagnostic", "checksum", "format"))


def render_report(export: DiagnosticExport, progress: Progress) -> None:
    """Make the file from its frozen text alone."""
    progress(str(DiagnosticExport.LAYING_OUT), 20)
    report = ReportText.from_json(export.content)
    if export.format == DiagnosticExport.Format.PDF:
        content = _pdf(report, export, progress)
    else:
        progress.keep(renderer=f"python-docx, template {TEMPLATE_VERSION}")
        content = report_word(report)
    progress(str(DiagnosticExport.KEEPING), 90)
    progress.keep_file(file_name(export), content)


def _pdf(report: ReportText, export: DiagnosticExport, progress: Progress) -> bytes:
    from documents.pdf import RENDERER, PdfFailed, render_pdf  # WeasyPrint: workers only

    progress.keep(renderer=f"{RENDERER}, template {TEMPLATE_VERSION}")
    try:
        return render_pdf(report_html(report), identifier=export.checksum.encode())
    except PdfFailed as failure:
        raise JobFailed(str(failure)) from failure


def report_html(report: ReportText) -> str:
    context = {
        "report": report,
        "changed_on": datetime.date.fromisoformat(report.changed_on),
        "template_version": TEMPLATE_VERSION,
        "checksum": report.checksum,
    }
    return render_to_string("cities/print/report.html", context)


def file_name(export: DiagnosticExport) -> str:
    """As it is downloaded: suva-resilience-performance-report-2026-11-24.pdf."""
    report = ReportText.from_json(export.content)
    name = f"{slugify(report.city)}-resilience-performance-report-{report.changed_on}"
    return f"{name}.{export.format}"
