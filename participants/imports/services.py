"""Confirming a checked list, and saving it: all of its good rows or none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import record_access
from accounts.models import AccessLog
from documents.sheets.read import UnreadableFile
from jobs.models import Job
from jobs.services import queue
from jobs.work import JobFailed, Progress
from participants.imports.checking import NotChecked, check_made, findings_of
from participants.imports.garbage import collecting_no_garbage
from participants.imports.reading import ReadRow
from participants.imports.sorting import ChangedRow, Preview, RowsMet, sort_all
from participants.imports.staging import NOTHING_SAID, delete_files
from participants.links import hash_of
from participants.models import ImportCheck, ImportedChange, ParticipantImport, Registration
from participants.services.changes import update_locked
from participants.services.registering import Registering
from participants.services.seats import ListClosed, fill_free_seats
from projects.models import Organisation

AT_ONCE = 10_000  # rows: each set costs up to seven queries, and each row 6 kB
OF_MANY = 4_500  # at once, of a longer list


class NothingToImport(Exception):
    """No row of the list would add or change anybody."""


def confirm(importing: ParticipantImport, *, sends_letters: bool) -> ParticipantImport:
    """Have the good rows imported: all of them or none. Confirming twice imports once.

    Raises NothingToImport, or NotChecked.
    """
    if importing.confirmed_at:
        return importing
    check = check_made(importing)
    if check.state != Job.State.DONE:
        raise NotChecked(_("The list is still being checked."))
    if not check.counts["rows"]:
        raise NothingToImport(_("No row would add or change anybody."))
    waiting = ParticipantImport.objects.filter(pk=importing.pk, confirmed_at__isnull=True)
    with transaction.atomic():  # confirmed and queued, or neither
        confirmed = waiting.update(
            confirmed_at=timezone.now(), sends_letters=sends_letters, counts=check.counts
        )
        importing.refresh_from_db()
        return queue(importing) if confirmed else importing


def run_import(importing: ParticipantImport, progress: Progress) -> None:
    """Save what the checked list adds and changes, in one transaction.

    Whom the project knows is looked up anew: others may have saved somebody since the check.
    """
    progress(_("Reading the list"), 5)
    check = ImportCheck.objects.select_related("importing__asked_by", "importing__workshop").get(
        importing=importing
    )
    importing.workshop, importing.asked_by = check.importing.workshop, check.importing.asked_by
    try:
        with findings_of(check) as findings, transaction.atomic(), collecting_no_garbage():
            saving = Saving(importing)
            for reads in chunks(findings.reads_to_save(), check.counts["rows"]):
                saving.save(reads)
            saving.finish()
            counts = saving.counts(check.counts)
            made = saving.made_organisations()
            progress.keep(
                counts=counts, made_organisations=made,
                **({} if counts["left_out"] else NOTHING_SAID),
            )  # fmt: skip
            progress.finish()
    except (UnreadableFile, ListClosed) as refusal:
        raise JobFailed(str(refusal)) from refusal
    if not counts["left_out"]:
        delete_files(importing, check)


def chunks(reads: Iterator[ReadRow], count: int) -> Iterator[list[ReadRow]]:
    size = AT_ONCE if count <= AT_ONCE else OF_MANY
    while chunk := list(islice(reads, size)):
        yield chunk


def as_it_stands(organisation: Organisation) -> str:
    """What tells whether it was changed since, without its name: it may be somebody's."""
    return hash_of(f"{organisation.name}\n{organisation.kind}")


class Saving:
    """The saving of one list, a set of rows at a time, within the transaction around it."""

    def __init__(self, importing: ParticipantImport) -> None:
        self.importing = importing
        self.by = importing.asked_by
        self.registering = Registering(
            importing.workshop,
            by=self.by,
            source=Registration.Source.IMPORT,
            came_with=importing,
            sends_letters=importing.sends_letters,
        )
        self.workshop = self.registering.workshop
        self.met = RowsMet()
        self.renamed: list[Organisation] = []  # of changed rows
        self.new = self.changed = self.read = 0

    def save(self, reads: list[ReadRow]) -> None:
        preview = Preview()
        answers = self.importing.answers.get("people", {})
        sort_all(reads, self.workshop, answers, preview, self.met, spelling=False)
        self._change(preview.changed)
        entries = [read.entry for read in preview.new]
        self.registering.register(entries, are_looked_up=True)
        self.read += len(reads)
        self.new += len(preview.new)
        self.changed += len(preview.changed)

    def _change(self, changed: list[ChangedRow]) -> None:
        """Write the changed cells, and keep how the rows stood for as long as undo is offered."""
        if not changed:
            return
        before = {row.registration.pk: row.before() for row in changed}
        written = update_locked(
            self.workshop,
            entries={row.registration.pk: row.merged for row in changed},
            by=self.by,
            fields={row.registration.pk: row.fields for row in changed},
            seats=self.registering.seats,
        )
        self.renamed += [row.organisation for row in written if row.organisation]
        ImportedChange.objects.bulk_create(
            ImportedChange(
                importing=self.importing, registration=row, before=before[row.pk],
                registration_version=row.version, person_version=row.person.version,
            )
            for row in written
        )  # fmt: skip

    def finish(self) -> None:
        if self.changed:  # who was put off the list may leave a seat
            fill_free_seats(self.workshop, by=self.by)
        if self.by is not None:
            rows = self.new + self.changed
            record_access(self.by, AccessLog.Action.IMPORTED, self.workshop, rows)

    def made_organisations(self) -> dict[int, str]:
        """Those that came into being with the list, as they were made."""
        known = [*self.registering.organisations.values(), *self.renamed]
        return {each.pk: as_it_stands(each) for each in known if each.is_new}

    def counts(self, checked: dict[str, int]) -> dict[str, int]:
        """As saved: what somebody else had saved since the check is neither new nor changed."""
        saved = self.new + self.changed
        return {
            **checked, "rows": saved, "new": self.new, "changed": self.changed,
            "left_out": checked["left_out"] + self.read - saved,
        }  # fmt: skip
