"""The files of a project report: asked for, watched, taken."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from briefs.models import ReportExport
from briefs.reports.files import CONTENT_TYPES
from briefs.reports.services import report_file_name, request_report_file
from briefs.views.reports import report_or_404
from documents import downloads
from jobs.services import CannotRetry, cancel, retry


@require_POST
def report_file_make(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Whoever reads the report may have it as a file; two clicks make one."""
    report = report_or_404(request, code, pk)
    format = request.POST.get("format", "")
    if format not in ReportExport.Format.values:
        format = ReportExport.Format.PDF
    export = request_report_file(report, format=format, by=request.user)
    return redirect("briefs:report_file", code, pk, export.pk)


def export_or_404(request: UserRequest, code: str, pk: int, file: int) -> ReportExport:
    report = report_or_404(request, code, pk)
    asked = report.exports.select_related("asked_by")
    export: ReportExport = get_object_or_404(asked, pk=file)
    export.report = report
    return export


@vary_on_headers("HX-Request")
def report_file(request: UserRequest, code: str, pk: int, file: int) -> HttpResponse:
    export = export_or_404(request, code, pk, file)
    piece = "briefs/_report_file.html"
    page = piece if request.headers.get("HX-Request") else "briefs/report_file.html"
    context = {
        "export": export,
        "report": export.report,
        "project": export.report.project,
        "may_steer": may_steer(request, export),
    }
    return render(request, page, context)


def may_steer(request: UserRequest, export: ReportExport) -> bool:
    return export.asked_by == request.user or export.report.can_be_edited_by(request.user)


def report_file_download(request: UserRequest, code: str, pk: int, file: int) -> HttpResponseBase:
    export = export_or_404(request, code, pk, file)
    if export.state != ReportExport.State.DONE:
        raise Http404
    return downloads.serve(
        request, export.file, name=report_file_name(export),
        content_type=CONTENT_TYPES[export.format],
    )  # fmt: skip


def export_to_steer(request: UserRequest, code: str, pk: int, file: int) -> ReportExport:
    export = export_or_404(request, code, pk, file)
    if not may_steer(request, export):
        raise PermissionDenied
    return export


@require_POST
def report_file_cancel(request: UserRequest, code: str, pk: int, file: int) -> HttpResponse:
    cancel(export_to_steer(request, code, pk, file))
    return redirect("briefs:report_file", code, pk, file)


@require_POST
def report_file_retry(request: UserRequest, code: str, pk: int, file: int) -> HttpResponse:
    try:
        retry(export_to_steer(request, code, pk, file))
    except CannotRetry:
        messages.info(request, _("This file has been asked for again in the meantime."))
        return redirect("briefs:report_detail", code, pk)
    return redirect("briefs:report_file", code, pk, file)
