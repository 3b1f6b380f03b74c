from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.attachments import Attachment
from recovery_plans.models.action import Action
from recovery_plans.models.plan import RecoveryPlan


class AnnexQuerySet(models.QuerySet["Annex"]):
    def current(self) -> AnnexQuerySet:
        """Of the draft: not taken out."""
        return self.filter(removed_at__isnull=True)

    def readable_by(self, user: Any, plan: RecoveryPlan) -> AnnexQuerySet:
        """What is published is public; the draft's are for those who read the draft."""
        published = Q(is_published=True)
        drafts = Q(removed_at__isnull=True) if plan.can_be_read_whole_by(user) else Q(pk__in=())
        return self.filter(Q(plan=plan) & (published | drafts))


class Annex(Attachment):
    """A study, a map or a photograph that supports a plan, or one of its actions."""

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="annexes")
    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, null=True, blank=True, related_name="annexes",
        verbose_name=_("action"),
    )  # fmt: skip
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_published = models.BooleanField(
        _("with the published revision"), default=False, editable=False
    )

    objects = AnnexQuerySet.as_manager()

    class Meta(Attachment.Meta):
        abstract = False
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        ordering = ["plan", "uploaded_at", "pk"]
