from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.models import Job, JobQuerySet
from recovery_plans.models.plan import RecoveryPlan
from recovery_plans.models.publication import PlanRevision

OVER = ["failed", "cancelled"]


class PlanExportQuerySet(JobQuerySet):
    def made(self) -> PlanExportQuerySet:
        return self.filter(state=Job.State.DONE)


class PlanExport(Job):
    """A file of one text of a plan, in one format and paper: made once, then served for ever.

    The text is a published revision or, with a mark across every page, a draft as it was when
    the file was asked for. `stamp` says who had agreed to it on that day: once a council has
    adopted the revision, another file says so and the earlier one stays.
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"

    class Paper(models.TextChoices):
        A4 = "a4", "A4"
        LETTER = "letter", "Letter"

    READING = _("Reading the frozen text")
    LAYING_OUT = _("Laying out the pages")
    KEEPING = _("Keeping the file")

    task_name: ClassVar[str] = "recovery_plans.tasks.make_plan_file"
    time_limit_seconds: ClassVar[int] = 300
    steps: ClassVar[tuple[Any, ...]] = (READING, LAYING_OUT, KEEPING)

    plan = models.ForeignKey(RecoveryPlan, on_delete=models.PROTECT, related_name="exports")
    revision = models.ForeignKey(
        PlanRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="exports"
    )
    draft = models.JSONField(null=True, blank=True, editable=False)  # PlanDocument.to_json()
    checksum = models.CharField(max_length=64, editable=False)  # of the text
    stamp = models.CharField(_("stamp"), max_length=600)
    format = models.CharField(_("format"), max_length=5, choices=Format.choices)
    paper = models.CharField(_("paper"), max_length=10, choices=Paper.choices, default=Paper.A4)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    renderer = models.CharField(max_length=60, blank=True)  # "WeasyPrint 70.0, template 1.0"

    objects: ClassVar[Any] = PlanExportQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = _("file of a plan")
        verbose_name_plural = _("files of plans")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            *Job.Meta.constraints,
            models.CheckConstraint(
                condition=Q(revision__isnull=True, draft__isnull=False)
                | Q(revision__isnull=False, draft__isnull=True),
                name="planexport_of_one_text",
            ),
            models.UniqueConstraint(
                fields=["revision", "stamp", "format", "paper"],
                condition=~Q(state__in=OVER) & Q(revision__isnull=False),
                name="planexport_made_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "checksum", "stamp", "format", "paper"],
                condition=~Q(state__in=OVER) & Q(revision__isnull=True),
                name="planexport_draft_made_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.get_format_display()}"

    @property
    def is_draft(self) -> bool:
        return self.revision_id is None
