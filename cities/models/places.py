from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from frameworks.models import Shipped
from projects.models import Body, Project


class Country(Shipped):
    """A country or area of the M49 standard, with its ISO 3166 codes."""

    class EscapMember(models.TextChoices):
        MEMBER = "member", _("member")
        ASSOCIATE = "associate", _("associate member")

    alpha2 = models.CharField(_("ISO alpha-2"), max_length=2, unique=True)
    alpha3 = models.CharField(_("ISO alpha-3"), max_length=3, unique=True)
    m49 = models.CharField(_("M49"), max_length=3, unique=True)  # text: 020 keeps its nought
    name = models.CharField(_("name"), max_length=100)
    region = models.CharField(_("M49 region"), max_length=60, blank=True)
    subregion = models.CharField(_("M49 sub-region"), max_length=60, blank=True)
    is_ldc = models.BooleanField(_("least developed country"), default=False)
    is_lldc = models.BooleanField(_("landlocked developing country"), default=False)
    is_sids = models.BooleanField(_("small island developing State"), default=False)
    escap_member = models.CharField(
        _("ESCAP"), max_length=10, choices=EscapMember.choices, blank=True
    )

    class Meta:
        verbose_name = _("country or area")
        verbose_name_plural = _("countries and areas")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class City(Shipped):
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=300)
    alternate_names = models.TextField(
        _("other names, for matching only"), blank=True, help_text=_("With | between them.")
    )
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, related_name="cities", verbose_name=_("country or area")
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProjectCityQuerySet(models.QuerySet["ProjectCity"]):
    def written_by(self, user: Any) -> ProjectCityQuerySet:
        """The cities whose plan the user may write: focal points, officers, writers."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            pk__in=CityMembership.objects.current().filter(user=user).values("project_city")
        )

    def read_by(self, user: Any) -> ProjectCityQuerySet:
        """The own cities, and all of the projects that the user organises or reads."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(pk__in=ProjectCity.objects.written_by(user).values("pk"))
            | Q(project__in=Project.objects.read_by(user).values("pk"))
        )


class ProjectCity(models.Model):
    """A city in a project, and the body that works with it there: a fact of the project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="project_cities")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="project_cities")
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="project_cities"
    )

    objects = ProjectCityQuerySet.as_manager()

    class Meta:
        verbose_name = _("city of a project")
        verbose_name_plural = _("cities of projects")
        ordering = ["project", "city__name"]
        constraints = [
            models.UniqueConstraint(fields=["project", "city"], name="projectcity_once"),
        ]

    def __str__(self) -> str:
        return f"{self.city} ({self.project})"

    def can_be_described_by(self, user: Any) -> bool:
        """Facts, diagnostic and practices: the city's people, and organisers of its body."""
        is_own = ProjectCity.objects.written_by(user).filter(pk=self.pk).exists()
        return is_own or self.project.can_be_organised_by(user, self.body)


class CityMembership(Membership):
    """Somebody who works on a city's plan. A writer is a consultant, so has an end date."""

    class Role(models.TextChoices):
        FOCAL_POINT = "focal_point", _("city focal point")
        OFFICER = "officer", _("city officer")
        WRITER = "writer", _("writer")

    project_city = models.ForeignKey(
        ProjectCity, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("city")
    )
    role = models.CharField(_("role"), max_length=15, choices=Role.choices)

    class Meta(Membership.Meta):
        verbose_name = _("city membership")
        verbose_name_plural = _("city memberships")
        constraints = [
            *Membership.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(role="writer") | Q(ends_on__isnull=False),
                name="citymembership_writer_ends",
                violation_error_message=_("A writer needs an end date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.project_city}"


class FiscalYear(models.Model):
    """A budget year of a city as it calls it; not always twelve months."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="fiscal_years")
    label = models.CharField(_("label"), max_length=40)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("fiscal year")
        verbose_name_plural = _("fiscal years")
        ordering = ["city", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["city", "label"], name="fiscalyear_label_unique"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="fiscalyear_ends_after_start",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.label
