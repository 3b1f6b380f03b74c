from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from briefs.clearance_forms import FileOfRecordForm
from briefs.clearing import add_record
from briefs.views.briefs import brief_or_404, brief_to_edit
from briefs.views.editions import edition_or_404
from documents import downloads


def record_add(request: UserRequest, slug: str, number: int) -> HttpResponse:
    brief = brief_to_edit(request, slug)
    edition = get_object_or_404(brief.editions.defer("content"), number=number)
    form = FileOfRecordForm(request.POST or None, request.FILES or None, edition=edition)
    if form.is_valid():
        said = {"reason": "", **form.cleaned_data}
        try:
            add_record(edition, **said, by=request.user)
        except ValidationError as refusal:
            form.add_error(None if hasattr(refusal, "error_dict") else "file", refusal)
        else:
            messages.success(request, _("The edition has its file of record."))
            return redirect("briefs:edition_detail", slug, number)
    return render(
        request, "briefs/record_add.html", {"brief": brief, "edition": edition, "form": form}
    )


@login_not_required  # the designed version of a published edition is for everybody
def record_file(request: UserRequest, slug: str, number: int, record: int) -> HttpResponseBase:
    brief = brief_or_404(request, slug)
    edition = edition_or_404(request, brief, number)
    kept = get_object_or_404(edition.records, number=record)
    if not kept.file:
        raise Http404
    return downloads.serve(
        request, kept.file, name=kept.file_name, content_type="application/pdf"
    )  # fmt: skip
