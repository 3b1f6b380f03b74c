from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models import Registration, RegistrationQuerySet
from projects.models import Project
from recommendations.models.findings import OfProjectQuerySet
from recommendations.models.recommendations import Wording
from workshops.models import Workshop


class ValidationRound(models.Model):
    """People say of each wording whether they support it; closing freezes the result."""

    class AnswersBy(models.TextChoices):
        PERSON = "person", _("each person")
        DELEGATION = "delegation", _("one position for each delegation")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="rounds")
    title = models.CharField(_("title"), max_length=200)
    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, null=True, blank=True, related_name="rounds"
    )  # empty: in writing
    answers_by = models.CharField(
        _("who answers"), max_length=10, choices=AnswersBy.choices, default=AnswersBy.PERSON
    )
    is_in_writing = models.BooleanField(_("in writing"), default=False)  # else in the room
    silence_is_no_objection = models.BooleanField(_("silence is no objection"), default=False)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    participation = models.JSONField(default=dict, blank=True)  # five columns, frozen at closing
    is_example = models.BooleanField(_("invented example"), default=False)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("validation round")
        verbose_name_plural = _("validation rounds")
        ordering = ["project", "opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="validationround_closed_when",
            ),
            models.CheckConstraint(
                condition=Q(is_in_writing=False) | Q(until__isnull=False),
                name="validationround_in_writing_until",
                violation_error_message=_("Say until when people may answer in writing."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def people(self) -> RegistrationQuerySet:
        """Who may answer: everybody who is counted at the workshop, or the heads of delegations."""
        counted = Registration.objects.filter(workshop=self.workshop_id).counted()
        if self.answers_by == self.AnswersBy.DELEGATION:
            return counted.filter(delegation__isnull=False, is_head=True)
        return counted

    @property
    def is_open(self) -> bool:
        """Until somebody closes it, and in writing not after its last moment."""
        is_over = self.until is not None and self.until <= timezone.now()
        return self.state == self.State.OPEN and not is_over

    def can_be_run_by(self, user: Any) -> bool:
        """Whoever runs the workshop it is held at; in writing, an organiser of the project."""
        if self.workshop is not None:
            return self.workshop.can_be_run_by(user)
        return self.project.can_be_organised_by(user)


class RoundWording(models.Model):
    """A wording put to a round, with its result once the round is closed (frozen then)."""

    COUNTS = ("support", "support_with_changes", "cannot_support", "no_position")

    round = models.ForeignKey(ValidationRound, on_delete=models.CASCADE, related_name="items")
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="rounds")
    support = models.PositiveIntegerField(null=True, blank=True)
    support_with_changes = models.PositiveIntegerField(null=True, blank=True)
    cannot_support = models.PositiveIntegerField(null=True, blank=True)
    no_position = models.PositiveIntegerField(null=True, blank=True)
    is_validated = models.BooleanField(_("validated as worded"), null=True)

    class Meta:
        verbose_name = _("wording in a round")
        verbose_name_plural = _("wordings in rounds")
        ordering = ["round", "wording__recommendation__number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "wording"], name="roundwording_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.wording}"


class Answer(models.Model):
    class Position(models.TextChoices):
        SUPPORT = "support", _("Support")
        SUPPORT_WITH_CHANGES = "support_with_changes", _("Support with changes")
        CANNOT_SUPPORT = "cannot_support", _("Cannot support")
        NO_POSITION = "no_position", _("No position")

    item = models.ForeignKey(RoundWording, on_delete=models.CASCADE, related_name="answers")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="answers")
    position = models.CharField(_("position"), max_length=20, choices=Position.choices)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["item", "at"]
        constraints = [
            models.UniqueConstraint(fields=["item", "registration"], name="answer_once"),
        ]

    def __str__(self) -> str:
        return self.get_position_display()


class RoundLink(models.Model):
    """The private link of one person to one round; sent again, the one before stops working."""

    round = models.ForeignKey(ValidationRound, on_delete=models.CASCADE, related_name="links")
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="round_links"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    class Meta:
        verbose_name = _("private link to a round")
        verbose_name_plural = _("private links to rounds")
        ordering = ["round", "sent_at"]
        constraints = [
            models.UniqueConstraint(fields=["round", "registration"], name="roundlink_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round}, {self.sent_at:%Y-%m-%d}"


class Reply(models.Model):
    """What became of a comment that came with an answer, and why."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        PARTLY = "partly", _("partly accepted")
        NOT = "not", _("not accepted")

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="reply")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    reason = models.TextField(_("why"), blank=True, max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reply to a comment")
        verbose_name_plural = _("replies to comments")
        ordering = ["answer"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="accepted") | ~Q(reason=""),
                name="reply_says_why",
                violation_error_message=_("Say why it is not, or only partly, accepted."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()
