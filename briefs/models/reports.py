from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from projects.models import Language, Project
from workshops.models import Workshop
from writing.models import Versioned


class HeadingKind(models.TextChoices):
    """What stands under a heading of a report beside the text that is written for it."""

    TEXT = "text", _("the text alone")
    WORKSHOPS = "workshops", _("workshops and who took part")
    PLANS = "plans", _("recovery plans, adoption and money")
    INDICATORS = "indicators", _("project indicators")
    EVALUATION = "evaluation", _("what participants said in evaluations")
    RECOMMENDATIONS = "recommendations", _("recommendations and their validation")
    PUBLICATIONS = "publications", _("publications")
    MISSING = "missing", _("what is not known")


class Heading(models.Model):
    """A heading, in the template of a project as in a report."""

    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("heading"), max_length=200)
    kind = models.CharField(
        _("what stands under it"), max_length=15, choices=HeadingKind.choices,
        default=HeadingKind.TEXT,
    )  # fmt: skip
    guidance = models.CharField(_("guidance"), max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def is_computed(self) -> bool:
        return self.kind != HeadingKind.TEXT


class ReportHeadingTemplate(Heading):
    """A heading that every new report of the project begins with."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="report_headings")

    class Meta:
        verbose_name = _("heading of the report template")
        verbose_name_plural = _("headings of the report template")
        ordering = ["project", "order", "pk"]


class ProjectReportQuerySet(models.QuerySet["ProjectReport"]):
    def visible_to(self, user: Any) -> ProjectReportQuerySet:
        """Organisers and readers of the project."""
        return self.filter(project__in=Project.objects.read_by(user).values("pk"))


class ProjectReport(Versioned):
    """What a project did in a period: written headings, and what is counted when it is frozen."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ENGLISH
    )
    undated_workshops = models.ManyToManyField(
        Workshop, blank=True, related_name="+",
        verbose_name=_("workshops of an unknown day that belong to the period"),
    )  # fmt: skip
    is_example = models.BooleanField(_("invented example"), default=False)

    objects = ProjectReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("project report")
        verbose_name_plural = _("project reports")
        ordering = ["project", "-ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="projectreport_ends_after_start",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def can_be_edited_by(self, user: Any) -> bool:
        return self.project.can_be_organised_by(user)


class ReportHeading(Heading, Versioned):
    report = models.ForeignKey(ProjectReport, on_delete=models.CASCADE, related_name="headings")
    text = models.TextField(_("text"), blank=True)  # Markdown

    class Meta:
        verbose_name = _("heading of a report")
        verbose_name_plural = _("headings of reports")
        ordering = ["report", "order", "pk"]

    def __str__(self) -> str:
        return self.title


class ReportExport(Job):
    """A report as a file: of one content and format made once.

    The content is frozen when the file is asked for, with the moment; asked again while nothing
    that is written or counted has changed, it is the same file.
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        XLSX = "xlsx", _("Tables as XLSX")

    LAYING_OUT = _("Laying out the pages")
    KEEPING = _("Keeping the file")

    task_name: ClassVar[str] = "briefs.tasks.make_report_file"
    time_limit_seconds: ClassVar[int] = 180
    steps: ClassVar[tuple[Any, ...]] = (LAYING_OUT, KEEPING)

    report = models.ForeignKey(ProjectReport, on_delete=models.PROTECT, related_name="exports")
    content = models.JSONField(editable=False)  # briefs.reports.ReportDocument as JSON
    checksum = models.CharField(max_length=64, editable=False)  # of the content but its moment
    as_of = models.DateTimeField(_("figures as of"), editable=False)
    format = models.CharField(_("format"), max_length=5, choices=Format.choices)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    renderer = models.CharField(max_length=60, blank=True)

    class Meta(Job.Meta):
        verbose_name = _("file of a project report")
        verbose_name_plural = _("files of project reports")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            *Job.Meta.constraints,
            models.UniqueConstraint(
                fields=["report", "checksum", "format"],
                condition=~Q(state__in=["failed", "cancelled"]),
                name="reportexport_made_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, {self.get_format_display()}"
