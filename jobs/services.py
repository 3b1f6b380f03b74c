"""Deeds upon jobs: queue, cancel, retry, and the sweep that forgets none."""

import datetime
from collections.abc import Collection, Iterable, Iterator

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.doorbell import ring, ring_again_at
from jobs.lease import AnyJob
from jobs.models import ATTEMPTS, Job, Letter

SWEPT_FIELDS = ("attempt", "last_attempt", "started_at", "heartbeat_at", "ring_at")
LETTERS_AT_ONCE = 500  # in one query
RUNG_AT_ONCE = 200  # by one sweep, of each kind; more would only fill the broker


class CannotRetry(Exception):
    """The same has been asked for anew in the meantime."""


@transaction.atomic
def queue(job: AnyJob) -> AnyJob:
    """Save the job and ring for a worker on commit.

    Never waits for a broker that is down: the sweep rings for what nobody has claimed.
    """
    return _queued(job)


def _queued(job: AnyJob) -> AnyJob:
    job.state, job.ring_at = Job.State.QUEUED, ring_again_at()
    job.save()
    transaction.on_commit(lambda: ring(job))
    return job


def queue_once(wanted: AnyJob, *, alike: Collection[str]) -> AnyJob:
    """The job made or under way that has the same in these fields, else `wanted`, queued.

    A unique constraint on the same fields decides between two who ask at one moment.
    """
    same = type(wanted).objects.standing().filter(**{name: getattr(wanted, name) for name in alike})
    made: AnyJob | None = same.first()
    if made is not None:
        return made
    try:
        return queue(wanted)
    except IntegrityError:
        theirs: AnyJob = same.get()
        return theirs


@transaction.atomic(savepoint=False)  # one registration is counted in queries
def queue_letter(to: str, subject: str, body: str) -> Letter:
    """Put a letter into the outbox, in the transaction of whatever it tells of."""
    return _queued(_letter(to, subject, body))


@transaction.atomic(savepoint=False)
def queue_letters(written: Iterable[tuple[str, str, str]]) -> list[Letter]:
    """The same for many at once, each with address, subject and text: a query for hundreds."""
    letters = [_letter(*each) for each in written]
    for letter in letters:
        letter.ring_at = ring_again_at()
    made: list[Letter] = Letter.objects.bulk_create(letters, batch_size=LETTERS_AT_ONCE)
    transaction.on_commit(lambda: [ring(letter) for letter in made])
    return made


def _letter(to: str, subject: str, body: str) -> Letter:
    one_line = " ".join(subject.split())
    return Letter(to=to, subject=one_line[:200], body=body)


def cancel(job: AnyJob) -> AnyJob:
    """Stop a job, unless it is over; work that is under way hears of it at its next word."""
    type(job).objects.unfinished().filter(pk=job.pk).update(
        state=Job.State.CANCELLED, lease_until=None, finished_at=timezone.now(), **job.wiped
    )
    job.refresh_from_db()
    return job


@transaction.atomic
def retry(job: AnyJob) -> AnyJob:
    """Queue a failed or cancelled job again, with as many attempts as a new one; else nothing."""
    over = type(job).objects.given_up().filter(pk=job.pk)
    try:
        with transaction.atomic():
            queued = over.update(
                state=Job.State.QUEUED, last_attempt=F("attempt") + ATTEMPTS, error="", step="",
                percent=0, asked_at=timezone.now(), finished_at=None, ring_at=ring_again_at(),
            )  # fmt: skip
    except IntegrityError as error:
        raise CannotRetry from error
    job.refresh_from_db()
    if queued:
        transaction.on_commit(lambda: ring(job))
    return job


def sweep() -> None:
    """Take back what lost its lease and ring for what nobody has claimed. Twice is harmless."""
    now = timezone.now()
    for model in job_models():
        swept = model.objects.only(*SWEPT_FIELDS)
        for job in swept.lapsed(now):
            _take_back(job, now)
        for job in swept.unclaimed(now).order_by("ring_at")[:RUNG_AT_ONCE]:
            _ring_again(job)


def take_back_all() -> None:
    """End every lease at once: for the moment at which no worker can be alive."""
    for model in job_models():
        model.objects.filter(state=Job.State.RUNNING).update(lease_until=timezone.now())


def job_models() -> Iterator[type[Job]]:
    return (model for model in apps.get_models() if issubclass(model, Job))


def _take_back(job: Job, now: datetime.datetime) -> None:
    """Queue a job again whose worker has gone, or fail it in words if that is of no use."""
    words = _why_not_again(job)
    lapsed = type(job).objects.lapsed(now).filter(pk=job.pk, attempt=job.attempt)
    if words:
        lapsed.update(state=Job.State.FAILED, error=words, lease_until=None, finished_at=now)
    else:
        lapsed.update(state=Job.State.QUEUED, lease_until=None, ring_at=now, step="", percent=0)


def _why_not_again(job: Job) -> str:
    if job.took_too_long:
        return job.too_long()
    if job.attempt >= job.last_attempt:
        return _("The worker stopped in the middle of it %(tries)d times.") % {"tries": ATTEMPTS}
    return ""


def _ring_again(job: Job) -> None:
    still_waiting = type(job).objects.filter(pk=job.pk, state=Job.State.QUEUED, ring_at=job.ring_at)
    if still_waiting.update(ring_at=ring_again_at()):
        ring(job)
