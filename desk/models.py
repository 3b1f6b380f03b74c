from __future__ import annotations

import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models import Person
from projects.models import Project, ProjectMembership

DAYS_TO_ANSWER = 30


def due_in_a_month() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=DAYS_TO_ANSWER)


class PrivacyRequestQuerySet(models.QuerySet["PrivacyRequest"]):
    def visible_to(self, user: Any) -> Self:
        """Organisers of the whole project: what is kept of a person spans its bodies."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        organised = ProjectMembership.objects.current().filter(
            user=user, role=ProjectMembership.Role.ORGANISER, body__isnull=True
        )
        return self.filter(project__in=organised.values("project"))

    def open(self) -> Self:
        return self.filter(state=PrivacyRequest.State.OPEN)


class PrivacyRequest(models.Model):
    """Somebody asks for what is kept about them, or to be erased. Who asked is wiped once done."""

    class Kind(models.TextChoices):
        COPY = "copy", _("a copy of everything")
        ERASURE = "erasure", _("erasure")
        OTHER = "other", _("correction or objection")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="privacy_requests")
    kind = models.CharField(_("what is asked for"), max_length=10, choices=Kind.choices)
    asked_by = models.CharField(_("who asks"), max_length=200, blank=True)
    contact = models.CharField(_("how to answer"), max_length=254, blank=True)
    received_on = models.DateField(_("received"), default=timezone.localdate)
    due_on = models.DateField(_("to be answered by"), default=due_in_a_month)
    received_by = models.ForeignKey(  # nobody: the person, by the private link
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", editable=False,
    )  # fmt: skip
    people = models.ManyToManyField(Person, blank=True, related_name="privacy_requests")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    note = models.TextField(_("note, without names"), blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+", editable=False,
    )  # fmt: skip

    objects = PrivacyRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("privacy request")
        verbose_name_plural = _("privacy requests")
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | Q(asked_by="", contact="", done_at__isnull=False),
                name="privacyrequest_done_names_nobody",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("received_on")),
                name="privacyrequest_due_after_received",
                violation_error_message=_("It cannot be due before it was received."),
            ),
        ]

    def __str__(self) -> str:
        return _("Request %(number)s") % {"number": self.pk}

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    def can_be_handled_by(self, user: Any) -> bool:
        return self.project.can_be_organised_by(user)


class PlaceToCheck(models.Model):
    """A text or a file that may name the person or show them: for a human to look at."""

    class Why(models.TextChoices):
        NAMED = "named", _("names the person")
        MAY_SHOW = "may_show", _("may name or show the person")

    request = models.ForeignKey(PrivacyRequest, on_delete=models.CASCADE, related_name="places")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.CharField(max_length=64)
    thing = GenericForeignKey("content_type", "object_id")
    field = models.CharField(max_length=60)
    why = models.CharField(max_length=10, choices=Why.choices)
    found_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("place to check")
        verbose_name_plural = _("places to check")
        ordering = ["request", "content_type", "object_id", "field"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "content_type", "object_id", "field"], name="placetocheck_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_type.name} {self.object_id}: {self.field}"


class RetentionNotice(models.Model):
    """The organisers of a project were told when a clock strikes. It never strikes before."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="notices")
    clock = models.CharField(_("clock"), max_length=10)
    due_on = models.DateField(_("due"))
    told_at = models.DateTimeField(_("told"), default=timezone.now)

    class Meta:
        verbose_name = _("notice of a clock")
        verbose_name_plural = _("notices of clocks")
        ordering = ["-told_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "clock", "due_on"], name="retentionnotice_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.clock} {self.due_on}"
