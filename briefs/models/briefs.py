from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models import CityMembership, ProjectCity
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
        published = Q(pk__in=Brief.objects.filter(editions__state="published").values("pk"))
        if not user.is_authenticated:
            return self.filter(published)
        return self.filter(published | Q(pk__in=Brief.objects.read_whole_by(user).values("pk")))

    def open_to(self, user: Any) -> BriefQuerySet:
        """Whose pages answer: also once every public edition was withdrawn, to say so."""
        shown = Brief.objects.filter(editions__state__in=["published", "withdrawn"])
        ever_public = Q(pk__in=shown.values("pk"))
        return self.filter(ever_public | Q(pk__in=Brief.objects.read_whole_by(user).values("pk")))


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
        constraints = [
            models.UniqueConstraint(
                fields=["translation_of", "language"],
                name="brief_one_translation",
                violation_error_message=_("It is being translated into this language already."),
            ),
        ]

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

        @classmethod
        def movable(cls) -> tuple[str, ...]:
            """The others have their place: key messages first, method and references last."""
            return (cls.CONTEXT, cls.PROJECT, cls.FINDINGS, cls.RECOMMENDATIONS, cls.WAY_FORWARD)

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


class BriefCityQuerySet(models.QuerySet["BriefCity"]):
    def visible_to(self, user: Any) -> BriefCityQuerySet:
        """Those who read the project, and the people of the city itself."""
        return self.filter(project_city__in=ProjectCity.objects.read_by(user).values("pk"))

    def to_confirm_by(self, user: Any) -> BriefCityQuerySet:
        """The boxes with a text of the cities whose focal point the user is."""
        cities = CityMembership.objects.current().filter(
            user=user, role=CityMembership.Role.FOCAL_POINT
        )
        return self.filter(project_city__in=cities.values("project_city")).exclude(vision="")


class BriefCity(Versioned):
    """A city of the brief and its box: what it wants, and the actions it is known by.

    The city's focal point confirms the box as it stands, beside the plan it was drawn from.
    """

    class Status(models.TextChoices):
        EMPTY = "empty", _("no text yet")
        OPEN = "open", _("to be confirmed by the city")
        CHANGED = "changed", _("changed since the city confirmed it")
        STALE = "stale", _("the plan has changed since the city confirmed it")
        CONFIRMED = "confirmed", _("confirmed by the city")

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
    confirmed_version = models.PositiveIntegerField(null=True, blank=True, editable=False)

    objects = BriefCityQuerySet.as_manager()

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

    @property
    def is_changed(self) -> bool:
        """Whether somebody has written in it since the focal point confirmed it."""
        first = 1  # the version of a box that was confirmed before boxes had any
        return self.confirmed_at is not None and self.version != (self.confirmed_version or first)

    def status_beside(self, published: PlanRevision | None) -> Status:
        if not self.has_box:
            return self.Status.EMPTY
        if self.confirmed_at is None:
            return self.Status.OPEN
        if self.is_changed:
            return self.Status.CHANGED
        return self.Status.STALE if self.is_stale(published) else self.Status.CONFIRMED

    def can_be_written_by(self, user: Any) -> bool:
        """Organisers of the brief, and the city's own people."""
        own = ProjectCity.objects.written_by(user).filter(pk=self.project_city_id)
        return self.brief.can_be_edited_by(user) or own.exists()

    def can_be_confirmed_by(self, user: Any) -> bool:
        """The city's focal point and nobody for them."""
        return BriefCity.objects.to_confirm_by(user).filter(pk=self.pk).exists()


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
