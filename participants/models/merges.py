from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models.people import Person


class PersonMerge(models.Model):
    """Two rows found to be one person, and what is needed to take that back.

    It holds no values. `moved` are registrations, by primary key, that went from the merged row
    to the kept one, and `consents` those that went along. `changed` are the entries of the
    history, with their version, that say what the kept rows held before. `replaced` are
    registrations that gave way because both were on the list of one workshop, with the state
    they had.
    """

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_away")
    moved = models.JSONField(default=list, editable=False)
    changed = models.JSONField(default=dict, editable=False)
    consents = models.JSONField(default=list, editable=False)
    replaced = models.JSONField(default=dict, editable=False)
    merged_at = models.DateTimeField(_("merged"), default=timezone.now)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("merge of two people")
        verbose_name_plural = _("merges of people")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="personmerge_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="personmerge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"


class Difference(models.Model):
    """Two people who look alike and are not the same: nobody is asked about them again."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="differences")
    said_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("two different people")
        verbose_name_plural = _("pairs of different people")
        ordering = ["-said_at"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="difference_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="difference_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
