"""What the desk writes to organisers. Letters that go out by themselves name nobody."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.services import queue_letter
from projects.models import Project, ProjectMembership
from workshops.models import Workshop


def organisers_of(project: Project) -> Iterable[User]:
    """Whom a letter about the whole project goes to; never invented users."""
    organising = ProjectMembership.objects.current().filter(
        project=project, role=ProjectMembership.Role.ORGANISER, body__isnull=True
    )
    return User.objects.filter(
        pk__in=organising.values("user"), is_active=True, is_example=False
    ).order_by("pk")


def tell_of_clock(
    project: Project, clock: str, strikes_on: datetime.date, unsigned: list[Workshop]
) -> None:
    """That names, or sealed lists, will go on that day, and what is done before."""
    body = render_to_string(
        f"desk/letters/{clock}.txt",
        {
            "project": project,
            "day": strikes_on,
            "unsigned": unsigned,
            "link": settings.SITE_URL + reverse("desk:privacy"),
        },
    )
    subject = _("%(project)s: personal data will be erased on %(day)s") % {
        "project": project.code, "day": strikes_on.isoformat(),
    }  # fmt: skip
    for organiser in organisers_of(project):
        queue_letter(organiser.email, subject, body)
