from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participants.models.registrations import Registration
from workshops.models import Session


class SessionAttendance(models.Model):
    """Somebody was at a session. A session of which nobody is recorded is *not known*."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="session_attendances"
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("attendance of a session")
        verbose_name_plural = _("attendances of sessions")
        ordering = ["session", "registration"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "registration"],
                name="sessionattendance_once",
                violation_error_message=_("This person is recorded at the session already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration.person}: {self.session}"
