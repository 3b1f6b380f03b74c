from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from briefs.files import CONTENT_TYPES
from briefs.forms import FileForm
from briefs.models import BriefExport
from briefs.services import EditionIsWithdrawn, file_name, request_export
from briefs.views.briefs import brief_or_404, brief_to_edit, brief_to_read
from briefs.views.editions import edition_or_404
from documents import downloads
from jobs.services import CannotRetry, cancel, retry
from writing.clock import Clock

USUAL_FILE = "pdf-a4"


@require_POST
def export_make(request: UserRequest, slug: str, number: int) -> HttpResponse:
    """Two clicks make one file: the second leads to the first."""
    brief = brief_to_edit(request, slug)
    edition = get_object_or_404(brief.editions, number=number)
    form = FileForm({"file": request.POST.get("file", USUAL_FILE)})
    if not form.is_valid():
        messages.error(request, _("Choose one of the files in the list."))
        return redirect("briefs:edition_detail", slug, number)
    format, paper = form.cleaned_data["file"]
    try:
        export = request_export(edition, format=format, paper=paper, by=request.user)
    except EditionIsWithdrawn as refusal:
        messages.error(request, str(refusal))
        return redirect("briefs:edition_detail", slug, number)
    return redirect("briefs:export_detail", slug, export.pk)


def export_or_404(request: UserRequest, slug: str, pk: int) -> BriefExport:
    brief = brief_or_404(request, slug)
    export: BriefExport = get_object_or_404(
        BriefExport.objects.select_related("edition", "asked_by").defer("edition__content"),
        pk=pk,
        edition__brief=brief,
    )
    edition_or_404(request, brief, export.edition.number)
    return export


@vary_on_headers("HX-Request")
def export_detail(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    export = export_or_404(request, slug, pk)
    page = (
        "briefs/_export.html" if request.headers.get("HX-Request") else "briefs/export_detail.html"
    )
    brief = export.edition.brief
    return render(
        request,
        page,
        {"export": export, "brief": brief, "can_edit": brief.can_be_edited_by(request.user)},
    )


@login_not_required  # the file of a published edition is for everybody
def export_download(request: UserRequest, slug: str, pk: int) -> HttpResponseBase:
    export = export_or_404(request, slug, pk)
    if export.state != BriefExport.State.DONE:
        raise Http404
    return serve_file(request, export)


@login_not_required  # the stable address of a file of a published edition
def edition_file(request: UserRequest, slug: str, number: int, file: str) -> HttpResponseBase:
    """Such as editions/2/files/pdf-a4/: for ever the file that was made first."""
    brief = brief_or_404(request, slug)
    edition = edition_or_404(request, brief, number)
    format, _dash, paper = file.partition("-")
    made = edition.exports.filter(
        format=format, paper=paper, is_draft=False, state=BriefExport.State.DONE
    )
    return serve_file(request, get_object_or_404(made))


def serve_file(request: UserRequest, export: BriefExport) -> HttpResponseBase:
    return downloads.serve(
        request, export.file, name=file_name(export), content_type=CONTENT_TYPES[export.format]
    )


@require_safe
def brief_files(request: UserRequest, slug: str) -> HttpResponse:
    """Every file ever made of the brief's editions, the latest first."""
    brief = brief_to_read(request, slug)
    files = (
        BriefExport.objects.filter(edition__brief=brief)
        .select_related("edition", "asked_by")
        .defer("edition__content")
        .order_by("-asked_at", "-pk")
    )
    page = Paginator(files, 50).get_page(request.GET.get("page"))
    context = {"brief": brief, "page": page, "clock": Clock.of(request.user)}
    return render(request, "briefs/brief_files.html", context)


@require_POST
def export_letter(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Whoever asked for the file is written to when it is over."""
    brief = brief_to_edit(request, slug)
    export = get_object_or_404(BriefExport, pk=pk, edition__brief=brief)
    waiting = BriefExport.objects.unfinished().filter(pk=export.pk)
    if waiting.update(wants_letter=True, asked_by=request.user):
        messages.success(request, _("You get a letter when the file is over."))
    return redirect("briefs:export_detail", slug, pk)


@require_POST
def export_cancel(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    cancel(get_object_or_404(BriefExport, pk=pk, edition__brief=brief))
    return redirect("briefs:export_detail", slug, pk)


@require_POST
def export_retry(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    export = get_object_or_404(BriefExport, pk=pk, edition__brief=brief)
    try:
        retry(export)
    except CannotRetry:
        messages.info(request, _("This file has been asked for again in the meantime."))
        return redirect("briefs:edition_detail", slug, export.edition.number)
    return redirect("briefs:export_detail", slug, pk)
