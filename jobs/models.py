from __future__ import annotations

import datetime
from typing import Any, ClassVar, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

ATTEMPTS = 3


class JobQuerySet(models.QuerySet[Any]):
    def unfinished(self) -> Self:
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def given_up(self) -> Self:
        return self.filter(state__in=[Job.State.FAILED, Job.State.CANCELLED])

    def standing(self) -> Self:
        """Neither failed nor cancelled: what they make is there or will be."""
        return self.exclude(state__in=[Job.State.FAILED, Job.State.CANCELLED])

    def unclaimed(self, now: datetime.datetime) -> Self:
        """Waiting though the time at which a worker should have come is over."""
        return self.filter(state=Job.State.QUEUED, ring_at__lte=now)

    def lapsed(self, now: datetime.datetime) -> Self:
        """Running by its state, but whoever ran it has not renewed the lease."""
        return self.filter(state=Job.State.RUNNING, lease_until__lte=now)


class Step(NamedTuple):
    words: str
    place: str  # "done", "now" or "ahead"


class Job(models.Model):
    """The row a person watches while a worker does something long. The row is the job.

    Life: queued → running → done | failed | cancelled, and from the last two back to queued.
    A concrete job names its Celery task in `task_name`; `jobs.services` queues, cancels, retries
    and sweeps it, `jobs.work` claims, renews and finishes it. `attempt` only ever grows: whoever
    holds an earlier number has lost the job and can no longer write to it.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("being made")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    task_name: ClassVar[str]
    wiped: ClassVar[dict[str, str]] = {}  # what is emptied once the job is cancelled
    time_limit_seconds: ClassVar[int] = 600  # then the worker's process is ended, in words
    retry_pause_seconds: ClassVar[int] = 0  # between a failure and the next attempt
    steps: ClassVar[tuple[Any, ...]] = ()  # the words of its steps in order, where they are known

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    step = models.CharField(_("step"), max_length=200, blank=True)
    percent = models.PositiveSmallIntegerField(_("per cent"), default=0)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    last_attempt = models.PositiveSmallIntegerField(_("last attempt"), default=ATTEMPTS)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    ring_at = models.DateTimeField(null=True, blank=True, editable=False)  # None: not asked for yet
    error = models.TextField(_("why it failed"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(_("file"), blank=True, upload_to="jobs/")
    file_size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [
            models.Index(fields=["ring_at"], condition=Q(state="queued"), name="%(class)s_waiting"),
            models.Index(
                fields=["lease_until"], condition=Q(state="running"), name="%(class)s_leased"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="%(class)s_percent"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="%(class)s_running_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""), name="%(class)s_failure_has_words"
            ),
        ]

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}

    @property
    def trail(self) -> list[Step]:
        """Its steps for the page: what is done, what is done now, what is still ahead.

        A step may say more than its listed words: "Laying out the pages, page 21".
        """
        words = [str(step) for step in self.steps]
        if self.state == self.State.DONE:
            return [Step(text, "done") for text in words]
        if self.state != self.State.RUNNING:
            return [Step(text, "ahead") for text in words]
        listed = [text for text in words if self.step.startswith(text)]
        here = words.index(listed[0]) if listed else 0
        ahead = words[here + 1 :] if listed else words
        return [
            *(Step(text, "done") for text in words[:here]),
            Step(self.step or _text("Begun"), "now"),
            *(Step(text, "ahead") for text in ahead),
        ]

    @property
    def took_too_long(self) -> bool:
        """Whether it still gave signs of life after its time was over."""
        if not self.started_at or not self.heartbeat_at:
            return False
        return (self.heartbeat_at - self.started_at).total_seconds() >= self.time_limit_seconds

    @classmethod
    def retry_pause(cls) -> datetime.timedelta:
        return datetime.timedelta(seconds=cls.retry_pause_seconds)

    @classmethod
    def too_long(cls) -> str:
        minutes = max(1, round(cls.time_limit_seconds / 60))
        return ngettext(
            "It was stopped because it took longer than %(minutes)d minute.",
            "It was stopped because it took longer than %(minutes)d minutes.",
            minutes,
        ) % {"minutes": minutes}


class LetterQuerySet(JobQuerySet):
    def given_up(self) -> Self:
        """Those that can be tried again: of a wiped one nothing is left to send."""
        return super().given_up().exclude(to="")


class Letter(Job):
    """One e-mail in the outbox; address and text are wiped once it is sent or cancelled.

    One that failed keeps them for a week, in which it can be tried again.

    It is claimed before it is sent, so two workers never send it both. What remains: a worker
    killed after the mail server took the letter and before the row says so sends it again; the
    second bears the same Message-ID, by which the reader's mailbox may know it.
    """

    task_name = "jobs.tasks.send_letter"
    wiped: ClassVar[dict[str, str]] = {"to": "", "subject": "", "body": ""}
    time_limit_seconds = 120
    retry_pause_seconds = 120

    to = models.EmailField(_("to"), blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)

    objects: ClassVar[Any] = LetterQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return f"Letter {self.pk}"
