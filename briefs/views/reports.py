from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from briefs.models import ProjectReport, ReportExport, ReportHeading
from briefs.reports import build_report
from briefs.reports.forms import HeadingAddForm, ReportForm, ReportHeadingForm, TemplateForms
from briefs.reports.headings import template_of
from briefs.reports.services import (
    add_heading,
    begin_report,
    move_heading,
    remove_heading,
    save_template,
)
from projects.models import Project
from writing.clock import Clock
from writing.presence import open_for_writing
from writing.replies import reply_not_saved, reply_saved


def project_or_404(request: UserRequest, code: str) -> Project:
    return get_object_or_404(Project.objects.read_by(request.user), code=code)


def project_to_edit(request: UserRequest, code: str) -> Project:
    project = project_or_404(request, code)
    if not project.can_be_organised_by(request.user):
        raise PermissionDenied
    return project


def report_or_404(request: UserRequest, code: str, pk: int) -> ProjectReport:
    visible = ProjectReport.objects.visible_to(request.user).select_related("project")
    return get_object_or_404(visible, project__code=code, pk=pk)


def report_to_edit(request: UserRequest, code: str, pk: int) -> ProjectReport:
    report = report_or_404(request, code, pk)
    if not report.can_be_edited_by(request.user):
        raise PermissionDenied
    return report


def report_list(request: UserRequest, code: str) -> HttpResponse:
    project = project_or_404(request, code)
    reports = project.reports.order_by("-ends_on", "-pk")
    context = {
        "project": project,
        "page": Paginator(reports, 25).get_page(request.GET.get("page")),
        "can_edit": project.can_be_organised_by(request.user),
        "has_examples": project.reports.filter(is_example=True).exists(),
    }
    return render(request, "briefs/report_list.html", context)


def report_add(request: UserRequest, code: str) -> HttpResponse:
    project = project_to_edit(request, code)
    begun = ProjectReport(project=project, language=project.language)
    form = ReportForm(request.POST or None, instance=begun)
    if form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in form.written_fields}
        report = begin_report(project, by=request.user, **chosen)
        messages.success(request, _("The report is begun, with the headings of the project."))
        return redirect("briefs:report_detail", code, report.pk)
    context = {"project": project, "form": form, "clock": Clock.of(request.user)}
    return render(request, "briefs/report_form.html", context)


def report_edit(request: UserRequest, code: str, pk: int) -> HttpResponse:
    report = report_to_edit(request, code, pk)
    form = ReportForm(request.POST or None, instance=report)
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("The report is saved."))
        return redirect("briefs:report_detail", code, pk)
    context = {
        "project": report.project, "report": report, "form": form,
        "clock": Clock.of(request.user),
    }  # fmt: skip
    return render(request, "briefs/report_form.html", context)


def report_detail(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """Its headings, and the files made of it."""
    report = report_or_404(request, code, pk)
    exports = report.exports.select_related("asked_by").defer("content")
    context = {
        "project": report.project,
        "report": report,
        "headings": report.headings.order_by("order", "pk"),
        "exports": exports[:20],
        "formats": ReportExport.Format.choices,
        "form": HeadingAddForm(),
        "can_edit": report.can_be_edited_by(request.user),
    }
    return render(request, "briefs/report_detail.html", context)


def report_preview(request: UserRequest, code: str, pk: int) -> HttpResponse:
    """What a file asked for now would say."""
    report = report_or_404(request, code, pk)
    context = {
        "project": report.project,
        "report": report,
        "document": build_report(report, as_of=timezone.now()),
    }
    return render(request, "briefs/report_preview.html", context)


def report_template(request: UserRequest, code: str) -> HttpResponse:
    """The headings that reports of the project begin with."""
    project = project_to_edit(request, code)
    rows = TemplateForms(project, template_of(project, project.language), request.POST or None)
    if request.method == "POST" and rows.is_valid():
        save_template(project, headings=rows.headings)
        messages.success(request, _("Reports begun from now on have these headings."))
        return redirect("briefs:report_list", code)
    return render(request, "briefs/report_template.html", {"project": project, "rows": rows})


@require_POST
def report_heading_add(request: UserRequest, code: str, pk: int) -> HttpResponse:
    report = report_to_edit(request, code, pk)
    form = HeadingAddForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the heading its words, at most 200 letters."))
        return redirect("briefs:report_detail", code, pk)
    heading = add_heading(
        report, title=form.cleaned_data["title"], kind=form.cleaned_data["kind"], by=request.user
    )
    return redirect(f"{reverse('briefs:report_detail', args=[code, pk])}#h{heading.pk}")


def heading_to_edit(request: UserRequest, code: str, pk: int, heading: int) -> ReportHeading:
    report = report_to_edit(request, code, pk)
    found: ReportHeading = get_object_or_404(report.headings, pk=heading)
    found.report = report  # with its project, read already
    return found


@vary_on_headers("HX-Request")
def report_heading_edit(request: UserRequest, code: str, pk: int, heading: int) -> HttpResponse:
    row = heading_to_edit(request, code, pk, heading)
    clock = Clock.of(request.user)
    form = ReportHeadingForm(request.POST or None, instance=row)
    if form.is_valid() and form.save_by(request.user):
        to = reverse("briefs:report_detail", args=[code, pk])
        return reply_saved(request, form, clock=clock, to=to)
    if request.headers.get("HX-Request"):
        return reply_not_saved(request, form, clock=clock)
    context = {
        "project": row.report.project,
        "report": row.report,
        "heading": row,
        "form": form,
        "clock": clock,
        "here": open_for_writing(row, request.user, clock=clock),
    }
    return render(request, "briefs/report_heading_form.html", context)


@require_POST
def report_heading_move(request: UserRequest, code: str, pk: int, heading: int) -> HttpResponse:
    row = heading_to_edit(request, code, pk, heading)
    move_heading(row, up=request.POST.get("direction") == "up")
    return redirect(f"{reverse('briefs:report_detail', args=[code, pk])}#h{heading}")


@require_POST
def report_heading_remove(request: UserRequest, code: str, pk: int, heading: int) -> HttpResponse:
    row = heading_to_edit(request, code, pk, heading)
    remove_heading(row, by=request.user)
    messages.success(request, _("The heading is removed; its text stays in the history."))
    return redirect("briefs:report_detail", code, pk)
