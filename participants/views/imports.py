from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.requests import UserRequest
from documents.sheets.read import UnreadableFile
from documents.sheets.write import csv_bytes, xlsx_bytes
from jobs.work import run_job
from participants.forms.imports import FIELD_LABELS, AnswersForm, ColumnsForm, ImportForm
from participants.imports.headings import HEADINGS
from participants.imports.preview import Preview, preview_of
from participants.imports.problems import rows_with_problems
from participants.imports.services import (
    NothingToImport,
    confirm,
    run_import,
    stage,
    staged_sheet,
)
from participants.models import ParticipantImport
from participants.views.scope import workshop_run
from workshops.models import Workshop

AT_ONCE = 500  # rows that are saved while one waits; more are a worker's
SHOWN = 50  # rows of each kind on the preview page
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    earlier = workshop.imports.filter(confirmed_at__isnull=False).order_by("-confirmed_at")[:10]
    return render(
        request,
        "participants/import_start.html",
        {"workshop": workshop, "form": form, "labels": FIELD_LABELS, "earlier": earlier},
    )


def import_of(workshop: Workshop, pk: int) -> ParticipantImport:
    imports = ParticipantImport.objects.filter(workshop=workshop).select_related("asked_by")
    found: ParticipantImport = get_object_or_404(imports, pk=pk)
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
        importing.columns = form.columns()
        importing.save(update_fields=["columns"])
        return redirect("participants:import_check", slug, pk)
    return render(
        request,
        "participants/import_columns.html",
        {"workshop": workshop, "importing": importing, "form": form, "sheet": sheet},
    )


def start_again(request: UserRequest, slug: str, reason: Exception) -> HttpResponse:
    messages.error(request, str(reason))
    return redirect("participants:import_start", slug)


def import_check(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """What would happen; a post keeps the answers and shows it anew. Nothing is saved yet."""
    workshop = workshop_run(request, slug)
    importing = import_of(workshop, pk)
    if importing.confirmed_at:
        return redirect("participants:import_report", slug, pk)
    try:
        sheet = staged_sheet(importing)
    except UnreadableFile as gone:
        return start_again(request, slug, gone)

    preview = preview_of(sheet, workshop, importing.answers)
    form = AnswersForm(request.POST or None, preview=preview, answers=importing.answers)
    if form.is_valid():
        importing.answers = form.merged()
        importing.save(update_fields=["answers"])
        return redirect("participants:import_check", slug, pk)
    return render(
        request,
        "participants/import_check.html",
        {
            "workshop": workshop,
            "importing": importing,
            "preview": preview,
            "form": form,
            "shown": SHOWN,
            "labels": FIELD_LABELS,
            **at_most(preview),
        },
    )


def at_most(preview: Preview) -> dict[str, object]:
    """The page stays small however long the list: the first rows of each kind, and how many."""
    return {
        "groups": [
            (cause, problems[:SHOWN], len({problem.row for problem in problems}))
            for cause, problems in preview.problems_by_cause
        ],
        "changed": preview.changed[:SHOWN],
        "new": preview.new[:SHOWN],
    }


@require_POST
def import_confirm(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    workshop = workshop_run(request, slug)
    importing = import_of(workshop, pk)
    try:
        confirmed = confirm(importing, sends_letters=bool(request.POST.get("letters")))
    except (NothingToImport, UnreadableFile) as refusal:
        messages.error(request, str(refusal))
        return redirect("participants:import_check", slug, pk)
    if confirmed.counts["rows"] <= AT_ONCE:
        run_job(ParticipantImport, pk, work=run_import)
    return redirect("participants:import_report", slug, pk)


@vary_on_headers("HX-Request")
def import_report(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    workshop = workshop_run(request, slug)
    importing = import_of(workshop, pk)
    if importing.confirmed_at is None:
        return redirect("participants:import_check", slug, pk)
    is_piece = bool(request.headers.get("HX-Request"))
    page = "participants/_import_job.html" if is_piece else "participants/import_report.html"
    return render(request, page, {"workshop": workshop, "importing": importing})


def import_problems(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """The rows that cannot be taken in, as they came, with a column that says what to do."""
    workshop = workshop_run(request, slug)
    importing = import_of(workshop, pk)
    try:
        sheet = staged_sheet(importing)
    except UnreadableFile as gone:
        return start_again(request, slug, gone)
    header, rows = rows_with_problems(sheet, preview_of(sheet, workshop, importing.answers))
    return download(xlsx_bytes(_("Rows to correct"), header, rows), XLSX, "rows-to-correct.xlsx")


def import_template(request: UserRequest, slug: str, ending: str) -> HttpResponse:
    """A sheet with the headings that are always recognised."""
    workshop_run(request, slug)
    header = [str(FIELD_LABELS[field]) for field in HEADINGS if field not in NOT_IN_TEMPLATE]
    if ending == "csv":
        return download(csv_bytes(header, []), "text/csv; charset=utf-8", "participants.csv")
    return download(xlsx_bytes(_("Participants"), header, []), XLSX, "participants.xlsx")


NOT_IN_TEMPLATE = {"code", "given_name", "family_name", "state", "attendance"}


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
