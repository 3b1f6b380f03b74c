from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from workshops.models import Workshop

KEPT_FOR_UNDO = datetime.timedelta(days=30)


class ParticipantImport(Job):
    """A list of people on its way in: staged, matched to columns, checked, then saved whole.

    The row is the wizard. Whatever comes from the list (its name, its headings, the words that
    were answered) is gone from it a day after it came, with the staged rows under PORTAL_DATA.
    """

    task_name: ClassVar[str] = "participants.tasks.run_import"
    steps = (_("Reading the list"), _("Saving"))

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    staged = models.FileField(upload_to="staging/", blank=True)
    row_count = models.PositiveIntegerField(default=0)  # below the heading
    remarks = models.JSONField(default=list, blank=True)  # what to check in the file, in words
    heading_row = models.PositiveIntegerField(default=0)  # the sheet's own number of it
    headings = models.JSONField(default=dict, blank=True)  # text → index of the sheet's column
    columns = models.JSONField(default=dict, blank=True)  # field → index of the sheet's column
    # What was corrected in the matching, for the next list: fingerprint of a heading → field.
    remembered = models.JSONField(default=dict, blank=True)
    # What the facilitator said of words and likenesses: {"gender": {word: value}, "people": …}.
    answers = models.JSONField(default=dict, blank=True)
    sends_letters = models.BooleanField(default=False)
    counts = models.JSONField(default=dict, blank=True)  # new, changed, unchanged, … as reported
    # Organisations that came into being with it: primary key → a hash of how they were made.
    made_organisations = models.JSONField(default=dict, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta(Job.Meta):
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")

    def __str__(self) -> str:
        return self.file_name or _text("List of %(day)s") % {"day": f"{self.asked_at:%Y-%m-%d}"}

    @property
    def undo_until(self) -> datetime.datetime | None:
        return self.confirmed_at + KEPT_FOR_UNDO if self.confirmed_at else None

    @property
    def can_be_undone(self) -> bool:
        """Done, not undone yet, and within the thirty days."""
        until = self.undo_until
        is_open = self.state == self.State.DONE and self.undone_at is None
        return is_open and until is not None and timezone.now() < until


class ImportCheck(Job):
    """What would come of a list, worked out before anything is saved; made anew by each answer.

    The findings are a file beside the staged list, for as long as that is kept.
    """

    task_name: ClassVar[str] = "participants.tasks.check_import"
    steps = (_("Checking the rows"),)

    importing = models.OneToOneField(
        ParticipantImport, on_delete=models.CASCADE, related_name="check_made"
    )
    findings = models.FileField(upload_to="staging/", blank=True)
    counts = models.JSONField(default=dict, blank=True)

    class Meta(Job.Meta):
        verbose_name = _("check of an import")
        verbose_name_plural = _("checks of imports")

    def __str__(self) -> str:
        return str(self.importing)


class ImportUndo(Job):
    """A confirmed import taken back, as far as nobody has changed its rows since."""

    task_name: ClassVar[str] = "participants.tasks.undo_import"
    steps = (_("Taking back the rows"),)

    importing = models.OneToOneField(
        ParticipantImport, on_delete=models.CASCADE, related_name="undo"
    )
    counts = models.JSONField(default=dict, blank=True)  # removed, restored, left_alone, …

    class Meta(Job.Meta):
        verbose_name = _("undoing of an import")
        verbose_name_plural = _("undoings of imports")

    def __str__(self) -> str:
        return str(self.importing)


class ImportedChange(models.Model):
    """How a row stood that an import changed: kept for thirty days, so that it can be undone."""

    importing = models.ForeignKey(
        ParticipantImport, on_delete=models.CASCADE, related_name="kept_changes"
    )
    registration = models.ForeignKey(
        "participants.Registration", on_delete=models.CASCADE, related_name="+"
    )
    before = models.JSONField()  # {"registration": {column: value}, "person": {…}}
    registration_version = models.PositiveIntegerField()  # of the rows as the import left them
    person_version = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("change by an import")
        verbose_name_plural = _("changes by imports")
        constraints = [
            models.UniqueConstraint(
                fields=["importing", "registration"], name="imported_change_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.importing_id}: {self.registration_id}"
