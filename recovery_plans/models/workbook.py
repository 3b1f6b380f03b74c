from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recovery_plans.models.plan import RecoveryPlan

KEPT = datetime.timedelta(days=1)


class WorkbookQuerySet(models.QuerySet["Workbook"]):
    def forgotten(self) -> WorkbookQuerySet:
        return self.filter(at__lt=timezone.now() - KEPT)


class Workbook(models.Model):
    """What a workbook says that somebody brought back, until they have looked at its changes."""

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="workbooks")
    name = models.CharField(_("file"), max_length=120)
    content = models.JSONField()  # rows by sheet, of each action by its number
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("brought back"), default=timezone.now)

    objects = WorkbookQuerySet.as_manager()

    class Meta:
        verbose_name = _("workbook brought back")
        verbose_name_plural = _("workbooks brought back")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name
