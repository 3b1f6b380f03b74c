from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import record_access
from accounts.models import AccessLog, User
from documents.sheets.read import Table, UnreadableFile, read_table
from documents.uploads import clean_name
from jobs.services import queue
from jobs.work import JobFailed, Progress
from participants.imports.columns import Sheet, sheet_of, sheet_with
from participants.imports.headings import heading_key
from participants.imports.preview import Preview, preview_of
from participants.models import ParticipantImport, Registration
from participants.services.changes import ENTRY_FIELDS, update_registrations
from participants.services.registering import register_participants
from participants.services.seats import ListClosed
from workshops.models import Workshop

LAST_REMEMBERED = 5  # imports whose matching of columns is remembered


class NothingToImport(Exception):
    """No row of the file would add or change anybody."""


def stage(workshop: Workshop, *, file: UploadedFile[Any], by: User) -> ParticipantImport:
    """Keep an uploaded list for a day, its columns matched. Raises UnreadableFile in words."""
    table = read_table(file)
    if not table.rows:
        raise UnreadableFile(_("There are no rows below the heading."))
    sheet = sheet_of(table, remembered=remembered_by(by))
    file.seek(0)
    staged = ParticipantImport(
        workshop=workshop,
        asked_by=by,
        file_name=clean_name(file.name or ""),
        heading_row=sheet.heading_row,
        headings=sheet.headings,
        columns=sheet.fields,
    )
    staged.staged.save("list", file, save=False)  # its own name may name somebody
    staged.save()
    return staged


def remembered_by(user: User) -> dict[str, str]:
    """What this user's last imports took each heading for, as heading_key → field."""
    last = ParticipantImport.objects.filter(asked_by=user, confirmed_at__isnull=False)
    chosen: dict[str, str] = {}
    for headings, columns in reversed(
        last.order_by("-asked_at").values_list("headings", "columns")[:LAST_REMEMBERED]
    ):
        fields = {index: field for field, index in columns.items()}
        chosen |= {heading_key(text): fields.get(index, "") for text, index in headings.items()}
    return chosen


def staged_table(importing: ParticipantImport) -> Table:
    """Raises UnreadableFile once the file is gone: it is kept for a day."""
    try:
        with importing.staged.open("rb") as file:
            return read_table(file)
    except (FileNotFoundError, ValueError) as gone:
        raise UnreadableFile(_("The file is no longer here. Please send it again.")) from gone


def staged_sheet(importing: ParticipantImport) -> Sheet:
    return sheet_with(
        staged_table(importing),
        heading_row=importing.heading_row,
        headings=importing.headings,
        fields=importing.columns,
    )


def confirm(importing: ParticipantImport, *, sends_letters: bool) -> ParticipantImport:
    """Have the good rows imported: all of them or none. Confirming twice imports once.

    Raises NothingToImport.
    """
    if importing.confirmed_at:
        return importing
    preview = preview_of(staged_sheet(importing), importing.workshop, importing.answers)
    if not preview.good_rows:
        raise NothingToImport(_("No row would add or change anybody."))
    waiting = ParticipantImport.objects.filter(pk=importing.pk, confirmed_at__isnull=True)
    with transaction.atomic():  # confirmed and queued, or neither
        confirmed = waiting.update(
            confirmed_at=timezone.now(), sends_letters=sends_letters, counts=preview.counts()
        )
        importing.refresh_from_db()
        return queue(importing) if confirmed else importing


def run_import(importing: ParticipantImport, progress: Progress) -> None:
    """Read the staged file again and save what it adds and changes, in one transaction."""
    progress(_("Reading the list"), 10)
    try:
        sheet = staged_sheet(importing)
        with transaction.atomic():
            preview = preview_of(sheet, importing.workshop, importing.answers)
            progress(_("Saving %(rows)s rows") % {"rows": preview.good_rows}, 50)
            save_rows(importing, preview)
            progress.keep(counts=preview.counts(), staged="")
            progress.finish()
    except (UnreadableFile, ListClosed) as refusal:
        words = str(refusal) or _("The figures of this workshop are signed off.")
        raise JobFailed(words) from refusal
    importing.staged.delete(save=False)


def save_rows(importing: ParticipantImport, preview: Preview) -> None:
    workshop, by = importing.workshop, importing.asked_by
    register_participants(
        workshop,
        entries=preview.new,
        by=by,
        source=Registration.Source.IMPORT,
        came_with=importing,
        sends_letters=importing.sends_letters,
    )
    update_registrations(
        workshop,
        entries={row.registration_id: row.entry for row in preview.changed},
        by=by,
        fields=ENTRY_FIELDS,
    )
    if by is not None:
        record_access(by, AccessLog.Action.IMPORTED, workshop, preview.good_rows)
