from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from documents.downloads import made_now
from documents.sheets.write import csv_bytes, xlsx_bytes
from participants.figures_sheet import (
    FiguresSheet,
    file_name,
    line_cells,
    line_header,
    table_rows,
)
from participants.records import records_side_by_side
from participants.views.scope import workshop_read
from participants.workshop_report import WorkshopReport, report_of
from writing.clock import Clock


def breakdown_detail(request: UserRequest, slug: str) -> HttpResponse:
    """Every table of the workshop report, whole."""
    workshop = workshop_read(request, slug)
    return render(
        request,
        "participants/breakdown_detail.html",
        {
            "workshop": workshop,
            "report": report_of(workshop),
            "clock": Clock.in_zone(workshop.time_zone, otherwise=request.user),
        },
    )


def breakdown_file(request: HttpRequest, slug: str, ending: str) -> HttpResponseBase:
    """The tables of that page as a file; they name nobody, so no access is noted."""
    if ending not in ENDINGS:
        raise Http404
    return sheet_response(sheet_of(report_of(workshop_read(request, slug))), ending)


ENDINGS = ("csv", "xlsx")


def sheet_response(sheet: FiguresSheet, ending: str) -> HttpResponseBase:
    name = f"{sheet.name}.{ending}"
    if ending == "csv":
        return made_now(csv_bytes(sheet.header, sheet.rows, notes=sheet.notes), name=name)
    content = xlsx_bytes(sheet.title, sheet.header, sheet.rows, notes=sheet.notes)
    return made_now(content, name=name)


def sheet_of(report: WorkshopReport) -> FiguresSheet:
    workshop, participation = report.workshop, report.participation
    label = participation.label
    lines = [
        [label, _("All"), *line_cells(participation.line)],
        [_("Speakers and resource persons"), _("All"), *line_cells(participation.speakers)],
    ]
    steps = report.funnel.steps if report.funnel else []
    lines += [[_("Women and men so far"), step.label, *line_cells(step.line)] for step in steps]
    signed = _("Figures signed off.") if report.record else _("Figures not signed off yet.")
    return FiguresSheet(
        name=file_name(workshop.slug, _("breakdown"), f"{participation.as_of:%Y-%m-%d}"),
        title=workshop.title,
        header=[_("By"), _("Group"), *line_header()],
        rows=[*lines, *table_rows(report.tables)],
        notes=[
            workshop.title,
            f"{label} (M/F): {participation.text}",
            _("As of %(moment)s UTC.") % {"moment": f"{participation.as_of:%Y-%m-%d %H:%M}"},
            _("Basis: %(basis)s.") % {"basis": participation.basis_words} + f" {signed}",
            participation.who_counts,
            *filter(None, [participation.citation]),
        ],
    )


def record_list(request: UserRequest, slug: str) -> HttpResponse:
    """The signed-off figures and each correction side by side: what changed, who, why."""
    workshop = workshop_read(request, slug)
    records = workshop.participation_records.select_related("signed_by").order_by("number")
    return render(
        request,
        "participants/record_list.html",
        {
            "workshop": workshop,
            "compared": records_side_by_side(list(records)),
            "clock": Clock.of(request.user),
            "has_examples": workshop.registrations.filter(person__is_example=True).exists(),
        },
    )
