from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import City, ProjectCity
from projects.models import Body, Language
from workshops.models import Workshop


def is_of_city_of(user: Any) -> Q:
    """Of a city for which the user writes, at a workshop that is no draft any more."""
    own = ProjectCity.objects.written_by(user).filter(
        project=OuterRef("workshop__project"), city=OuterRef("city")
    )
    return Q(Exists(own), workshop__state__in=Workshop.PUBLIC_STATES)


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, user: Any) -> DelegationQuerySet:
        """All of a workshop for who runs it; their own for those who write for a city."""
        run = Q(workshop__in=Workshop.objects.run_by(user))
        return self.filter(run | is_of_city_of(user))

    def sent_by(self, user: Any) -> DelegationQuerySet:
        """Those of the user's cities."""
        return self.filter(is_of_city_of(user)).select_related("workshop", "city", "body")


class Delegation(models.Model):
    """The people that a city or a body sends to a workshop."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="delegations")
    city = models.ForeignKey(City, on_delete=models.PROTECT, null=True, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    is_run: bool  # both set by the page that shows it
    takes_people: bool

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["workshop", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False, body__isnull=True)
                | Q(city__isnull=True, body__isnull=False),
                name="delegation_city_or_body",
                violation_error_message=_("A delegation is of a city or of a body."),
            ),
            models.UniqueConstraint(
                fields=["workshop", "city"], condition=Q(city__isnull=False),
                name="delegation_city_once",
            ),
            models.UniqueConstraint(
                fields=["workshop", "body"], condition=Q(body__isnull=False),
                name="delegation_body_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.city or self.body)


class DelegationLinkQuerySet(models.QuerySet["DelegationLink"]):
    def open(self) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


class DelegationLink(models.Model):
    """The private link by which somebody without an account names the people of a delegation.

    One at a time: a new one replaces the one before. Its reader's address is not kept.
    """

    delegation = models.OneToOneField(Delegation, on_delete=models.CASCADE, related_name="link")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.ENGLISH
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("works until"))
    used_at = models.DateTimeField(_("last opened"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = DelegationLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("private link of a delegation")
        verbose_name_plural = _("private links of delegations")
        ordering = ["delegation"]

    def __str__(self) -> str:
        return f"{self.delegation}, {self.made_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and timezone.now() < self.expires_at
