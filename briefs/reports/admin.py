"""The back office of project reports; `briefs.admin` imports it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.admin import do_to_each, staff
from briefs.models import ProjectReport, ReportExport, ReportHeading, ReportHeadingTemplate
from briefs.reports.services import begin_report, request_report_file
from jobs.admin import JobAdmin
from writing.admin import CorrectionForm, VersionedAdmin, VersionedStackedInline

AT_FIRST = ("title", "starts_on", "ends_on", "language", "undated_workshops", "is_example")


class HeadingInline(VersionedStackedInline):
    model = ReportHeading
    fields = ["order", "title", "kind", "guidance", "text"]


class ProjectReportForm(CorrectionForm):
    def save_by(self, user: Any) -> None:
        if not self.instance._state.adding:
            super().save_by(user)
            return
        chosen = {name: self.cleaned_data[name] for name in AT_FIRST}
        self.becomes(begin_report(self.cleaned_data["project"], by=user, **chosen))


@admin.register(ProjectReport)
class ProjectReportAdmin(VersionedAdmin):
    """A report is begun as on its own page: with the headings of the project."""

    form = ProjectReportForm
    list_display = ["title", "project", "starts_on", "ends_on", "language", "is_example"]
    list_filter = ["project", "language", "is_example"]
    list_select_related = ["project"]
    autocomplete_fields = ["project", "undated_workshops"]
    search_fields = ["title", "project__code"]
    inlines = [HeadingInline]
    actions = ["prepare_pdf"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["project"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    @admin.action(description=_("Prepare the PDF"), permissions=["change"])
    def prepare_pdf(self, request: HttpRequest, reports: QuerySet[ProjectReport]) -> None:
        may = partial(ProjectReport.can_be_edited_by, user=request.user)
        deed = partial(self.request_pdf, request)
        do_to_each(self, request, reports.select_related("project"), deed, may=may)

    def request_pdf(self, request: HttpRequest, report: ProjectReport) -> None:
        export = request_report_file(
            report, format=ReportExport.Format.PDF, by=staff(request)
        )  # fmt: skip
        address = reverse("briefs:report_file", args=[report.project.code, report.pk, export.pk])
        link = format_html('<a href="{}">{}</a>', address, export)
        words = format_html(_now("Preparing your file: {}"), link)
        self.message_user(request, words, messages.INFO)


@admin.register(ReportHeading)
class ReportHeadingAdmin(VersionedAdmin):
    list_display = ["title", "report", "kind", "order"]
    list_filter = ["kind"]
    list_select_related = ["report"]
    autocomplete_fields = ["report"]
    search_fields = ["title", "text", "report__title"]


@admin.register(ReportHeadingTemplate)
class ReportHeadingTemplateAdmin(admin.ModelAdmin[ReportHeadingTemplate]):
    list_display = ["title", "project", "kind", "order"]
    list_filter = ["project", "kind"]
    list_select_related = ["project"]
    autocomplete_fields = ["project"]
    search_fields = ["title", "project__code"]


@admin.register(ReportExport)
class ReportExportAdmin(JobAdmin):
    fields = (
        "report", "format", "as_of", "state", "step", "percent", "attempt", "pages", "renderer",
        "file_size", "sha256", "asked_by", "asked_at", "started_at", "finished_at", "error",
    )  # fmt: skip
    list_select_related = ("report", "asked_by")
    search_fields = ("report__title", "sha256")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportExport]:
        return super().get_queryset(request).defer("content")
