"""Who holds a job: claimed by one conditional UPDATE, held by an attempt number and a lease.

Each write of a worker asks for its own attempt in its WHERE; so a late one changes nothing.
"""

import datetime
import faulthandler
import logging
import threading
import time
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from jobs.models import Job

logger = logging.getLogger(__name__)
STANDARD_ERROR = 2  # Celery puts an object without a descriptor in place of sys.stderr
AnyJob = TypeVar("AnyJob", bound=Job)


class LostLease(Exception):
    """Another attempt has the job, or nobody; nothing of ours may be written any more."""


class Cancelled(LostLease):
    """Somebody cancelled the job."""


def claim(model: type[AnyJob], pk: int) -> AnyJob | None:
    """The job, now ours for one lease; None when it is not waiting or somebody else was first."""
    waiting = model.objects.filter(pk=pk, state=Job.State.QUEUED, ring_at__isnull=False)
    attempt = waiting.values_list("attempt", flat=True).first()
    if attempt is None:
        return None
    now = timezone.now()
    ours = waiting.filter(attempt=attempt).update(
        state=Job.State.RUNNING, attempt=attempt + 1, lease_until=now + lease(),
        heartbeat_at=now, started_at=now, step="", percent=0,
    )  # fmt: skip
    return model.objects.filter(pk=pk, attempt=attempt + 1).first() if ours else None


def lease() -> datetime.timedelta:
    return datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def write(job: Job, **fields: Any) -> None:
    """Write to the row of a job that we hold, else raise LostLease or Cancelled."""
    if _held(job).update(**fields):
        return
    state = type(job).objects.filter(pk=job.pk).values_list("state", flat=True).first()
    raise Cancelled if state == Job.State.CANCELLED else LostLease


def renew(job: Job, **fields: Any) -> None:
    now = timezone.now()
    write(job, heartbeat_at=now, lease_until=now + lease(), **fields)


def _held(job: Job) -> QuerySet[Any]:
    return type(job).objects.filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING)


class Heartbeat(threading.Thread):
    """Renews the lease of a job while its work is silent, and fences the work in.

    A process that could not renew its lease ends itself a little before the lease runs out, by
    a timer in C that needs neither Python nor the database. So two attempts never run at once,
    whether this one hangs in C code, the database is gone or the job was cancelled meanwhile.
    Only in a worker's child process: elsewhere the process is not ours to end.
    """

    is_wanted = False  # jobs.worker turns it on in each child

    def __init__(self, job: Job) -> None:
        super().__init__(name=f"heartbeat of {job._meta.label} {job.pk}", daemon=True)
        self.job = job
        self._over = threading.Event()

    def __enter__(self) -> Self:
        if self.is_wanted:
            _fence(since=time.monotonic())
            self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._over.set()
        if self.is_wanted:
            self.join()  # else it could raise the fence again after us
            faulthandler.cancel_dump_traceback_later()

    def run(self) -> None:
        while not self._over.wait(settings.JOB_LEASE_SECONDS / 4):
            since = time.monotonic()
            try:
                renew(self.job)
            except LostLease:
                break  # the fence stays: work that never asks does not go on for nobody
            except DatabaseError:
                logger.warning("%s: the lease was not renewed.", self.name)
                connection.close()
            else:
                _fence(since)
        connection.close()


def _fence(since: float) -> None:
    """End this process before the lease that was renewed at `since` (monotonic) is over."""
    seconds = settings.JOB_LEASE_SECONDS * 0.9 - (time.monotonic() - since)
    faulthandler.dump_traceback_later(max(seconds, 0.1), exit=True, file=STANDARD_ERROR)
