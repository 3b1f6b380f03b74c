"""Which workshop a page is about: first whether the user may see its people, then change them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Value
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import record_access
from accounts.models import AccessLog
from accounts.requests import UserRequest
from participants.models import Registration
from projects.models import Project, ProjectMembership
from workshops.models import Workshop


def note_opening(request: UserRequest, subject: Model, rows: int = 1) -> None:
    """A page with contact data or needs is opened: one access row, without the values."""
    if request.method == "GET":
        record_access(request.user, AccessLog.Action.OPENED, subject, rows)


def workshop_read(request: HttpRequest, slug: str) -> Workshop:
    """The workshop, with `is_run` and `is_organised` on it: one query for three questions."""
    workshops = Workshop.objects.people_read_by(request.user).saying_whether_run_by(request.user)
    workshops = workshops.annotate(is_organised=organises_the_project(request.user))
    return get_object_or_404(workshops.select_related("project"), slug=slug)


def organises_the_project(user: Any) -> Value | Exists:
    """Whether the user organises the whole of the workshop's project."""
    if user.is_superuser:
        return Value(True)
    organising = ProjectMembership.objects.current().filter(
        user=user, role=ProjectMembership.Role.ORGANISER, body__isnull=True
    )
    return Exists(organising.filter(project=OuterRef("project")))


def workshop_run(request: HttpRequest, slug: str) -> Workshop:
    workshop = workshop_read(request, slug)
    if not workshop.is_run:
        raise PermissionDenied
    return workshop


def project_organised(request: HttpRequest, code: str) -> Project:
    """The project of that code, of which the user organises the whole."""
    project = get_object_or_404(Project.objects.read_by(request.user), code=code)
    if not project.can_be_organised_by(request.user):
        raise PermissionDenied
    return project


def registration_run(request: HttpRequest, slug: str, code: str) -> Registration:
    """The registration of that reference, of a workshop that the user runs; of nobody erased."""
    workshop = workshop_run(request, slug)
    registrations = Registration.objects.filter(
        workshop=workshop, person__erased_at=None
    ).select_related("person", "workshop__project", "organisation", "city", "country")
    return get_object_or_404(registrations, code=code)
