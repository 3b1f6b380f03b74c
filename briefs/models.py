from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import ProjectCity
from jobs.models import Job
from projects.models import Language, Project
from recommendations.models import Finding, Recommendation
from recovery_plans.models import Action, PlanRevision
from workshops.models import Workshop
from writing.models import Versioned

MOST_VISION_WORDS = 60


class BriefQuerySet(models.QuerySet["Brief"]):
    def read_whole_by(self, user: Any) -> BriefQuerySet:
        """Drafts included: organisers and readers of the project."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(project__in=Project.objects.read_by(user).values("pk"))

    def visible_to(self, user: Any) -> BriefQuerySet:
        """Public once it has a published edition."""
        published = Q(pk__in=Edition.objects.filter(state=Edition.State.PUBLISHED).values("brief"))
        if not user.is_authenticated:
            return self.filter(published)
        return self.filter(published | Q(pk__in=Brief.objects.read_whole_by(user).values("pk")))


class Brief(Versioned):
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="briefs")
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=300)
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ENGLISH
    )
    translation_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="translations"
    )
    series = models.CharField(_("series"), max_length=200, blank=True)
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True)
    cities = models.ManyToManyField(ProjectCity, through="BriefCity", related_name="briefs")
    workshops = models.ManyToManyField(
        Workshop, blank=True, related_name="briefs", verbose_name=_("workshops it rests on")
    )
    findings = models.ManyToManyField(Finding, through="BriefFinding", related_name="briefs")
    recommendations = models.ManyToManyField(
        Recommendation, through="BriefRecommendation", related_name="briefs"
    )
    is_example = models.BooleanField(_("invented example"), default=False)

    objects = BriefQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy brief")
        verbose_name_plural = _("policy briefs")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def can_be_edited_by(self, user: Any) -> bool:
        return self.project.can_be_organised_by(user)

    def can_be_read_whole_by(self, user: Any) -> bool:
        return self.project.can_be_read_by(user)


class BriefSection(Versioned):
    """A part of the brief that is written: key messages, context, way forward, …"""

    class Key(models.TextChoices):
        KEY_MESSAGES = "key-messages", _("Key messages")
        CONTEXT = "context", _("Context")
        PROJECT = "project", _("The project and its cities")
        FINDINGS = "findings", _("What we found")
        RECOMMENDATIONS = "recommendations", _("Recommendations")
        WAY_FORWARD = "way-forward", _("Way forward")
        METHOD = "method", _("Method")
        REFERENCES = "references", _("References")
        ACKNOWLEDGEMENTS = "acknowledgements", _("Acknowledgements")

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        IN_PROGRESS = "in_progress", _("In progress")
        READY = "ready", _("Ready")

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="sections")
    key = models.SlugField(max_length=40, choices=Key.choices)
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)  # Markdown
    status = models.CharField(
        _("How far is this part?"), max_length=12, choices=Status.choices,
        default=Status.NOT_STARTED,
    )  # fmt: skip

    class Meta:
        verbose_name = _("part of a brief")
        verbose_name_plural = _("parts of briefs")
        ordering = ["brief", "order"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "key"], name="briefsection_key_unique"),
        ]

    def __str__(self) -> str:
        return self.title


def validate_vision(text: str) -> None:
    words = len(text.split())
    if words > MOST_VISION_WORDS:
        raise ValidationError(
            _("At most %(most)d words; this has %(words)d."),
            params={"most": MOST_VISION_WORDS, "words": words},
        )


class BriefCity(models.Model):
    """A city of the brief and its box: what it wants, and the actions it is known by.

    The city's focal point confirms the box as it stands, beside the plan it was drawn from.
    """

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="brief_cities")
    project_city = models.ForeignKey(ProjectCity, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    vision = models.TextField(
        _("vision"), blank=True, validators=[validate_vision],
        help_text=_("What the city wants, in at most 60 words."),
    )  # fmt: skip
    flagship_actions = models.ManyToManyField(
        Action, blank=True, related_name="+", verbose_name=_("flagship actions"),
        help_text=_("Up to three; those in the published plan are printed."),
    )  # fmt: skip
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_revision = models.ForeignKey(
        PlanRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("plan it was confirmed beside"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("city of a brief")
        verbose_name_plural = _("cities of briefs")
        ordering = ["brief", "order"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "project_city"], name="briefcity_once"),
        ]

    def __str__(self) -> str:
        return str(self.project_city)

    @property
    def has_box(self) -> bool:
        return bool(self.vision.strip())

    def is_stale(self, published: PlanRevision | None) -> bool:
        """Whether its plan has moved since the focal point confirmed the box."""
        return self.confirmed_at is not None and self.confirmed_revision != published


class BriefFinding(models.Model):
    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="brief_findings")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("finding of a brief")
        verbose_name_plural = _("findings of briefs")
        ordering = ["brief", "order"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "finding"], name="brieffinding_once"),
        ]

    def __str__(self) -> str:
        return str(self.finding)


class BriefRecommendation(models.Model):
    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="brief_recommendations")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("recommendation of a brief")
        verbose_name_plural = _("recommendations of briefs")
        ordering = ["brief", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["brief", "recommendation"], name="briefrecommendation_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.recommendation)


class Edition(models.Model):
    """The frozen snapshot that every document of it is printed from. Append-only but its state.

    `content` is what `briefs.document.build_brief` returned, as JSON; `checksum` the SHA-256 of
    its canonical form, printed in the colophon.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    brief = models.ForeignKey(Brief, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"))
    as_of = models.DateTimeField(_("figures as of"), default=timezone.now)
    content = models.JSONField()
    template_version = models.CharField(max_length=20)
    checksum = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["brief", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "number"], name="edition_number_unique"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="edition_published_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brief}, edition {self.number}"


class BriefExport(Job):
    """A file of an edition in one format and paper: made once, then served for ever.

    What was made of a draft says *Draft* on every page, so the published edition has its own.
    """

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", _("Data as XLSX")
        JSON = "json", _("Data as JSON")

    class Paper(models.TextChoices):
        A4 = "a4", "A4"
        LETTER = "letter", _("US Letter")
        NONE = "data", _("no paper")

    PAPERS: ClassVar[dict[str, tuple[str, ...]]] = {
        Format.PDF: (Paper.A4, Paper.LETTER),
        Format.XLSX: (Paper.NONE,),
        Format.JSON: (Paper.NONE,),
    }  # that a format can be had on, the usual one first

    READING = _("Reading the frozen text and figures")
    LAYING_OUT = _("Laying out the pages")
    KEEPING = _("Keeping the file")

    task_name: ClassVar[str] = "briefs.tasks.make_brief"
    time_limit_seconds: ClassVar[int] = 180  # two hundred recommendations take ten
    steps: ClassVar[tuple[Any, ...]] = (READING, LAYING_OUT, KEEPING)

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="exports")
    is_draft = models.BooleanField(_("marked as a draft"), default=False, editable=False)
    format = models.CharField(_("format"), max_length=5, choices=Format.choices)
    paper = models.CharField(_("paper"), max_length=10, choices=Paper.choices, default=Paper.A4)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    renderer = models.CharField(max_length=60, blank=True)  # "WeasyPrint 70.0, template 1"

    class Meta(Job.Meta):
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of editions")
        constraints = [
            *Job.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "format", "paper", "is_draft"],
                condition=~Q(state__in=["failed", "cancelled"]),
                name="briefexport_made_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}, {self.get_format_display()}"

    @property
    def kind(self) -> str:
        """Such as `pdf-a4`: names it in the stable address of its edition."""
        return f"{self.format}-{self.paper}"

    @property
    def renderer_is_newer(self) -> bool:
        """Whether it was made by another template than its edition was."""
        template = f"template {self.edition.template_version}"
        return bool(self.renderer) and not self.renderer.endswith(template)

    @property
    def kind_label(self) -> str:
        return file_label(self.format, self.paper)


def file_label(format: str, paper: str) -> str:
    label = str(BriefExport.Format(format).label)
    has_paper = paper != BriefExport.Paper.NONE
    return f"{label}, {BriefExport.Paper(paper).label}" if has_paper else label
