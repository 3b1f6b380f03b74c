from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models.figures import ParticipationRecord


class SealedList(models.Model):
    """The list that proves a signed-off figure, encrypted, kept until the audit date.

    Opened only through `participants.services.evidence`, which notes who and why. No contact
    data are in it. Once its time is over the row stays, empty, as the trace that it was there.
    """

    record = models.OneToOneField(
        ParticipationRecord, on_delete=models.CASCADE, related_name="sealed_list"
    )
    sealed = models.TextField(blank=True, editable=False)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    sealed_at = models.DateTimeField(_("sealed"), default=timezone.now)
    destroyed_at = models.DateTimeField(_("destroyed"), null=True, blank=True)

    class Meta:
        verbose_name = _("sealed list")
        verbose_name_plural = _("sealed lists")
        ordering = ["record"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(destroyed_at__isnull=True) | models.Q(sealed=""),
                name="sealedlist_destroyed_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return str(self.record)
