from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from documents.downloads import made_now
from documents.sheets.read import UnreadableFile
from documents.sheets.write import csv_bytes, xlsx_bytes
from participants.forms.imports import ColumnsForm, ImportForm
from participants.imports import template
from participants.imports.checking import AT_ONCE, NotChecked, do_now, say
from participants.imports.services import NothingToImport, confirm, run_import
from participants.imports.staging import (
    LIMITS,
    corrected_columns,
    matched,
    stage,
    staged_rows,
    staged_sheet,
)
from participants.models import ParticipantImport
from participants.views.scope import workshop_run
from workshops.models import Workshop

EARLIER = 10


def import_start(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_run(request, slug)
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            importing = stage(workshop, file=form.upload(), by=request.user)
        except UnreadableFile as refusal:
            form.add_error("file" if form.cleaned_data["file"] else "pasted", str(refusal))
        else:
            return redirect("participants:import_columns", slug, importing.pk)
    earlier = workshop.imports.filter(confirmed_at__isnull=False).order_by("-confirmed_at")
    context = {
        "workshop": workshop, "form": form, "columns": template.columns(), "limits": LIMITS,
        "megabytes": LIMITS.max_bytes >> 20, "earlier": earlier[:EARLIER],
    }  # fmt: skip
    return render(request, "participants/import_start.html", context)


def import_of(workshop: Workshop, pk: int) -> ParticipantImport:
    imports = ParticipantImport.objects.filter(workshop=workshop)
    found: ParticipantImport = get_object_or_404(imports.select_related("asked_by"), pk=pk)
    found.workshop = workshop
    return found


def import_columns(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    workshop = workshop_run(request, slug)
    importing = import_of(workshop, pk)
    if importing.confirmed_at:
        return redirect("participants:import_report", slug, pk)
    try:
        sheet = staged_sheet(importing)
    except UnreadableFile as gone:
        return start_again(request, slug, gone)

    form = ColumnsForm(request.POST or None, sheet=sheet)
    if form.is_valid():
        keep_columns(importing, form.columns(), request)
        return redirect("participants:import_check", slug, pk)
    context = {"workshop": workshop, "importing": importing, "form": form, "sheet": sheet}
    return render(request, "participants/import_columns.html", context)


def keep_columns(
    importing: ParticipantImport, columns: dict[str, int], request: UserRequest
) -> None:
    """What differs from our own matching is remembered for this user's next list."""
    ours = matched(staged_rows(importing), request.user)
    say(importing, columns=columns, remembered=corrected_columns(ours, columns))


def start_again(request: UserRequest, slug: str, reason: Exception) -> HttpResponse:
    messages.error(request, str(reason))
    return redirect("participants:import_start", slug)


@require_POST
def import_confirm(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    workshop = workshop_run(request, slug)
    importing = import_of(workshop, pk)
    try:
        confirmed = confirm(importing, sends_letters=bool(request.POST.get("letters")))
    except (NothingToImport, NotChecked) as refusal:
        messages.error(request, str(refusal))
        return redirect("participants:import_check", slug, pk)
    if confirmed.counts["rows"] <= AT_ONCE:
        do_now(confirmed, run_import)
    return redirect("participants:import_report", slug, pk)


@vary_on_headers("HX-Request")
def import_report(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    workshop = workshop_run(request, slug)
    importing = import_of(workshop, pk)
    if importing.confirmed_at is None:
        return redirect("participants:import_check", slug, pk)
    is_piece = bool(request.headers.get("HX-Request"))
    page = "participants/_import_job.html" if is_piece else "participants/import_report.html"
    undo = getattr(importing, "undo", None)
    return render(request, page, {"workshop": workshop, "importing": importing, "undo": undo})


def import_template(request: UserRequest, slug: str, ending: str) -> HttpResponseBase:
    """A sheet with the headings that are always recognised, and two people as an example."""
    workshop_run(request, slug)
    header, rows = template.header(), template.EXAMPLES
    if ending == "csv":
        return made_now(csv_bytes(header, rows), name="participants.csv")
    return made_now(xlsx_bytes(_("Participants"), header, rows), name="participants.xlsx")
