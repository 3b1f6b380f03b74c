"""What a worker does with a job: claim it, work, finish; or say in words why not."""

import contextlib
import errno
import logging
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from jobs import files
from jobs.doorbell import ring, ring_again_at
from jobs.lease import AnyJob, Cancelled, Heartbeat, LostLease, claim, renew, write
from jobs.models import ATTEMPTS, Job

__all__ = ["Cancelled", "JobFailed", "LostLease", "Progress", "run_job"]
logger = logging.getLogger(__name__)
DISK_IS_FULL = {errno.ENOSPC, errno.EDQUOT}


class JobFailed(Exception):
    """The job cannot be done; the text is for the person who asked. It is not tried again."""


class Progress:
    """What the work tells its job while it goes on, and what it leaves behind.

    A process may end at any line. Work that writes rows of its own ends its transaction with
    `finish()`, so that its rows and the job's end are written together or not at all.
    """

    seconds_between_writes = 0.3

    def __init__(self, job: Job) -> None:
        self.job = job
        self.is_finished = False
        self._results: dict[str, Any] = {}
        self._written: Path | None = None
        self._said = ("", 0.0)
        self._transactions_around = len(connection.atomic_blocks)

    def __call__(self, step: str, percent: int) -> None:
        """Say where the work is and keep the job; LostLease or Cancelled when it is not ours.

        Inside a transaction that the work has begun nothing is written: nobody could read it,
        and the row, once locked, would keep the heartbeat from renewing the lease.
        """
        is_fresh = self._said[0] == step and time.monotonic() < self._said[1]
        if is_fresh or len(connection.atomic_blocks) > self._transactions_around:
            return
        renew(self.job, step=step[:200], percent=percent)
        self._said = (step, time.monotonic() + self.seconds_between_writes)

    def keep(self, **fields: Any) -> None:
        """Fields of the job's own row, written when it is done."""
        self._results.update(fields)

    def keep_file(self, name: str, content: bytes | Iterable[bytes]) -> None:
        """The file that the job makes; one only, whichever attempt is first to finish."""
        folder = f"jobs/{self.job._meta.model_name}/{self.job.pk}"
        stored = f"{folder}/{self.job.attempt}-{get_valid_filename(name)[-40:]}"
        self._written = Path(default_storage.path(stored))
        size, sha256 = files.write_file(self._written, content)
        self.keep(file=stored, file_size=size, sha256=sha256)

    def finish(self) -> None:
        """Write the results and the end, once; LostLease or Cancelled when it is not ours."""
        if self.is_finished:
            return
        write(
            self.job, state=Job.State.DONE, percent=100, lease_until=None,
            finished_at=timezone.now(), error="", **self._results,
        )  # fmt: skip
        self.is_finished = True

    def tidy(self) -> None:
        """Keep the file of the attempt that finished, alone; drop that of one that did not."""
        if self._written and self.is_finished:
            files.remove_others(self._written)
        elif self._written:
            self._written.unlink(missing_ok=True)


def run_job(model: type[AnyJob], pk: int, work: Callable[[AnyJob, Progress], None]) -> None:
    """Do the job if it waits and nobody else has it; called twice, the second does nothing.

    JobFailed fails it with its words; any other error is tried again, up to the last attempt.
    """
    job = claim(model, pk)
    if job is None:
        return
    progress = Progress(job)
    try:
        with Heartbeat(job):
            work(job, progress)
            progress.finish()
    except LostLease as reason:
        logger.info("%s %s stopped: %s.", job._meta.label, pk, type(reason).__name__)
    except JobFailed as failure:
        _fail(job, str(failure))
    except SoftTimeLimitExceeded:
        _fail(job, job.too_long())
    except Exception as error:
        _log(job, error)
        _try_again(job, error)
    finally:
        progress.tidy()


def _fail(job: Job, words: str) -> None:
    with contextlib.suppress(LostLease):
        write(
            job, state=Job.State.FAILED, error=words, lease_until=None, finished_at=timezone.now()
        )


def _try_again(job: Job, error: Exception) -> None:
    if job.attempt >= job.last_attempt:
        _fail(job, _in_words(error))
        return
    ring_at = ring_again_at() + job.retry_pause()
    with contextlib.suppress(LostLease):
        write(job, state=Job.State.QUEUED, lease_until=None, ring_at=ring_at, step="", percent=0)
        if not job.retry_pause():
            ring(job)


def _in_words(error: Exception) -> str:
    tries = {"tries": ATTEMPTS}
    if isinstance(error, OSError) and error.errno in DISK_IS_FULL:
        return (
            _("The disk of the portal is full: it was tried %(tries)d times, and nothing was kept. "
              "Whoever runs the portal has to make room; then try again.") % tries
        )  # fmt: skip
    return _("Something went wrong each time: it was tried %(tries)d times.") % tries


def _log(job: Job, error: Exception) -> None:
    """Where it went wrong, without the error's own text, which may name a person."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error(
        "%s %s failed in attempt %s: %s\n%s",
        job._meta.label, job.pk, job.attempt, type(error).__name__, where,
    )  # fmt: skip
