"""How a brief is cleared: who was asked, what came back, and the file that became the record."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from briefs.models.briefs import Brief
from briefs.models.editions import BriefExport, Edition
from documents.attachments import CONTENT_TYPES
from documents.uploads import clean_name
from writing.models import Versioned

on_the_web = URLValidator(schemes=["http", "https"])


class ClearanceStep(Versioned):
    """A unit that clears the brief: what it was sent, until when, and what it answered."""

    class Result(models.TextChoices):
        CLEARED = "cleared", _("cleared")
        WITH_CHANGES = "with_changes", _("cleared with changes")
        NOT_CLEARED = "not_cleared", _("not cleared")
        NO_ANSWER = "no_answer", _("no answer")

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="clearance_steps")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    unit = models.CharField(
        _("unit"), max_length=200, help_text=_("A unit or an institution, no person by name.")
    )
    sent = models.ForeignKey(
        BriefExport, on_delete=models.SET_NULL, null=True, blank=True, related_name="clearances",
        verbose_name=_("file that was sent"),
    )  # fmt: skip
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, null=True, blank=True, editable=False,
        related_name="clearance_steps",
    )  # of the file that was sent  # fmt: skip
    sent_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    due_on = models.DateField(_("answer due by"), null=True, blank=True)
    returned_on = models.DateField(_("answered on"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=Result.choices, blank=True)
    remark = models.TextField(_("remark"), blank=True, max_length=4000)
    returned_file = models.FileField(
        _("file that came back"), blank=True, upload_to="clearance/%Y/", editable=False
    )
    returned_name = models.CharField(max_length=120, blank=True, editable=False)
    returned_kind = models.CharField(max_length=10, blank=True, editable=False)
    returned_size = models.PositiveBigIntegerField(null=True, editable=False)
    returned_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("step of clearance")
        verbose_name_plural = _("steps of clearance")
        ordering = ["brief", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on=None) | Q(returned_on=None) | Q(returned_on__gte=F("sent_on")),
                name="clearancestep_returned_after_sent",
                violation_error_message=_("It cannot be answered before it was sent."),
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None) | Q(due_on=None) | Q(due_on__gte=F("sent_on")),
                name="clearancestep_due_after_sent",
                violation_error_message=_("It cannot be due before it was sent."),
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", "no_answer"]) | Q(returned_on__isnull=False),
                name="clearancestep_result_when",
                violation_error_message=_("Say on which day it was answered."),
            ),
        ]

    def __str__(self) -> str:
        return self.unit

    @property
    def is_open(self) -> bool:
        return not self.result and self.returned_on is None

    def days_over(self, today: datetime.date) -> int:
        """How many days the answer is late; nought while it is not."""
        if not self.is_open or self.due_on is None:
            return 0
        return max((today - self.due_on).days, 0)

    @property
    def returned_type(self) -> str:
        return CONTENT_TYPES.get(self.returned_kind, "application/octet-stream")


class WordReturn(models.Model):
    """An edited Word file on its way in: how it differs from what was sent, for a day.

    Nothing of the file is kept but that, as JSON; the row stays where something was taken.
    """

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="word_returns")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="word_returns")
    step = models.ForeignKey(
        ClearanceStep, on_delete=models.SET_NULL, null=True, blank=True, related_name="taken_in"
    )
    staged = models.FileField(blank=True, upload_to="staged-words/")
    file_name = models.CharField(_("file"), max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("brought in"), default=timezone.now)
    taken = models.PositiveIntegerField(_("texts taken"), default=0)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)

    class Meta:
        verbose_name = _("edited Word file")
        verbose_name_plural = _("edited Word files")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name or str(self.edition)


class FileOfRecord(models.Model):
    """A designed PDF, and where it is kept: what an edition's page offers first. Append-only.

    The newest row counts; those before it stay listed. Text and figures remain the edition's.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="records")
    number = models.PositiveSmallIntegerField(_("number"))
    file = models.FileField(_("designed PDF"), blank=True, upload_to="record/%Y/")
    file_size = models.PositiveBigIntegerField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    address = models.URLField(
        _("address in the repository"), max_length=400, blank=True, validators=[on_the_web]
    )
    reason = models.CharField(_("why it replaces the one before"), max_length=300, blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False,
        related_name="+",
    )  # fmt: skip

    class Meta:
        verbose_name = _("file of record")
        verbose_name_plural = _("files of record")
        ordering = ["edition", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="fileofrecord_number"),
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(address=""),
                name="fileofrecord_file_or_address",
                violation_error_message=_("Choose a PDF or give its address."),
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="fileofrecord_replaced_why",
                violation_error_message=_("Say why it replaces the one before."),
            ),
        ]

    def __str__(self) -> str:
        return self.symbol or f"{self.edition}, {self.number}"

    @property
    def file_name(self) -> str:
        """As it is downloaded."""
        return clean_name(f"{self.symbol or self.edition.brief.slug}.pdf".replace("/", "-"))
