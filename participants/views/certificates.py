from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.vary import vary_on_headers

from accounts.access import record_access
from accounts.models import AccessLog
from accounts.requests import UserRequest
from documents import downloads
from participants.models import CertificateFile
from participants.services.certificates import (
    CannotCertify,
    ask_for_certificates,
    file_name,
    people_certified,
)
from participants.views.scope import workshop_run


def certificates(request: UserRequest, slug: str) -> HttpResponse:
    """Who would get one, and the button that has them made."""
    workshop = workshop_run(request, slug)
    if request.method == "POST":
        try:
            made = ask_for_certificates(workshop, by=request.user)
        except CannotCertify as refusal:
            messages.error(request, str(refusal))
            return redirect("participants:certificates", slug)
        return redirect("participants:certificate_file", slug, made.pk)
    return render(
        request,
        "participants/certificates.html",
        {
            "workshop": workshop,
            "count": people_certified(workshop).count(),
            "files": workshop.certificate_files.filter(state=CertificateFile.State.DONE)[:3],
        },
    )


@vary_on_headers("HX-Request")
def certificate_file(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    workshop = workshop_run(request, slug)
    made = get_object_or_404(CertificateFile, workshop=workshop, pk=pk)
    return render(
        request, "participants/certificate_file.html", {"workshop": workshop, "made": made}
    )


def certificate_download(request: UserRequest, slug: str, pk: int) -> HttpResponseBase:
    workshop = workshop_run(request, slug)
    made = get_object_or_404(CertificateFile, workshop=workshop, pk=pk)
    if made.state != CertificateFile.State.DONE:
        raise Http404
    record_access(request.user, AccessLog.Action.DOWNLOADED, workshop, made.rows)
    return downloads.serve(request, made.file, name=file_name(made), content_type="application/pdf")
