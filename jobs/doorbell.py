"""Ringing for a worker. The row is the job, so a ring may fail, be lost or come twice."""

import datetime
import logging
import time

from celery import current_app
from django.conf import settings
from django.utils import timezone

from jobs.models import Job

logger = logging.getLogger(__name__)
SILENCE = 5.0  # seconds in which a broker that just failed is not tried again
_silent_until = 0.0


def ring(job: Job) -> bool:
    """Tell a worker that this job waits; False when the broker did not take it in time.

    Never raises and never waits long, however many jobs a request has queued: after one failure
    the next seconds' jobs are left to the sweep, which rings whatever was not claimed.
    """
    global _silent_until
    if time.monotonic() >= _silent_until:
        try:
            _send(job)
        except Exception as error:  # whatever ails the broker, the row is written
            _silent_until = time.monotonic() + SILENCE
            logger.warning("The broker did not answer (%s); the sweep rings.", type(error).__name__)
        else:
            return True
    waiting = type(job).objects.filter(pk=job.pk, state=Job.State.QUEUED)
    waiting.update(ring_at=timezone.now())
    return False


def ring_again_at() -> datetime.datetime:
    """When a job that is rung now is rung again, should nobody have claimed it."""
    return timezone.now() + datetime.timedelta(seconds=settings.JOB_RING_SECONDS)


def _send(job: Job) -> None:
    current_app.send_task(
        job.task_name,
        args=[job.pk],
        retry=False,
        ignore_result=True,
        soft_time_limit=job.time_limit_seconds,
        time_limit=job.time_limit_seconds + settings.JOB_LEASE_SECONDS / 2,
    )
