from __future__ import annotations

import datetime
from typing import Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from frameworks.models import Framework
from projects.names import KEY_LENGTH, search_key
from writing.models import Versioned

currency_code = RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as FJD."))


class Gender(models.TextChoices):
    """The answers to the question of gender. Blank is *not recorded*, its own column."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    ANOTHER = "another", _("Another, in own words")
    UNDISCLOSED = "undisclosed", _("Prefers not to say")


class Language(models.TextChoices):
    """Languages that plans and briefs are written in and workshops are held in."""

    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
    RUSSIAN = "ru", _("Russian")
    ARABIC = "ar", _("Arabic")
    CHINESE = "zh-hans", _("Chinese")
    VIETNAMESE = "vi", _("Vietnamese")


class DatePrecision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Body(models.Model):
    """An organisation that runs or helps to run projects: a regional commission, an agency."""

    code = models.CharField(_("short name"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    logo = models.FileField(_("logo"), upload_to="bodies/", blank=True)

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


def default_gender_answers() -> list[str]:
    return [str(answer) for answer in Gender.values]


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: Any) -> ProjectQuerySet:
        """Every project has a public page."""
        return self

    def main(self) -> Project | None:
        """The project that the front page is about: the first that was entered."""
        return self.order_by("pk").first()

    def organised_by(self, user: Any) -> ProjectQuerySet:
        """The projects in which the user is an organiser, of the whole or of one body."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(
            pk__in=ProjectMembership.objects.current()
            .filter(user=user, role=ProjectMembership.Role.ORGANISER)
            .values("project")
        )

    def read_by(self, user: Any) -> ProjectQuerySet:
        """The projects in which the user is an organiser or a reader."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(
            pk__in=ProjectMembership.objects.current().filter(user=user).values("project")
        )


class Project(models.Model):
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=300)
    aim = models.TextField(_("aim, one sentence"), blank=True)
    funding = models.CharField(_("funding"), max_length=200, blank=True)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    starts_precision = models.CharField(
        max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    ends_on = models.DateField(_("end"), null=True, blank=True)
    ends_precision = models.CharField(
        max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY
    )
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="projects")
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ENGLISH
    )
    source = models.TextField(_("source"), blank=True)
    # Settings: who is counted, what is asked, how long personal data are kept.
    gender_answers = models.JSONField(
        _("answers offered on gender"), default=default_gender_answers
    )
    contact_retention_days = models.PositiveIntegerField(
        _("days contact data are kept after the project's end"), default=365
    )
    needs_retention_days = models.PositiveIntegerField(
        _("days diet and access needs are kept after a workshop"), default=7
    )
    evidence_retention_days = models.PositiveIntegerField(
        _("days sealed lists are kept after the project's end, for an audit"), default=5 * 365
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="project_ends_after_start",
                violation_error_message=_("The end is before the start."),
            )
        ]

    def __str__(self) -> str:
        return self.code

    def can_be_organised_by(self, user: Any, body: Body | None = None) -> bool:
        """An organiser of the whole project; with `body`, also an organiser of that body."""
        if not user.is_authenticated:
            return False
        if user.is_superuser:
            return True
        of_body = Q(body__isnull=True)
        if body is not None:
            of_body |= Q(body=body)
        return (
            ProjectMembership.objects.current()
            .filter(of_body, user=user, project=self, role=ProjectMembership.Role.ORGANISER)
            .exists()
        )

    def can_be_read_by(self, user: Any) -> bool:
        """Organisers (also of one body) and readers read everything in the project."""
        return Project.objects.read_by(user).filter(pk=self.pk).exists()


class ProjectBody(models.Model):
    class Role(models.TextChoices):
        EXECUTING = "executing", _("executing")
        IMPLEMENTING = "implementing", _("implementing")
        TECHNICAL_PARTNER = "technical partner", _("technical partner")
        ACCOUNT_MANAGER = "account manager", _("account manager")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="project_bodies")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="project_bodies")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("body of a project")
        verbose_name_plural = _("bodies of projects")
        ordering = ["project", "order"]
        constraints = [
            models.UniqueConstraint(fields=["project", "body"], name="projectbody_once"),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.body}"


class Phase(models.Model):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="phase_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class ProjectMembership(Membership):
    """Organiser or reader of a project; with a body, organiser of that body's part only."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", _("organiser")
        READER = "reader", _("reader")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)

    class Meta(Membership.Meta):
        verbose_name = _("project membership")
        verbose_name_plural = _("project memberships")

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.project}"


class Organisation(models.Model):
    """Where people come from and who carries out an action; one row a name within a project.

    Written as typed. `name_key` (casefolded, NFC, single spaces) keeps one row per name.
    """

    class Kind(models.TextChoices):
        CITY = "city", _("City and local government")
        NATIONAL = "national", _("National government")
        INTERNATIONAL = "international", _("Regional and international organisations")
        RESEARCH = "research", _("Research and education")
        CIVIL = "civil", _("Civil society")
        PRIVATE = "private", _("Private sector")
        OTHER = "other", _("Other")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="organisations")
    name = models.CharField(_("name"), max_length=300)
    name_key = models.CharField(max_length=300, editable=False)
    search_key = models.CharField(  # the name without accents
        max_length=300, default="", editable=False
    )
    kind = models.CharField(_("type"), max_length=15, choices=Kind.choices, blank=True)
    is_example = models.BooleanField(_("invented example"), default=False)

    is_new = False  # made by whoever asked for it; never of a row that was read

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name_key"], name="organisation_name_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.search_key = search_key(self.name)[:KEY_LENGTH]
        super().save(*args, **options)


class ExchangeRate(models.Model):
    """One unit of the currency in US dollars on a day, as a source says."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="exchange_rates")
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    on = models.DateField(_("on"), default=datetime.date.today)
    usd = models.DecimalField(
        _("US dollars for one unit"),
        max_digits=20,
        decimal_places=10,
        validators=[MinValueValidator(0)],
    )
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "currency", "on"], name="exchangerate_once_a_day"
            ),
            models.CheckConstraint(condition=Q(usd__gt=0), name="exchangerate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.on}"


class ProjectIndicator(Versioned):
    """What the project is measured by: from its baseline to its target, in dated values."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(_("number"), max_length=20, blank=True)  # "IA 1.1"
    title = models.CharField(_("project indicator"), max_length=400)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    baseline = models.DecimalField(
        _("baseline"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    baseline_on = models.DateField(_("baseline as of"), null=True, blank=True)
    target = models.DecimalField(
        _("target"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    target_on = models.DateField(_("target by"), null=True, blank=True)
    verification = models.CharField(_("means of verification"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_example = models.BooleanField(_("invented example"), default=False)

    class Meta:
        verbose_name = _("project indicator")
        verbose_name_plural = _("project indicators")
        ordering = ["project", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


class ProjectIndicatorValue(Versioned):
    indicator = models.ForeignKey(
        ProjectIndicator, on_delete=models.CASCADE, related_name="values",
        verbose_name=_("project indicator"),
    )  # fmt: skip
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    on = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=300)
    is_estimate = models.BooleanField(_("estimate"), default=False)

    class Meta:
        verbose_name = _("value of a project indicator")
        verbose_name_plural = _("values of project indicators")
        ordering = ["indicator", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "on"], name="projectindicatorvalue_once_a_day",
                violation_error_message=_("This indicator has a value of that day already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.value.normalize():f} ({self.on})"
