from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from briefs.labels import in_language
from briefs.models import (
    HeadingKind,
    ProjectReport,
    ReportExport,
    ReportHeading,
    ReportHeadingTemplate,
)
from briefs.reports.build import build_report
from briefs.reports.content import ReportDocument
from briefs.reports.files import MAKERS
from briefs.reports.headings import template_of
from jobs.services import queue_once
from jobs.work import Progress
from projects.models import Project
from workshops.models import Workshop
from writing.services import record_change


@transaction.atomic
def begin_report(
    project: Project,
    *,
    title: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    language: str,
    by: User,
    undated_workshops: Iterable[Workshop] = (),
    is_example: bool = False,
) -> ProjectReport:
    """A report with the headings of the project's template; of each the text is still to come."""
    report = ProjectReport.objects.create(
        project=project, title=title, starts_on=starts_on, ends_on=ends_on, language=language,
        changed_by=by, is_example=is_example,
    )  # fmt: skip
    report.undated_workshops.set(undated_workshops)
    ReportHeading.objects.bulk_create(
        ReportHeading(
            report=report, order=order, title=one.title, kind=one.kind, guidance=one.guidance,
            changed_by=by,
        )
        for order, one in enumerate(template_of(project, language), 1)
    )  # fmt: skip
    return report


@transaction.atomic
def save_template(project: Project, *, headings: Iterable[ReportHeadingTemplate]) -> None:
    """The headings of reports begun from now on, in the order given; done reports keep theirs."""
    Project.objects.select_for_update().get(pk=project.pk)  # by one at a time
    project.report_headings.all().delete()
    ReportHeadingTemplate.objects.bulk_create(
        ReportHeadingTemplate(
            project=project, order=order, title=one.title, kind=one.kind, guidance=one.guidance
        )
        for order, one in enumerate(headings, 1)
    )


@transaction.atomic
def add_heading(report: ProjectReport, *, title: str, kind: str, by: User) -> ReportHeading:
    """At the end, but before the list of what is missing if that is the last."""
    ProjectReport.objects.select_for_update().get(pk=report.pk)
    last = report.headings.aggregate(last=Max("order"))["last"] or 0
    heading = ReportHeading.objects.create(
        report=report, title=title, kind=kind, order=last + 1, changed_by=by
    )
    before = report.headings.exclude(pk=heading.pk).order_by("order", "pk").last()
    if before is not None and before.kind == HeadingKind.MISSING:
        move_heading(heading, up=True)
    return heading


@transaction.atomic
def move_heading(heading: ReportHeading, *, up: bool) -> None:
    """Change places with its neighbour; at an end nothing happens."""
    ProjectReport.objects.select_for_update().get(pk=heading.report_id)
    in_order = list(ReportHeading.objects.filter(report=heading.report_id).order_by("order", "pk"))
    place = in_order.index(heading)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(in_order):
        return
    in_order[place], in_order[other] = in_order[other], in_order[place]
    for order, one in enumerate(in_order, 1):
        one.order = order
    ReportHeading.objects.bulk_update(in_order, ["order"])


@transaction.atomic
def remove_heading(heading: ReportHeading, *, by: User) -> None:
    """Its text stays in the history of the report."""
    before = f"{heading.title}\n\n{heading.text}".strip()
    record_change(heading.report, field="heading", before=before, after="", by=by)
    heading.delete()


def request_report_file(report: ProjectReport, *, format: str, by: User) -> ReportExport:
    """The file of what the report says now: the one made already, or a new one. Two make one."""
    as_of = timezone.now()
    document = build_report(report, as_of=as_of)
    wanted = ReportExport(
        report=report, content=document.to_json(), checksum=document.checksum, as_of=as_of,
        format=format, asked_by=by,
    )  # fmt: skip
    return queue_once(wanted, alike=("report", "checksum", "format"))


def render_report_file(export: ReportExport, progress: Progress) -> None:
    """Make the file from its frozen content alone."""
    progress(str(ReportExport.LAYING_OUT), 20)
    document = ReportDocument.from_json(export.content)
    with in_language(document.language):
        made = MAKERS[export.format](document, export.checksum)
    progress(str(ReportExport.KEEPING), 90)
    progress.keep(pages=made.pages, renderer=made.renderer)
    progress.keep_file(report_file_name(export), made.content)


def report_file_name(export: ReportExport) -> str:
    """As it is downloaded: da13-report-2022-01-01-2022-12-31-en.pdf."""
    content = export.content
    period = f"{content['starts_on']}-{content['ends_on']}"
    name = slugify(f"{content['project_code']}-report-{period}-{content['language']}")
    return f"{name}.{export.format}"
