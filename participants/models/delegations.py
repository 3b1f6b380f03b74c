from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models import City
from projects.models import Body
from workshops.models import Workshop


class Delegation(models.Model):
    """The people that a city or a body sends to a workshop."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="delegations")
    city = models.ForeignKey(City, on_delete=models.PROTECT, null=True, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["workshop", "order"]
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
