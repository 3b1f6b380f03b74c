"""What participants are written. Each letter carries the private link of its reader."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_noop as _

from jobs.services import queue_letter, queue_letters
from participants.links import Token
from participants.models import DelegationLink, Registration


def tell_registered(registrations: Iterable[tuple[Registration, Token]]) -> None:
    """That each registration was received, and in which state it is. Written as one set."""
    subject = _("Your registration: %(workshop)s")
    queue_letters(
        _written(registration, token, "registered", subject)
        for registration, token in registrations if registration.person.email
    )  # fmt: skip


def tell_invited(registration: Registration, token: Token) -> None:
    """That they are invited, and where they say whether they come."""
    _queue(registration, token, "invited", _("You are invited: %(workshop)s"))


def tell_promoted(registration: Registration, token: Token) -> None:
    """That a seat became free."""
    _queue(registration, token, "promoted", _("A seat for you: %(workshop)s"))


def tell_decided(registration: Registration, token: Token) -> None:
    """That a registration which waited for approval was approved or declined."""
    _queue(registration, token, "decided", _("Your registration: %(workshop)s"))


def tell_link(registration: Registration, token: Token) -> None:
    """A new private link; the one before stops working."""
    _queue(registration, token, "link", _("Your private link: %(workshop)s"))


def send_delegation_link(link: DelegationLink, token: Token, *, to: str) -> None:
    """To somebody in a ministry or a city hall, whose address is kept nowhere else."""
    workshop = link.delegation.workshop
    page = reverse("participants:nomination", args=[token.secret])
    with translation.override(link.language):
        subject = translation.gettext("Name your delegation: %(workshop)s")
        body = render_to_string(
            "participants/letters/nominate.txt",
            {"link": link, "workshop": workshop, "delegation": link.delegation,
             "page": settings.SITE_URL + page, "registration": None,
             "privacy": settings.SITE_URL + reverse("desk:privacy")},
        )  # fmt: skip
    queue_letter(to, subject % {"workshop": workshop}, body)


def _queue(registration: Registration, token: Token, letter: str, subject: str) -> None:
    """Nobody without an address is written to; everybody else in their own language."""
    if registration.person.email:
        queue_letter(*_written(registration, token, letter, subject))


def _written(
    registration: Registration, token: Token, letter: str, subject: str
) -> tuple[str, str, str]:
    with translation.override(language_of(registration)):
        subject = translation.gettext(subject) % {"workshop": registration.workshop}
        return registration.person.email, subject, body_of(registration, token, letter)


def body_of(registration: Registration, token: Token, letter: str) -> str:
    link = reverse("participants:private_registration", args=[token.secret])
    return render_to_string(
        f"participants/letters/{letter}.txt",
        {
            "registration": registration,
            "workshop": registration.workshop,
            "link": settings.SITE_URL + link,
            "privacy": settings.SITE_URL + reverse("desk:privacy"),
        },
    )


def language_of(registration: Registration) -> str:
    """English, where the language is not known or there are no letters in it."""
    return registration.language if registration.language in dict(settings.LANGUAGES) else "en"
