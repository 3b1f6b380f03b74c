from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models.people import Person
from workshops.models import Workshop


class Consent(models.Model):
    """What somebody agreed to, in which wording; the database lets it be withdrawn, once."""

    class Purpose(models.TextChoices):
        CONTACT = "contact", _("be written to about later workshops")
        LIST = "list", _("be on the list the participants receive")
        PHOTO = "photo", _("be photographed and recorded")
        NAMED = "named", _("be named in public as a speaker")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, null=True, blank=True)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    wording_version = models.CharField(_("version of the wording"), max_length=20)
    language = models.CharField(_("language"), max_length=10, default="en")
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    recorded_by = models.ForeignKey(  # empty: by the person, on the public form
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["person", "given_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()
