"""Which workshop a page is about: first whether the user may see its people, then change them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from participants.models import Registration
from workshops.models import Workshop


def workshop_read(request: HttpRequest, slug: str) -> Workshop:
    """The workshop, with `is_run` on it: one query for both questions."""
    workshops = Workshop.objects.people_read_by(request.user).saying_whether_run_by(request.user)
    return get_object_or_404(workshops.select_related("project"), slug=slug)


def workshop_run(request: HttpRequest, slug: str) -> Workshop:
    workshop = workshop_read(request, slug)
    if not workshop.is_run:
        raise PermissionDenied
    return workshop


def registration_run(request: HttpRequest, slug: str, code: str) -> Registration:
    """The registration of that reference, of a workshop that the user runs."""
    workshop = workshop_run(request, slug)
    registrations = Registration.objects.filter(workshop=workshop).select_related(
        "person", "workshop__project", "organisation", "city", "country"
    )
    return get_object_or_404(registrations, code=code)
