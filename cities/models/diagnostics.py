from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models.places import City, ProjectCity
from documents.attachments import Attachment
from frameworks.models import DiagnosticIndicator, Dimension
from jobs.models import Job
from writing.models import Versioned


class Rating(models.TextChoices):
    """Results are told in words: the tool knows no numbers. *No data* is apart, not the lowest."""

    WEAK = "weak", _("weak")
    MODERATE_TO_WEAK = "moderate_to_weak", _("moderate to weak")
    MODERATE = "moderate", _("moderate")
    MODERATE_TO_STRONG = "moderate_to_strong", _("moderate to strong")
    STRONG = "strong", _("strong")
    NO_DATA = "no_data", _("no data")


class ProfileFact(Versioned):
    """One fact of a city, as a source gives it; the value stands as it was typed."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="facts")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = models.CharField(_("what"), max_length=200)
    value = models.CharField(_("value"), max_length=100)
    unit = models.CharField(_("unit"), max_length=60, help_text=_("People, km², %, FJD million …"))
    on = models.CharField(
        _("as of"), max_length=40, help_text=_("A day, a month or a year, as the source says.")
    )
    source = models.CharField(_("source"), max_length=500)
    is_estimate = models.BooleanField(_("an estimate"), default=False)
    is_example = models.BooleanField(_("invented example"), default=False)

    class Meta:
        verbose_name = _("fact of a city")
        verbose_name_plural = _("facts of cities")
        ordering = ["city", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~(Q(label="") | Q(value="") | Q(unit="") | Q(on="") | Q(source="")),
                name="profilefact_complete",
                violation_error_message=_("A fact has a unit, a date and a source."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


class DiagnosticQuerySet(models.QuerySet["Diagnostic"]):
    def visible_to(self, user: Any) -> DiagnosticQuerySet:
        """Once published everybody's; before that the city's and its project's."""
        published = Q(published_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(published)
        mine = ProjectCity.objects.read_by(user).values("pk")
        return self.filter(published | Q(project_city__in=mine))


class Diagnostic(Versioned):
    """The urban economic resilience diagnostic of a city: its five dimensions, rated in words."""

    project_city = models.OneToOneField(
        ProjectCity, on_delete=models.PROTECT, related_name="diagnostic", verbose_name=_("city")
    )
    carried_out = models.CharField(
        _("carried out"), max_length=100, blank=True
    )  # "May to July 2021"
    method = models.TextField(_("how it was made"), blank=True)  # Markdown
    expert_comment = models.TextField(_("expert comment"), blank=True)  # Markdown
    expert = models.CharField(
        _("who comments"), max_length=200, blank=True, help_text=_("An institution or a post.")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("invented example"), default=False)

    objects = DiagnosticQuerySet.as_manager()

    class Meta:
        verbose_name = _("diagnostic")
        verbose_name_plural = _("diagnostics")
        ordering = ["project_city"]

    def __str__(self) -> str:
        return _("Diagnostic of %(city)s") % {"city": self.project_city.city}

    def can_be_edited_by(self, user: Any) -> bool:
        return self.project_city.can_be_described_by(user)


class DimensionRating(Versioned):
    diagnostic = models.ForeignKey(Diagnostic, on_delete=models.CASCADE, related_name="ratings")
    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="ratings")
    rating = models.CharField(_("rating"), max_length=20, choices=Rating.choices, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)  # Markdown
    source = models.CharField(_("source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("rating of a dimension")
        verbose_name_plural = _("ratings of dimensions")
        ordering = ["diagnostic", "dimension__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["diagnostic", "dimension"], name="dimensionrating_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension.title}: {self.get_rating_display() or _('not rated')}"


class IndicatorRating(models.Model):
    """The finer level, where a city wishes it: one of the indicators of a dimension."""

    diagnostic = models.ForeignKey(
        Diagnostic, on_delete=models.CASCADE, related_name="indicator_ratings"
    )
    indicator = models.ForeignKey(
        DiagnosticIndicator, on_delete=models.PROTECT, related_name="ratings"
    )
    rating = models.CharField(_("rating"), max_length=20, choices=Rating.choices)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("rating of a diagnostic indicator")
        verbose_name_plural = _("ratings of diagnostic indicators")
        ordering = ["diagnostic", "indicator__dimension__order", "indicator__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["diagnostic", "indicator"], name="indicatorrating_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}: {self.get_rating_display()}"


class DiagnosticFile(Attachment):
    """Evidence handed in with a diagnostic; for those who read its project."""

    diagnostic = models.ForeignKey(Diagnostic, on_delete=models.CASCADE, related_name="files")

    class Meta(Attachment.Meta):
        abstract = False
        verbose_name = _("file of a diagnostic")
        verbose_name_plural = _("files of diagnostics")
        ordering = ["diagnostic", "title"]


class DiagnosticExport(Job):
    """The resilience performance report as a file: of one text and format made once.

    The text is frozen when the file is asked for; asked again unchanged it is the same file.
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"

    LAYING_OUT = _("Laying out the pages")
    KEEPING = _("Keeping the file")

    task_name: ClassVar[str] = "cities.tasks.make_diagnostic_file"
    time_limit_seconds: ClassVar[int] = 180
    steps: ClassVar[tuple[Any, ...]] = (LAYING_OUT, KEEPING)

    diagnostic = models.ForeignKey(Diagnostic, on_delete=models.PROTECT, related_name="exports")
    content = models.JSONField(editable=False)  # cities.report.ReportText as JSON
    checksum = models.CharField(max_length=64, editable=False)  # SHA-256 of the content
    format = models.CharField(_("format"), max_length=5, choices=Format.choices)
    renderer = models.CharField(max_length=60, blank=True)

    class Meta(Job.Meta):
        verbose_name = _("file of a diagnostic report")
        verbose_name_plural = _("files of diagnostic reports")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            *Job.Meta.constraints,
            models.UniqueConstraint(
                fields=["diagnostic", "checksum", "format"],
                condition=~Q(state__in=["failed", "cancelled"]),
                name="diagnosticexport_made_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.diagnostic}, {self.get_format_display()}"
