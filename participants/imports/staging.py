"""Staged lists: kept for a day under PORTAL_DATA, then gone with all that was said about them.

What is staged are the rows of the list, already read: a line of JSON each. The file that came
is opened once, while who sent it waits; nothing of it is opened again.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from documents.sheets.read import Limits, Row, TableStream, UnreadableFile, stream_table
from documents.uploads import clean_name
from jobs.models import Job
from participants.imports.columns import Sheet, fingerprint_of, sheet_of, sheet_with
from participants.models import ImportCheck, ImportedChange, ParticipantImport
from participants.models.imports import KEPT_FOR_UNDO
from workshops.models import Workshop

FOLDER = "staging"
KEPT = datetime.timedelta(days=1)
LIMITS = Limits(max_bytes=20 * 1024 * 1024, max_rows=100_000)
HEAD = 200  # rows in which headings and samples are looked for
LAST_REMEMBERED = 10  # imports whose corrected columns are remembered


def stage(workshop: Workshop, *, file: UploadedFile[Any], by: User) -> ParticipantImport:
    """Keep the rows of an uploaded list for a day, its columns matched.

    Raises UnreadableFile in words.
    """
    table = stream_table(file, limits=LIMITS)
    remarks = list(table.remarks)
    name = new_staged_name()
    path = Path(default_storage.path(name))
    try:
        filled = write_rows(path, table)
        sheet = matched(StagedRows(path), by)
        count = filled - rows_down_to(StagedRows(path), sheet.heading_row)
        if not count:
            raise UnreadableFile(_("There are no rows below the heading."))
    except UnreadableFile:
        path.unlink()
        raise
    if sheet.heading_row == table.header_number:
        remarks = table.remarks  # also on rows that are wider than the heading
    return ParticipantImport.objects.create(
        workshop=workshop, asked_by=by, file_name=clean_name(file.name or ""), staged=name,
        row_count=count, remarks=remarks, heading_row=sheet.heading_row,
        headings=sheet.headings, columns=sheet.fields,
    )  # fmt: skip


def new_staged_name() -> str:
    """A name in the folder of staged files, which is there and nobody else's to read."""
    folder = Path(default_storage.path(FOLDER))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"{FOLDER}/{uuid4().hex}"


def write_rows(path: Path, table: TableStream) -> int:
    """How many rows were written, the first of them too."""
    filled = 0
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as lines:
        for filled, row in enumerate(all_rows_of(table), start=1):  # noqa: B007 - the last counts
            lines.write(json.dumps(row) + "\n")
    return filled


def all_rows_of(table: TableStream) -> Iterator[Row]:
    yield Row(table.header_number, table.header)
    yield from table.rows


def matched(rows: StagedRows, by: User) -> Sheet:
    return sheet_of(list(islice(rows, HEAD)), rows, remembered=remembered_by(by))


def rows_down_to(rows: Iterable[Row], number: int) -> int:
    return sum(1 for row in islice(rows, HEAD) if row.number <= number)


def remembered_by(user: User) -> dict[str, str]:
    """How this user corrected the matching of headings before, the last time counting most."""
    last = ParticipantImport.objects.filter(asked_by=user).exclude(remembered={})
    corrected: dict[str, str] = {}
    for said in reversed(last.order_by("-asked_at").values_list("remembered", flat=True)
                         [:LAST_REMEMBERED]):  # fmt: skip
        corrected |= said
    return corrected


def corrected_columns(sheet: Sheet, columns: dict[str, int]) -> dict[str, str]:
    """What is worth remembering: where the facilitator's matching differs from ours."""
    chosen = {index: field for field, index in columns.items()}
    return {
        fingerprint_of(column.heading): chosen.get(column.index, "")
        for column in sheet.columns
        if column.heading and chosen.get(column.index, "") != column.field
    }


@dataclass(frozen=True)
class StagedRows:
    """The rows of a staged list, read anew each time they are gone through."""

    path: Path

    def __iter__(self) -> Iterator[Row]:
        with self.path.open() as lines:
            for line in lines:
                number, cells = json.loads(line)
                yield Row(number, cells)


def staged_rows(importing: ParticipantImport) -> StagedRows:
    """Raises UnreadableFile once the list is gone: it is kept for a day."""
    if not importing.staged or not default_storage.exists(str(importing.staged.name)):
        raise UnreadableFile(_("The list is no longer here. Please send it again."))
    return StagedRows(Path(importing.staged.path))


def staged_sheet(importing: ParticipantImport) -> Sheet:
    """The list as it is understood now. Raises UnreadableFile once it is gone."""
    rows = staged_rows(importing)
    return sheet_with(
        list(islice(rows, HEAD)),
        rows,
        heading_row=importing.heading_row,
        texts={index: text for text, index in importing.headings.items()},
        fields=importing.columns,
    )


def forget(importing: ParticipantImport) -> None:
    """Delete what was staged of a list, as the day's end would."""
    ParticipantImport.objects.filter(pk=importing.pk).update(**NOTHING_SAID)
    delete_files(importing, ImportCheck.objects.filter(importing=importing).first())


def delete_files(importing: ParticipantImport, check: ImportCheck | None) -> None:
    """Also of a list that nobody checked."""
    for file in (importing.staged, check.findings if check else None):
        if file:
            default_storage.delete(str(file.name))


NOTHING_SAID = {"staged": "", "file_name": "", "remarks": [], "headings": {}, "answers": {}}


def delete_staged() -> None:
    """Twice is harmless. Of an import that was confirmed the row and its counts stay.

    The folder is looked at, not the rows: a process that ended between the two left a file alone.
    """
    now = timezone.now()
    for name in staged_before(now - KEPT):
        default_storage.delete(name)
    old = ParticipantImport.objects.filter(asked_at__lt=now - KEPT)
    old.filter(confirmed_at__isnull=True).delete()
    old.exclude(**NOTHING_SAID).exclude(state=Job.State.RUNNING).update(**NOTHING_SAID)
    ImportCheck.objects.filter(importing__asked_at__lt=now - KEPT).update(findings="")
    kept_too_long = ParticipantImport.objects.filter(confirmed_at__lt=now - KEPT_FOR_UNDO)
    kept_too_long.exclude(made_organisations={}).update(made_organisations={})
    ImportedChange.objects.filter(importing__in=kept_too_long).delete()


def staged_before(moment: datetime.datetime) -> Iterator[str]:
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < moment:
            yield path
