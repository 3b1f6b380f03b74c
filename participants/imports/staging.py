"""Staged files: kept for a day under PORTAL_DATA, then gone with all that was said about them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.utils import timezone

from participants.models import ParticipantImport

FOLDER = "staging"
KEPT = datetime.timedelta(days=1)


def delete_staged() -> None:
    """Twice is harmless. Of an import that was confirmed the row and its counts stay.

    The folder is looked at, not the rows: a process that ended between the two left a file alone.
    """
    before = timezone.now() - KEPT
    for name in staged_before(before):
        default_storage.delete(name)
    old = ParticipantImport.objects.filter(asked_at__lt=before)
    old.filter(confirmed_at__isnull=True).delete()
    old.exclude(staged="", answers={}).update(staged="", answers={})  # words of the sheet


def staged_before(moment: datetime.datetime) -> Iterator[str]:
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < moment:
            yield path
