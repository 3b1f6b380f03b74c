"""Signing in as an example user without a password: on one's own computer, never elsewhere."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User

FORWARDING_HEADERS = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


@dataclass(frozen=True)
class Persona:
    key: str
    email: str
    name: str | Promise
    deeds: str | Promise


PERSONAS = (
    Persona(
        "facilitator",
        "facilitator@example.org",
        _("Facilitator"),
        _("Register participants, import a list, take attendance, sign off 19 (11/8)."),
    ),
    Persona(
        "officer",
        "officer.suva@example.org",
        _("City officer, Suva"),
        _("Write the recovery plan along the pathways the city has chosen."),
    ),
    Persona(
        "organiser",
        "organiser@example.org",
        _("Organiser"),
        _("Review plans, make an edition of the policy brief, download its PDF."),
    ),
)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def comes_from_this_computer(request: HttpRequest) -> bool:
    """No other machine and no proxy between browser and portal.

    A proxy on this machine may leave every trace of itself out, so the portal's own address
    and the one asked for must be this computer's too.
    """
    return (
        is_loopback(request.META.get("REMOTE_ADDR", ""))
        and not any(header in request.headers for header in FORWARDING_HEADERS)
        and is_loopback(urlsplit(f"//{request.get_host()}").hostname or "")
        and is_loopback(urlsplit(settings.SITE_URL).hostname or "")
    )


def personas_for(request: HttpRequest) -> list[Persona]:
    """Whom one may look around as: in the embedded shape, on this computer, if they are there."""
    if settings.FULL_SHAPE or not comes_from_this_computer(request):
        return []
    there = set(
        User.objects.filter(is_example=True, is_active=True).values_list("email", flat=True)
    )
    return [persona for persona in PERSONAS if persona.email in there]
