from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from frameworks.models import Pathway
from recovery_plans.models.plan import RecoveryPlan, history_of_plan
from workshops.models import Workshop
from writing.models import Versioned


class WritingStatus(models.TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    READY = "ready", _("Ready")


class Chapter(Versioned):
    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="chapters")
    key = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    guidance = models.TextField(_("guidance"), blank=True)
    text = models.TextField(_("text"), blank=True)  # Markdown
    status = models.CharField(
        _("How far is this chapter?"), max_length=12, choices=WritingStatus.choices,
        default=WritingStatus.NOT_STARTED,
    )  # fmt: skip

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["plan", "order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="chapter_key_unique"),
        ]

    @property
    def shared_history(self) -> str:
        return history_of_plan(self.plan_id)

    def __str__(self) -> str:
        return self.title


class PathwaySection(Versioned):
    """What a plan says on one pathway, or in one sentence why it is not part of the plan."""

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="sections")
    pathway = models.ForeignKey(Pathway, on_delete=models.PROTECT, related_name="sections")
    is_part = models.BooleanField(_("part of this plan"), null=True)  # null: not decided yet
    reason = models.CharField(_("why it is not part"), max_length=500, blank=True)
    narrative = models.TextField(_("What the city will do"), blank=True)  # Markdown
    status = models.CharField(
        _("How far is this section?"), max_length=12, choices=WritingStatus.choices,
        default=WritingStatus.NOT_STARTED,
    )  # fmt: skip

    class Meta:
        verbose_name = _("pathway section")
        verbose_name_plural = _("pathway sections")
        ordering = ["plan", "pathway__order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "pathway"], name="pathwaysection_once"),
        ]

    @property
    def shared_history(self) -> str:
        return history_of_plan(self.plan_id)

    def __str__(self) -> str:
        return f"{self.plan}: {self.pathway.code}"


class Priority(Versioned):
    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="priorities")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.CharField(_("priority"), max_length=500)
    workshop = models.ForeignKey(
        Workshop, on_delete=models.SET_NULL, null=True, blank=True, related_name="priorities",
        verbose_name=_("from which visioning workshop"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ["plan", "order", "pk"]

    @property
    def shared_history(self) -> str:
        return history_of_plan(self.plan_id)

    def __str__(self) -> str:
        return self.text
