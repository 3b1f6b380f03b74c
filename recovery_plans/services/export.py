from __future__ import annotations

from collections.abc import Callable

from django.utils import translation

from accounts.models import User
from jobs.services import queue_once
from jobs.work import JobFailed, Progress
from recovery_plans.document import build_plan, checksum_of
from recovery_plans.issue import Issue, file_name, issue_of
from recovery_plans.models import PlanExport, PlanRevision, RecoveryPlan
from recovery_plans.printed import TEMPLATE_VERSION, pictures_of, plan_html
from recovery_plans.stamp import stamp_in
from recovery_plans.word import plan_word

FIRST = (
    (PlanExport.Format.PDF, PlanExport.Paper.A4),
    (PlanExport.Format.WORD, PlanExport.Paper.A4),
)


def request_file(revision: PlanRevision, *, format: str, paper: str, by: User | None) -> PlanExport:
    """The file of a published revision: the one made or being made, or a new one. Two make one."""
    stamp = stamp_in(revision, list(revision.adoptions.all()))
    return _made_once(
        PlanExport(
            plan=revision.plan, revision=revision, checksum=revision.checksum, stamp=stamp,
            format=format, paper=paper, asked_by=by,
        )
    )  # fmt: skip


def request_draft_file(plan: RecoveryPlan, *, format: str, paper: str, by: User) -> PlanExport:
    """The file of the text as it is written now, frozen here; asked again unchanged it is one."""
    content = build_plan(plan).to_json()
    with translation.override(plan.language):
        stamp = str(plan.get_state_display())
    return _made_once(
        PlanExport(
            plan=plan, draft=content, checksum=checksum_of(content), stamp=stamp,
            format=format, paper=paper, asked_by=by,
        )
    )  # fmt: skip


def request_first_files(revision: PlanRevision, *, by: User | None) -> None:
    """Those that the public page offers: made without anybody asking."""
    for format, paper in FIRST:
        request_file(revision, format=format, paper=paper, by=by)


def render_export(export: PlanExport, progress: Progress) -> None:
    """Make the file from the frozen text alone."""
    progress(str(PlanExport.READING), 5)
    exports = PlanExport.objects.select_related("revision", "plan__project_city__project")
    export = exports.select_related("plan__project_city__city").get(pk=export.pk)
    issue = issue_of(export)
    progress(str(PlanExport.LAYING_OUT), 20)
    content = RENDERERS[export.format](issue, progress)
    progress(str(PlanExport.KEEPING), 90)
    progress.keep_file(file_name(export), content)


def _render_pdf(issue: Issue, progress: Progress) -> bytes:
    from documents.pdf import RENDERER, PdfFailed, render_pdf  # WeasyPrint: workers only

    identifier = f"{issue.checksum}-{issue.stamp}-{issue.paper}".encode()
    try:
        html, pictures = plan_html(issue), pictures_of(issue.document)
        pdf = render_pdf(html, identifier=identifier, pictures=pictures)
    except PdfFailed as failure:
        raise JobFailed(str(failure)) from failure
    progress.keep(pages=pdf.pages, renderer=f"{RENDERER}, template {TEMPLATE_VERSION}")
    return pdf


def _render_word(issue: Issue, progress: Progress) -> bytes:
    progress.keep(renderer=f"python-docx, template {TEMPLATE_VERSION}")
    return plan_word(issue)


RENDERERS: dict[str, Callable[[Issue, Progress], bytes]] = {
    PlanExport.Format.PDF: _render_pdf,
    PlanExport.Format.WORD: _render_word,
}


def _made_once(wanted: PlanExport) -> PlanExport:
    alike = ("plan", "revision", "checksum", "stamp", "format", "paper")
    return queue_once(wanted, alike=alike)
