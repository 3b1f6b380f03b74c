from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recovery_plans.models.plan import RecoveryPlan


class PlanRevision(models.Model):
    """A plan as it was published, frozen: the public page is made from `content` alone.

    `checksum` is the SHA-256 of the content's canonical JSON. A trigger in the database refuses
    any change of number, content or checksum (migration 0002).
    """

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField(_("revision"))
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("published"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("published revision")
        verbose_name_plural = _("published revisions")
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="planrevision_number_unique"),
        ]

    def __str__(self) -> str:
        return _("revision %(number)s") % {"number": self.number}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise PermissionDenied(_("A published revision is frozen."))
        super().save(*args, **kwargs)


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def waiting(self) -> AdoptionQuerySet:
        """Decided on the reviewed text, which has not been published since."""
        return self.filter(revision__isnull=True)


class Adoption(models.Model):
    """What a council decided on a plan. The body reviews; the council adopts.

    Without a revision it is about the text whose review was complete on that day; publishing
    that text gives it the revision.
    """

    class Result(models.TextChoices):
        ADOPTED = "adopted", _("adopted")
        ADOPTED_WITH_CHANGES = "adopted_with_changes", _("adopted with changes")
        NOTED = "noted", _("noted")
        REJECTED = "rejected", _("rejected")

    ADOPTING = (Result.ADOPTED, Result.ADOPTED_WITH_CHANGES)

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.CASCADE, related_name="adoptions")
    revision = models.ForeignKey(
        PlanRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="adoptions",
        verbose_name=_("revision"),
    )  # fmt: skip
    body = models.CharField(_("who decided"), max_length=200)  # "Suva City Council"
    kind = models.CharField(_("kind of decision"), max_length=100, blank=True)  # "resolution"
    number = models.CharField(_("number"), max_length=100, blank=True)
    on = models.DateField(_("date"))
    result = models.CharField(_("result"), max_length=20, choices=Result.choices)
    file = models.FileField(_("file"), upload_to="adoptions/", blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False,
        related_name="+",
    )  # fmt: skip

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        ordering = ["plan", "-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.body}, {self.on}"
