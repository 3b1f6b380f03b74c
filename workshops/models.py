from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from cities.models import City
from projects.models import Body, Phase, Project, ProjectMembership
from writing.models import Versioned


def known_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("No such time zone. Write it as in Pacific/Fiji."))


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def run_by(self, user: Any) -> WorkshopQuerySet:
        """Workshops whose people the user may read and change.

        Facilitators: their own. Organisers: those of their project, or of their body in it.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        organising = ProjectMembership.objects.current().filter(
            user=user, role=ProjectMembership.Role.ORGANISER
        )
        whole = organising.filter(body__isnull=True).values("project")
        hosted = organising.filter(body=OuterRef("body"), project=OuterRef("workshop__project"))
        of_body = WorkshopBody.objects.filter(Exists(hosted)).values("workshop")
        facilitated = Facilitator.objects.current().filter(user=user).values("workshop")
        return self.filter(Q(project__in=whole) | Q(pk__in=of_body) | Q(pk__in=facilitated))

    def people_read_by(self, user: Any) -> WorkshopQuerySet:
        """Workshops whose list of people the user may read: also readers and other organisers."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        facilitated = Facilitator.objects.current().filter(user=user).values("workshop")
        return self.filter(Q(project__in=Project.objects.read_by(user)) | Q(pk__in=facilitated))

    def saying_whether_run_by(self, user: Any) -> WorkshopQuerySet:
        """With `is_run` on each, so that a page need not ask again."""
        running = Workshop.objects.run_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(is_run=Exists(running))  # type: ignore[no-redef]

    def saying_whether_shared(self) -> WorkshopQuerySet:
        """With `is_shared` on each: it also serves another project than the one that leads it."""
        serves = Workshop.also_serves.through.objects.filter(workshop=OuterRef("pk"))
        return self.annotate(is_shared=Exists(serves))  # type: ignore[no-redef]

    def visible_to(self, user: Any) -> WorkshopQuerySet:
        """Drafts only for those who run or read them; everything else is public (totals only)."""
        public = Q(state__in=Workshop.PUBLIC_STATES)
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(pk__in=Workshop.objects.people_read_by(user).values("pk")))


class Workshop(Versioned):
    class Kind(models.TextChoices):
        REGIONAL = "regional", _("regional technical workshop")
        VISIONING = "visioning", _("city visioning workshop")
        CITY = "city", _("city workshop")
        VALIDATION = "validation", _("validation workshop")
        TRAINING = "training", _("training")
        GLOBAL = "global", _("global meeting")

    class Mode(models.TextChoices):
        VIRTUAL = "virtual", _("online")
        IN_PERSON = "in_person", _("in person")
        HYBRID = "hybrid", _("in the room and online")

    class Admission(models.TextChoices):
        AUTOMATIC = "automatic", _("registered people are confirmed at once")
        APPROVAL = "approval", _("each registration is approved")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        SIGNED_OFF = "signed_off", _("Figures signed off")
        CANCELLED = "cancelled", _("Cancelled")

    PUBLIC_STATES = ("open", "closed", "signed_off", "cancelled")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="workshops")
    also_serves = models.ManyToManyField(
        Project, blank=True, related_name="shared_workshops", verbose_name=_("also serves")
    )
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=300)
    phase = models.ForeignKey(
        Phase, on_delete=models.PROTECT, null=True, blank=True, related_name="workshops"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    mode = models.CharField(_("held"), max_length=10, choices=Mode.choices, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    start_time = models.TimeField(_("begins at"), null=True, blank=True)
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[known_time_zone]
    )
    place = models.CharField(_("place"), max_length=300, blank=True)
    city = models.ForeignKey(
        City, on_delete=models.PROTECT, null=True, blank=True, related_name="workshops"
    )
    bodies = models.ManyToManyField(Body, through="WorkshopBody", related_name="workshops")
    other_hosts = models.CharField(_("other hosts"), max_length=300, blank=True)
    working_languages = models.JSONField(_("working languages"), default=list, blank=True)
    interpretation_languages = models.JSONField(
        _("interpretation languages"), default=list, blank=True
    )
    joining_link = models.URLField(_("joining link"), blank=True)  # confirmed people only
    admission = models.CharField(
        _("admission"), max_length=10, choices=Admission.choices, default=Admission.AUTOMATIC
    )
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)  # Markdown
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    source = models.TextField(_("source"), blank=True)
    source_note = models.TextField(_("what is not known"), blank=True)
    is_example = models.BooleanField(_("invented example"), default=False)
    submission_key = models.CharField(max_length=32, blank=True, editable=False)  # of its form

    is_run: bool  # set by saying_whether_run_by alone
    is_shared: bool  # set by saying_whether_shared alone
    has_list: bool  # set where figures are counted: somebody is registered

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        ordering = ["-starts_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="workshop_ends_after_start",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(state="open")
                | (Q(starts_on__isnull=False) & Q(ends_on__isnull=False) & ~Q(time_zone="")),
                name="workshop_open_has_dates",
                violation_error_message=_("An open workshop needs its dates and its time zone."),
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                name="workshop_registration_window",
                violation_error_message=_("Registration closes before it opens."),
            ),
            models.UniqueConstraint(
                fields=["submission_key"],
                condition=~Q(submission_key=""),
                name="workshop_submitted_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def can_be_run_by(self, user: Any) -> bool:
        return Workshop.objects.run_by(user).filter(pk=self.pk).exists()

    def people_can_be_read_by(self, user: Any) -> bool:
        return Workshop.objects.people_read_by(user).filter(pk=self.pk).exists()

    @property
    def takes_registrations(self) -> bool:
        """Open, and now within the registration window (an unknown end of it is no limit)."""
        now = timezone.now()
        return (
            self.state == self.State.OPEN
            and (self.registration_opens_at is None or self.registration_opens_at <= now)
            and (self.registration_closes_at is None or now < self.registration_closes_at)
        )

    @property
    def can_open(self) -> bool:
        return None not in (self.starts_on, self.ends_on) and self.time_zone != ""

    @property
    def today(self) -> datetime.date:
        """The day it is where the workshop is held."""
        return timezone.localdate(timezone=self.zone)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or "UTC")

    @property
    def begins_at(self) -> datetime.datetime | None:
        """The first hour, or where no hours are known the first moment of the first day."""
        if self.starts_on is None:
            return None
        return datetime.datetime.combine(
            self.starts_on, self.start_time or datetime.time.min, self.zone
        )

    @property
    def ends_at(self) -> datetime.datetime | None:
        """The last hour, which may be of the night after; without hours the end of the last day."""
        if self.ends_on is None:
            return None
        is_next_day = self.end_time is None or (
            self.start_time is not None and self.end_time <= self.start_time
        )
        day = self.ends_on + datetime.timedelta(days=is_next_day)
        return datetime.datetime.combine(day, self.end_time or datetime.time.min, self.zone)

    @property
    def has_begun(self) -> bool:
        """Its first day has come; its first hour may not: people arrive before it."""
        return self.starts_on is not None and self.starts_on <= self.today

    @property
    def has_ended(self) -> bool:
        return self.state in {self.State.CLOSED, self.State.SIGNED_OFF} or (
            self.ends_at is not None and self.ends_at <= timezone.now()
        )


class WorkshopBody(models.Model):
    """A host body of a workshop, in the order it is printed."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="hosts")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="hosted")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("host body")
        verbose_name_plural = _("host bodies")
        ordering = ["workshop", "order"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "body"], name="workshopbody_once"),
        ]

    def __str__(self) -> str:
        return str(self.body)


class Objective(models.Model):
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="objectives")
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("objective"), max_length=500)
    outcome = models.TextField(_("what came of it"), blank=True)

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["workshop", "order"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "order"], name="objective_order_unique"),
        ]

    def __str__(self) -> str:
        return self.text


class Session(models.Model):
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="sessions")
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=300)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    moderator = models.CharField(_("moderator"), max_length=200, blank=True)
    speakers = models.TextField(_("speakers, one a line"), blank=True)
    speakers_consented = models.BooleanField(
        _("speakers agreed to be named in public"), default=False
    )
    room = models.CharField(_("room"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["workshop", "order"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "order"], name="session_order_unique"),
        ]

    def __str__(self) -> str:
        return self.title


class Material(models.Model):
    """A document or link handed out; a file is served through documents.downloads only."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), blank=True)
    file = models.FileField(_("file"), upload_to="materials/", blank=True)
    is_public = models.BooleanField(_("for everybody"), default=False)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["workshop", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(file=""),
                name="material_url_or_file",
                violation_error_message=_("Give an address or a file."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Facilitator(Membership):
    """Somebody who runs a workshop: registers people, takes attendance, signs off the figures."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="facilitators")

    class Meta(Membership.Meta):
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")

    def __str__(self) -> str:
        return f"{self.user or self.email}, {self.workshop}"
