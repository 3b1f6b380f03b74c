from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from documents import downloads
from projects.models import Project
from recommendations.forms import FindingFileForm, FindingForm, FindingSearchForm
from recommendations.models import Finding, projects_worked_in
from recommendations.services import move_finding
from workshops.models import Workshop
from writing.clock import Clock


def project_or_404(request: UserRequest, code: str) -> Project:
    return get_object_or_404(projects_worked_in(request.user), code=code)


def finding_list(request: UserRequest, code: str) -> HttpResponse:
    project = project_or_404(request, code)
    form = FindingSearchForm(request.GET, project=project)
    findings = (
        form.found()
        .select_related("workshop")
        .prefetch_related("cities", "recommendations")
        .order_by("theme", "order", "pk")
    )
    page = Paginator(findings, 50).get_page(request.GET.get("page"))
    keep = request.GET.copy()
    keep.pop("page", None)
    return render(
        request,
        "recommendations/finding_list.html",
        {
            "project": project,
            "page": page,
            "form": form,
            "keep": keep.urlencode(),
            "has_examples": any(finding.is_example for finding in page.object_list),
        },
    )


def finding_add(request: UserRequest, code: str) -> HttpResponse:
    project = project_or_404(request, code)
    workshops = Workshop.objects.run_by(request.user).filter(project=project)
    if not (workshops or project.can_be_organised_by(request.user)):
        raise PermissionDenied

    form = FindingForm(
        request.POST or None, project=project, user=request.user, initial=where_it_was(request)
    )
    if form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("The finding is noted."))
        if "next" in request.POST:  # of the same workshop and sessions
            return redirect(f"{request.path}?{same_place(form.instance)}")
        return redirect("recommendations:finding_list", code)
    return render(
        request,
        "recommendations/finding_form.html",
        {"project": project, "form": form, "clock": Clock.of(request.user)},
    )


def where_it_was(request: UserRequest) -> dict[str, Any]:
    """Workshop and sessions that the address names; what cannot be is taken for none."""
    sessions = [key for key in request.GET.getlist("session") if key.isascii() and key.isdigit()]
    workshop = Workshop.objects.filter(slug=request.GET.get("workshop", "")).first()
    return {"workshop": workshop, "sessions": sessions}


def same_place(finding: Finding) -> str:
    place: list[tuple[str, str]] = [("session", str(one.pk)) for one in finding.sessions.all()]
    if finding.workshop:
        place.append(("workshop", finding.workshop.slug))
    return urlencode(place)


def finding_to_edit(request: UserRequest, pk: int) -> Finding:
    finding: Finding = get_object_or_404(
        Finding.objects.visible_to(request.user).select_related("project", "workshop"), pk=pk
    )
    if not finding.can_be_edited_by(request.user):
        raise PermissionDenied
    return finding


@require_POST
def finding_move(request: UserRequest, pk: int) -> HttpResponse:
    """Before or after its neighbour."""
    finding = finding_to_edit(request, pk)
    move_finding(finding, up=request.POST.get("direction") == "up")
    return redirect(f"{reverse('recommendations:finding_list', args=[finding.project.code])}#f{pk}")


def finding_file_add(request: UserRequest, pk: int) -> HttpResponse:
    finding = finding_to_edit(request, pk)
    form = FindingFileForm(request.POST or None, request.FILES or None)
    form.instance.finding, form.instance.uploaded_by = finding, request.user
    if form.is_valid():
        form.save()
        messages.success(request, _("The file is kept."))
        return redirect("recommendations:finding_edit", pk)
    context = {"finding": finding, "project": finding.project, "form": form}
    return render(request, "recommendations/finding_file_form.html", context)


def finding_file(request: UserRequest, pk: int, file: int) -> HttpResponseBase:
    finding = get_object_or_404(Finding.objects.visible_to(request.user), pk=pk)
    kept = get_object_or_404(finding.files, pk=file)
    return downloads.serve(request, kept.file, name=kept.file_name, content_type=kept.content_type)


def finding_edit(request: UserRequest, pk: int) -> HttpResponse:
    finding = finding_to_edit(request, pk)
    form = FindingForm(
        request.POST or None, instance=finding, project=finding.project, user=request.user
    )
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("The finding is saved."))
        return redirect("recommendations:finding_list", finding.project.code)
    return render(
        request,
        "recommendations/finding_form.html",
        {
            "project": finding.project,
            "form": form,
            "finding": finding,
            "files": finding.files.all(),
            "clock": Clock.of(request.user),
        },
    )
