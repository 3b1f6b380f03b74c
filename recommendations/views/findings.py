from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from projects.models import Project
from recommendations.forms import FindingForm
from recommendations.models import Finding, projects_worked_in
from workshops.models import Workshop
from writing.clock import Clock


def project_or_404(request: UserRequest, code: str) -> Project:
    return get_object_or_404(projects_worked_in(request.user), code=code)


def finding_list(request: UserRequest, code: str) -> HttpResponse:
    project = project_or_404(request, code)
    findings = (
        project.findings.select_related("workshop")
        .prefetch_related("cities", "recommendations")
        .order_by("order", "pk")
    )
    page = Paginator(findings, 50).get_page(request.GET.get("page"))
    return render(
        request,
        "recommendations/finding_list.html",
        {
            "project": project,
            "page": page,
            "has_examples": any(finding.is_example for finding in page.object_list),
        },
    )


def finding_add(request: UserRequest, code: str) -> HttpResponse:
    project = project_or_404(request, code)
    workshops = Workshop.objects.run_by(request.user).filter(project=project)
    if not (workshops or project.can_be_organised_by(request.user)):
        raise PermissionDenied

    form = FindingForm(request.POST or None, project=project, user=request.user)
    if form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("The finding is noted."))
        return redirect("recommendations:finding_list", code)
    return render(
        request,
        "recommendations/finding_form.html",
        {"project": project, "form": form, "clock": Clock.of(request.user)},
    )


def finding_edit(request: UserRequest, pk: int) -> HttpResponse:
    finding = get_object_or_404(
        Finding.objects.visible_to(request.user).select_related("project", "workshop"), pk=pk
    )
    if not finding.can_be_edited_by(request.user):
        raise PermissionDenied

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
            "clock": Clock.of(request.user),
        },
    )
