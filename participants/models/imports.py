from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from workshops.models import Workshop


class ParticipantImport(Job):
    """A file of people on its way in: staged, matched to columns, previewed, then saved whole.

    The row is the wizard: nothing about people is in it but the staged file, which is kept
    under PORTAL_DATA for a day, and the choices made on the way.
    """

    task_name: ClassVar[str] = "participants.tasks.run_import"

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(_("file"), max_length=200, blank=True)
    staged = models.FileField(upload_to="staging/", blank=True)
    heading_row = models.PositiveIntegerField(default=0)  # the sheet's own number of it
    headings = models.JSONField(default=dict, blank=True)  # text → index of the sheet's column
    columns = models.JSONField(default=dict, blank=True)  # field → index of the sheet's column
    # What the facilitator said of words and likenesses: {"gender": {word: value}, "people": …}.
    answers = models.JSONField(default=dict, blank=True)
    sends_letters = models.BooleanField(default=False)
    counts = models.JSONField(default=dict, blank=True)  # new, changed, unchanged, … as reported
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(Job.Meta):
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")

    def __str__(self) -> str:
        return self.file_name
