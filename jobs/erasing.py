"""Letters that name somebody who is erased: in the outbox, and as files where no server is set."""

from __future__ import annotations

import datetime
import email
import email.policy
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobs.models import Job, Letter

KEPT = datetime.timedelta(days=30)  # a letter that is a file has no reader but an administrator
TRIED_AGAIN = datetime.timedelta(days=7)  # within which a letter that failed may be
BETWEEN = re.compile(rb"^-{79}$", re.MULTILINE)  # as Django's filebased backend writes it


def wipe_letters(naming: models.Q) -> int:
    """Empty letters of the outbox; one that waits is not sent any more. Says how many."""
    letters = Letter.objects.filter(naming)
    letters.unfinished().update(
        state=Job.State.CANCELLED, lease_until=None, finished_at=timezone.now()
    )
    return letters.update(**Letter.wiped)


def wipe_failed_letters() -> int:
    """Empty letters that failed a week ago and were not tried again. Says how many."""
    before = timezone.now() - TRIED_AGAIN
    failed = Letter.objects.filter(state=Job.State.FAILED, finished_at__lt=before).exclude(to="")
    return failed.update(**Letter.wiped)


def delete_mail_files(names: Callable[[str], bool]) -> None:
    """Delete each file of letters in which `names` finds somebody; twice is harmless."""
    for path in mail_files():
        if any(names(text) for text in texts_of(path)):
            path.unlink(missing_ok=True)


def delete_old_mail_files() -> None:
    before = (timezone.now() - KEPT).timestamp()
    for path in mail_files():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def mail_files() -> Iterator[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    yield from folder.glob("*.log") if folder.is_dir() else ()


def texts_of(path: Path) -> Iterator[str]:
    """Address, subject and text of each letter in the file, decoded."""
    for part in BETWEEN.split(path.read_bytes()):
        letter = email.message_from_bytes(part.lstrip(), policy=email.policy.default)
        body = letter.get_body()
        yield f"{letter['to']}\n{letter['subject']}\n{body.get_content() if body else ''}"
