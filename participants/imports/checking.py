"""The check of a staged list: asked for, worked out, and read by the pages."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from documents.sheets.read import UnreadableFile
from jobs.lease import AnyJob
from jobs.services import queue
from jobs.work import JobFailed, Progress, run_job
from participants.imports.findings import Findings, new_findings
from participants.imports.garbage import collecting_no_garbage
from participants.imports.reading import Answers
from participants.imports.sorting import Checker
from participants.imports.staging import new_staged_name, staged_sheet
from participants.models import ImportCheck, ParticipantImport, Person

AT_ONCE = 500  # rows that are checked or saved while one waits; more are a worker's
SECONDS_WAITED = 3


class NotChecked(Exception):
    """The list is still being checked, or was not checked as it is now understood."""


@transaction.atomic
def say(
    importing: ParticipantImport,
    *,
    columns: dict[str, int] | None = None,
    remembered: dict[str, str] | None = None,
    answers: Answers | None = None,
) -> ImportCheck:
    """Keep what the facilitator says of a list that nobody confirmed yet, and have it checked."""
    said = {"columns": columns, "remembered": remembered, "answers": answers}
    given = {name: value for name, value in said.items() if value is not None}
    waiting = ParticipantImport.objects.filter(pk=importing.pk, confirmed_at__isnull=True)
    if given and not waiting.update(**given):
        raise NotChecked
    vars(importing).update(given)
    check = ImportCheck.objects.select_for_update().filter(importing=importing).first()
    check = check or ImportCheck(importing=importing, asked_by=importing.asked_by)
    check.step, check.error, check.percent, check.finished_at = "", "", 0, None
    check.last_attempt = check.attempt + 3
    check.lease_until = None
    return queue(check)


def check_made(importing: ParticipantImport) -> ImportCheck:
    """The check of a list as it stands, worked out now if the list is short."""
    check = ImportCheck.objects.filter(importing=importing).first() or say(importing)
    if not check.is_finished and importing.row_count <= AT_ONCE:
        do_now(check, run_check)
    return check


def do_now(job: AnyJob, work: Callable[[AnyJob, Progress], None]) -> None:
    """Do a short job while one waits; a worker may have it already, and is as quick."""
    run_job(type(job), job.pk, work=work)
    end = time.monotonic() + SECONDS_WAITED
    job.refresh_from_db()
    while not job.is_finished and time.monotonic() < end:
        time.sleep(0.05)
        job.refresh_from_db()


def run_check(check: ImportCheck, progress: Progress) -> None:
    importing = check.importing
    try:
        sheet = staged_sheet(importing)
        checker = Checker(sheet, importing.workshop, importing.answers)
        name = new_staged_name()
        done = 0
        path = Path(default_storage.path(name))
        with new_findings(path) as findings, collecting_no_garbage():
            for preview in checker.previews(importing.row_count):
                findings.add(preview)
                done += preview.row_count
                progress(_("Checking the rows"), min(99, 100 * done // importing.row_count))
    except (UnreadableFile, FileNotFoundError) as gone:
        raise JobFailed(str(gone)) from gone
    with findings_at(name) as found:
        counts = {**found.counts(), "letters": letters_of(found)}
    before = check.findings.name
    progress.keep(findings=name, counts=counts)
    progress.finish()
    if before:
        default_storage.delete(before)


def letters_of(findings: Findings) -> int:
    """How many of the new registrations are of somebody with an address."""
    with_address, known = findings.addresses()
    return with_address + Person.objects.filter(pk__in=known).exclude(email="").count()


def findings_of(check: ImportCheck) -> Findings:
    """Raises UnreadableFile once the day is over."""
    if not check.findings or not default_storage.exists(str(check.findings.name)):
        raise UnreadableFile(_("The list is no longer here. Please send it again."))
    return findings_at(str(check.findings.name))


def findings_at(name: str) -> Findings:
    return Findings(default_storage.path(name))
