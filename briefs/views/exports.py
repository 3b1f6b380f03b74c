from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from briefs.models import BriefExport
from briefs.services import EditionIsWithdrawn, file_name, request_export
from briefs.views.briefs import brief_or_404, brief_to_edit
from briefs.views.editions import edition_or_404
from documents import downloads
from jobs.services import CannotRetry, cancel, retry


@require_POST
def export_make(request: UserRequest, slug: str, number: int) -> HttpResponse:
    """Two clicks make one file: the second leads to the first."""
    brief = brief_to_edit(request, slug)
    edition = get_object_or_404(brief.editions, number=number)
    try:
        export = request_export(
            edition, format=BriefExport.Format.PDF, paper=BriefExport.Paper.A4, by=request.user
        )
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
    return downloads.serve(
        request, export.file, name=file_name(export), content_type="application/pdf"
    )


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
