from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from accounts.access import record_access
from accounts.models import AccessLog
from accounts.requests import UserRequest
from documents.downloads import made_now
from documents.sheets.read import UnreadableFile
from documents.sheets.write import xlsx_bytes
from jobs.models import Job
from participants.forms.imports import AnswersForm
from participants.imports.checking import check_made, findings_of, say
from participants.imports.findings import Findings
from participants.imports.problems import rows_with_problems
from participants.imports.shown import CheckPage, Pile, PilePage
from participants.imports.staging import staged_sheet
from participants.models import ImportCheck, ParticipantImport
from participants.views.imports import import_of, start_again
from participants.views.scope import workshop_run

ROWS_A_PAGE = 50


@vary_on_headers("HX-Request")
def import_check(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """What would happen; a post keeps the answers and shows it anew. Nothing is saved yet."""
    workshop = workshop_run(request, slug)
    importing = import_of(workshop, pk)
    if importing.confirmed_at:
        return redirect("participants:import_report", slug, pk)
    check = check_made(importing)
    if check.state != Job.State.DONE:
        return wait(request, importing, check)
    try:
        with findings_of(check) as findings:
            page = CheckPage(findings, check.counts)
            form = AnswersForm(
                request.POST or None, words=page.words, questions=page.questions,
                answers=importing.answers,
            )  # fmt: skip
    except UnreadableFile as gone:
        return start_again(request, slug, gone)
    if form.is_valid():
        say(importing, answers=form.merged())
        return redirect("participants:import_check", slug, pk)
    context = {"workshop": workshop, "importing": importing, "page": page, "form": form}
    return render(request, "participants/import_check.html", context)


def wait(request: UserRequest, importing: ParticipantImport, check: ImportCheck) -> HttpResponse:
    is_piece = bool(request.headers.get("HX-Request"))
    page = "participants/_import_wait.html" if is_piece else "participants/import_wait.html"
    context = {"workshop": importing.workshop, "importing": importing, "check": check}
    return render(request, page, context)


def import_rows(request: UserRequest, slug: str, pk: int, pile: str) -> HttpResponse:
    """One pile of the check, a page of it at a time; possible duplicates are answered here too."""
    workshop = workshop_run(request, slug)
    importing = import_of(workshop, pk)
    check = check_made(importing)
    if importing.confirmed_at or check.state != Job.State.DONE:
        return redirect("participants:import_check", slug, pk)
    try:
        with findings_of(check) as findings:
            shown = pile_page(findings, pile, check, request.GET.get("page", ""))
    except UnreadableFile as gone:
        return start_again(request, slug, gone)
    form = AnswersForm(
        request.POST or None, words=(), questions=shown.questions, answers=importing.answers
    )
    if form.is_valid():
        say(importing, answers=form.merged())
        return redirect("participants:import_rows", slug, pk, pile)
    context = {"workshop": workshop, "importing": importing, "pile": shown, "form": form}
    return render(request, "participants/import_rows.html", context)


def pile_page(findings: Findings, name: str, check: ImportCheck, number: str) -> PilePage:
    pile = Pile.named(name)
    if pile is None:
        raise Http404
    count = pile.size(findings, check.counts)
    page = Paginator(range(count), ROWS_A_PAGE).get_page(number)
    start = max(page.start_index() - 1, 0)
    return pile.page(findings, page, slice(start, start + ROWS_A_PAGE))


def import_problems(request: UserRequest, slug: str, pk: int) -> HttpResponseBase:
    """The rows that cannot be taken in, as they came, with a column that says what to do."""
    workshop = workshop_run(request, slug)
    importing = import_of(workshop, pk)
    try:
        sheet = staged_sheet(importing)
        with findings_of(check_made(importing)) as findings:
            header, rows = rows_with_problems(sheet, findings.problem_words())
    except UnreadableFile as gone:
        return start_again(request, slug, gone)
    record_access(request.user, AccessLog.Action.EXPORTED, importing, len(rows))
    return made_now(xlsx_bytes(_("Rows to correct"), header, rows), name="rows-to-correct.xlsx")
