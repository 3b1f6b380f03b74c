from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from cities.forms import DiagnosticFileForm, DiagnosticForm, DimensionForm, IndicatorsForm
from cities.models import Diagnostic, DiagnosticExport, DimensionRating
from cities.report import build_report
from cities.services import (
    NotRatedYet,
    begin_diagnostic,
    file_name,
    publish_diagnostic,
    rate_indicators,
    request_report,
    withdraw_diagnostic,
)
from cities.views.scope import (
    clock_of,
    diagnostic_or_404,
    diagnostic_to_edit,
    place_or_404,
    require,
)
from documents import downloads
from jobs.services import CannotRetry, cancel, retry
from writing.presence import open_for_writing
from writing.replies import reply_not_saved, reply_saved

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@login_not_required  # a published diagnostic is public; a draft is asked for below
def diagnostic_detail(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    diagnostic = diagnostic_or_404(request.user, code, slug)
    context = {
        "diagnostic": diagnostic,
        "place": diagnostic.project_city,
        "report": build_report(diagnostic),
        "files": diagnostic.files.all(),
        "can_edit": diagnostic.can_be_edited_by(request.user),
        "formats": DiagnosticExport.Format.choices,
    }
    return render(request, "cities/diagnostic_detail.html", context)


@require_POST
def diagnostic_begin(request: UserRequest, code: str, slug: str) -> HttpResponse:
    place = place_or_404(request.user, code, slug)
    require(place.can_be_described_by(request.user))
    begin_diagnostic(place, by=request.user)
    return redirect("cities:diagnostic_detail", code, slug)


@vary_on_headers("HX-Request")
def diagnostic_edit(request: UserRequest, code: str, slug: str) -> HttpResponse:
    diagnostic = diagnostic_to_edit(request.user, code, slug)
    form = DiagnosticForm(request.POST or None, instance=diagnostic)
    return _write(request, diagnostic, diagnostic, form, None)


@vary_on_headers("HX-Request")
def dimension_edit(request: UserRequest, code: str, slug: str, dimension: str) -> HttpResponse:
    diagnostic = diagnostic_to_edit(request.user, code, slug)
    ratings = diagnostic.ratings.select_related("dimension", "changed_by")
    rating = get_object_or_404(ratings, dimension__code=dimension)
    form = DimensionForm(request.POST or None, instance=rating)
    finer = IndicatorsForm(
        request.POST or None,
        diagnostic=diagnostic,
        indicators=list(rating.dimension.indicators.order_by("order")),
    )
    return _write(request, diagnostic, rating, form, finer)


def _write(
    request: UserRequest,
    diagnostic: Diagnostic,
    part: Diagnostic | DimensionRating,
    form: DiagnosticForm | DimensionForm,
    finer: IndicatorsForm | None,
) -> HttpResponse:
    place = diagnostic.project_city
    clock = clock_of(place, request.user)
    to = reverse("cities:diagnostic_detail", args=[place.project.code, place.city.slug])
    is_fine = finer is None or finer.is_valid()
    if form.is_valid() and is_fine and form.save_by(request.user):
        if finer is not None:
            rate_indicators(diagnostic, ratings=finer.ratings)
        return reply_saved(request, form, clock=clock, to=to)
    if request.headers.get("HX-Request"):
        return reply_not_saved(request, form, clock=clock)
    here = open_for_writing(part, request.user, clock=clock)
    context = {
        "diagnostic": diagnostic, "place": place, "part": part, "form": form, "finer": finer,
        "clock": clock, "here": here, "back": to,
    }  # fmt: skip
    return render(request, "cities/diagnostic_form.html", context)


@require_POST
def diagnostic_publish(request: UserRequest, code: str, slug: str) -> HttpResponse:
    """Make it public, or take it back."""
    diagnostic = diagnostic_to_edit(request.user, code, slug)
    if "withdraw" in request.POST:
        withdraw_diagnostic(diagnostic)
        messages.success(request, _("The diagnostic is no longer public."))
        return redirect("cities:diagnostic_detail", code, slug)
    try:
        publish_diagnostic(diagnostic)
    except NotRatedYet as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The diagnostic is public."))
    return redirect("cities:diagnostic_detail", code, slug)


def diagnostic_file_add(request: UserRequest, code: str, slug: str) -> HttpResponse:
    diagnostic = diagnostic_to_edit(request.user, code, slug)
    form = DiagnosticFileForm(request.POST or None, request.FILES or None)
    form.instance.diagnostic, form.instance.uploaded_by = diagnostic, request.user
    if form.is_valid():
        form.save()
        messages.success(request, _("The file is kept."))
        return redirect("cities:diagnostic_detail", code, slug)
    context = {"diagnostic": diagnostic, "place": diagnostic.project_city, "form": form}
    return render(request, "cities/diagnostic_file_form.html", context)


def diagnostic_file(request: UserRequest, code: str, slug: str, pk: int) -> HttpResponseBase:
    """Evidence is for those who read the project; what the public sees is the report."""
    place = place_or_404(request.user, code, slug)
    diagnostic = get_object_or_404(Diagnostic, project_city=place)
    kept = get_object_or_404(diagnostic.files, pk=pk)
    return downloads.serve(request, kept.file, name=kept.file_name, content_type=kept.content_type)


@require_POST
def report_make(request: UserRequest, code: str, slug: str) -> HttpResponse:
    diagnostic = diagnostic_or_404(request.user, code, slug)
    format = request.POST.get("format", "")
    if format not in DiagnosticExport.Format.values:
        format = DiagnosticExport.Format.PDF
    export = request_report(diagnostic, format=format, by=request.user)
    return redirect("cities:report_detail", code, slug, export.pk)


def export_or_404(request: HttpRequest, code: str, slug: str, pk: int) -> DiagnosticExport:
    diagnostic = diagnostic_or_404(request.user, code, slug)
    export: DiagnosticExport = get_object_or_404(
        diagnostic.exports.select_related("asked_by"), pk=pk
    )
    return export


@vary_on_headers("HX-Request")
def report_detail(request: UserRequest, code: str, slug: str, pk: int) -> HttpResponse:
    export = export_or_404(request, code, slug, pk)
    piece = "cities/_report_file.html"
    page = piece if request.headers.get("HX-Request") else "cities/report_detail.html"
    place = export.diagnostic.project_city
    context = {"export": export, "place": place, "is_mine": export.asked_by == request.user}
    return render(request, page, context)


def report_download(request: UserRequest, code: str, slug: str, pk: int) -> HttpResponseBase:
    export = export_or_404(request, code, slug, pk)
    if export.state != DiagnosticExport.State.DONE:
        raise Http404
    return downloads.serve(
        request, export.file, name=file_name(export), content_type=TYPES[export.format]
    )


@require_POST
def report_cancel(request: UserRequest, code: str, slug: str, pk: int) -> HttpResponse:
    export = export_or_404(request, code, slug, pk)
    require(export.asked_by == request.user or export.diagnostic.can_be_edited_by(request.user))
    cancel(export)
    return redirect("cities:report_detail", code, slug, pk)


@require_POST
def report_retry(request: UserRequest, code: str, slug: str, pk: int) -> HttpResponse:
    export = export_or_404(request, code, slug, pk)
    require(export.asked_by == request.user or export.diagnostic.can_be_edited_by(request.user))
    try:
        retry(export)
    except CannotRetry:
        messages.info(request, _("This file has been asked for again in the meantime."))
        return redirect("cities:diagnostic_detail", code, slug)
    return redirect("cities:report_detail", code, slug, pk)
