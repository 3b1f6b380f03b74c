from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from recovery_plans.models.action import Action
from recovery_plans.models.plan import RecoveryPlan
from recovery_plans.models.text import Chapter, PathwaySection
from recovery_plans.transitions import PlanState

ABOUT_ONE_PART = (
    Q(chapter__isnull=True, section__isnull=True)
    | Q(chapter__isnull=True, action__isnull=True)
    | Q(section__isnull=True, action__isnull=True)
)


class CommentQuerySet(models.QuerySet["Comment"]):
    def open_requests(self) -> CommentQuerySet:
        return self.threads().filter(is_request=True, settled_at__isnull=True)

    def threads(self) -> CommentQuerySet:
        return self.filter(answers__isnull=True)


class Comment(models.Model):
    """Something said about a plan or a part of it; a request asks for a change."""

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="comments")
    chapter = models.ForeignKey(
        Chapter, on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    section = models.ForeignKey(
        PathwaySection, on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    answers = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    is_request = models.BooleanField(_("asks for a change"), default=False)
    text = models.TextField(_("comment"), max_length=5000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["plan", "at"]
        constraints = [
            models.CheckConstraint(
                condition=ABOUT_ONE_PART,
                name="comment_about_one_part",
                violation_error_message=_("A comment is about one part of the plan."),
            ),
            models.CheckConstraint(
                condition=Q(answers__isnull=True) | Q(is_request=False),
                name="comment_reply_is_no_request",
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(60)

    def can_be_settled_by(self, user: Any) -> bool:
        """What was asked is settled by those who ask; anything else by all who may comment."""
        if self.is_request:
            return self.plan.can_be_asked_by(user)
        return self.plan.can_be_commented_by(user)

    @property
    def part(self) -> Chapter | PathwaySection | Action | None:
        return self.chapter or self.section or self.action


class PlanTransition(models.Model):
    """One step of a plan from state to state. Append-only."""

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=20, choices=PlanState.choices)
    to_state = models.CharField(max_length=20, choices=PlanState.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of plans")
        ordering = ["plan", "at"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class PlanReminder(models.Model):
    """Whether somebody wants to be reminded of their plans, and when they last were."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="plan_reminder"
    )
    is_wanted = models.BooleanField(_("wants reminders"), default=True)
    sent_at = models.DateTimeField(_("last reminded"), null=True, blank=True)

    class Meta:
        verbose_name = _("reminder of plans")
        verbose_name_plural = _("reminders of plans")
        ordering = ["user"]

    def __str__(self) -> str:
        return str(self.user)
