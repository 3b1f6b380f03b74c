"""What those who may answer are written. Each letter carries the private link of its reader."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_noop as _

from jobs.services import queue_letter
from participants.letters import language_of
from participants.models import Registration
from recommendations.models import ValidationRound


def tell_link(validation_round: ValidationRound, registration: Registration, secret: str) -> None:
    """Where they say what they think of each recommendation."""
    _queue(validation_round, registration, secret, "link", _("Your view is asked: %(round)s"))


def remind(validation_round: ValidationRound, registration: Registration, secret: str) -> None:
    """That the round ends soon, with a new link; the one before stops working."""
    _queue(validation_round, registration, secret, "reminder", _("Your view is missing: %(round)s"))


def _queue(
    validation_round: ValidationRound, registration: Registration, secret: str, letter: str,
    subject: str,
) -> None:  # fmt: skip
    with translation.override(language_of(registration)):
        subject = translation.gettext(subject) % {"round": validation_round.title}
        body = render_to_string(
            f"recommendations/letters/{letter}.txt",
            {
                "round": validation_round,
                "registration": registration,
                "link": settings.SITE_URL + reverse("recommendations:round_answer", args=[secret]),
                "privacy": settings.SITE_URL + reverse("desk:privacy"),
            },
        )
    queue_letter(registration.person.email, subject, body)
