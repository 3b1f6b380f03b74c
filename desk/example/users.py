"""The users of the example, and the one password they share."""

import os
import secrets
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone

from accounts.models import User
from cities.models import CityMembership, ProjectCity
from projects.models import Project, ProjectMembership
from workshops.models import Facilitator, Workshop

ORGANISER = "organiser@example.org"
FACILITATOR = "facilitator@example.org"
ADMINISTRATOR = "admin@example.org"
CITY_USERS = {
    "focal.suva@example.org": ("suva", CityMembership.Role.FOCAL_POINT),
    "officer.suva@example.org": ("suva", CityMembership.Role.OFFICER),
    "focal.hoi-an@example.org": ("hoi-an", CityMembership.Role.FOCAL_POINT),
    "officer.hoi-an@example.org": ("hoi-an", CityMembership.Role.OFFICER),
}


def load_organiser(project: Project) -> User:
    """The organiser of the whole project, and beside it the administrator of the portal."""
    _make_user(ADMINISTRATOR, "Example administrator", is_staff=True, is_superuser=True)
    organiser = _make_user(ORGANISER, "Example organiser")
    role = ProjectMembership.Role.ORGANISER
    ProjectMembership.objects.create(project=project, role=role, **_accepted_by(organiser))
    return organiser


def load_facilitator(*workshops: Workshop) -> User:
    facilitator = _make_user(FACILITATOR, "Example facilitator")
    for workshop in workshops:
        Facilitator.objects.create(workshop=workshop, **_accepted_by(facilitator))
    return facilitator


def load_city_users(project: Project) -> None:
    for email, (slug, role) in CITY_USERS.items():
        project_city = ProjectCity.objects.select_related("city").get(
            project=project, city__slug=slug
        )
        user = _make_user(email, f"Example {role.label} ({project_city.city})")
        CityMembership.objects.create(project_city=project_city, role=role, **_accepted_by(user))


def set_demo_password() -> str:
    """Give the example users the password of this start, and return it.

    PORTAL_DEMO_PASSWORD where it is set; else one made once and kept in PORTAL_DATA, mode 0600.
    Asked at every start, so they share one hash: it is checked once, not once a user.
    """
    password = settings.PORTAL_DEMO_PASSWORD or _kept_password(settings.PORTAL_DATA)
    users = User.objects.filter(is_example=True, is_active=True)
    hashes = set(users.values_list("password", flat=True))
    if len(hashes) != 1 or not check_password(password, hashes.pop()):
        users.update(password=make_password(password))
    return password


def _kept_password(folder: Path) -> str:
    path = folder / "demo_password"
    if not path.exists():
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(12))
    return path.read_text().strip()


def _make_user(email: str, full_name: str, **fields: Any) -> User:
    """An example user who cannot sign in before `set_demo_password`."""
    user = User.objects.create_user(email, full_name=full_name, is_example=True, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _accepted_by(user: User) -> dict[str, object]:
    return {"user": user, "email": user.email, "accepted_at": timezone.now()}
