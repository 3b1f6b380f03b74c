from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.breakdown import COLUMNS, GenderBreakdown
from workshops.models import Session, Workshop


class BreakdownColumns(models.Model):
    """The five columns of a GenderBreakdown, stored. Unknown parts are null, never nought."""

    female = models.PositiveIntegerField(_("women"), null=True, blank=True)
    male = models.PositiveIntegerField(_("men"), null=True, blank=True)
    another = models.PositiveIntegerField(_("another"), default=0)
    undisclosed = models.PositiveIntegerField(_("prefers not to say"), default=0)
    not_recorded = models.PositiveIntegerField(_("not recorded"), default=0)

    class Meta:
        abstract = True

    @property
    def breakdown(self) -> GenderBreakdown | None:
        """None where nothing is known of how many women and men there were."""
        columns = {name: getattr(self, name) for name in COLUMNS}
        if not any(columns.values()) and None in columns.values():
            return None
        return GenderBreakdown(**{name: count or 0 for name, count in columns.items()})


class HeadCount(BreakdownColumns):
    """Counted in the room, kept beside the list."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="head_counts")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True)
    counted_at = models.DateTimeField(_("counted"), default=timezone.now)
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("count in the room")
        verbose_name_plural = _("counts in the room")
        ordering = ["workshop", "counted_at"]

    def __str__(self) -> str:
        return f"{self.workshop} {self.counted_at:%Y-%m-%d %H:%M}"


class ParticipationRecord(BreakdownColumns):
    """The signed-off figures of a workshop, frozen. Append-only: a correction is a new record.

    `tables` holds every table of the workshop report as it stood:
    {"by_country": [{"label": …, "female": …, "male": …, …}, …], …}; it names nobody.
    """

    class Basis(models.TextChoices):
        LIST = "list", _("the list of participants")
        COUNTED = "counted", _("counted in the room")
        SOURCE = "source", _("taken from a source")

    class Precision(models.TextChoices):
        EXACT = "exact", _("exactly")
        AT_LEAST = "at_least", _("at least")
        ABOUT = "about", _("about")

    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, related_name="participation_records"
    )
    number = models.PositiveSmallIntegerField(_("record"))
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices)
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.EXACT)
    citation = models.TextField(_("source"), blank=True)
    who_counts = models.TextField(_("who counts"))  # the rule, in the words printed that day
    speakers = models.JSONField(default=dict, blank=True)  # the second line: five columns
    tables = models.JSONField(default=dict, blank=True)
    signed_at = models.DateTimeField(_("signed off"), default=timezone.now)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.TextField(_("why corrected"), blank=True)

    class Meta:
        verbose_name = _("participation record")
        verbose_name_plural = _("participation records")
        ordering = ["workshop", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "number"], name="participationrecord_number"
            ),
            models.CheckConstraint(
                condition=~Q(basis="source") | ~Q(citation=""),
                name="participationrecord_source_cited",
                violation_error_message=_("Say where the figures are taken from."),
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="participationrecord_correction_has_reason",
                violation_error_message=_("Say why the figures are corrected."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workshop}, record {self.number}"


class FiguresMark(models.Model):
    """A number that is another one after each change of what figures are counted from.

    The database writes it itself, whoever changes what and how: see `participants.marks`.
    """

    # On PostgreSQL each transaction writes a row of its own and so waits for nobody; on SQLite 0.
    writer = models.BigIntegerField(primary_key=True, editable=False)
    mark = models.BigIntegerField(editable=False)

    class Meta:
        verbose_name = _("mark of figures")
        verbose_name_plural = _("marks of figures")

    def __str__(self) -> str:
        return str(self.mark)
