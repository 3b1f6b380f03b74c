"""Letters about plans: what each says, and to whom."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.services import queue_letter
from recovery_plans.duties import Duty

SALT = "recovery_plans.reminders"


def send_reminder(user: User, duties: Sequence[Duty]) -> None:
    """One letter with everything that waits for the person."""
    stop = reverse("recovery_plans:reminder_stop", args=[token_of(user)])
    lines = [(duty, settings.SITE_URL + _address(duty)) for duty in duties]
    body = render_to_string(
        "recovery_plans/letters/reminder.txt",
        {"user": user, "lines": lines, "stop": settings.SITE_URL + stop},
    )
    queue_letter(user.email, _("Recovery plans: what waits for you"), body)


def token_of(user: User) -> str:
    """By which the person stops the letters without signing in; it opens nothing else."""
    return signing.dumps(user.pk, salt=SALT)


def user_of(token: str) -> int:
    """Raises signing.BadSignature."""
    return int(signing.loads(token, salt=SALT))


def _address(duty: Duty) -> str:
    return reverse(f"recovery_plans:{duty.page}", args=[duty.plan.pk])
