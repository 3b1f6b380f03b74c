import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib import admin as django_admin
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

from accounts.access import record_access
from accounts.admin import MembershipAdmin
from accounts.models import AccessLog, User
from jobs.models import Letter
from projects.models import ProjectMembership


@pytest.fixture
def back_office(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def asked_by_admin(rf, admin):
    request = rf.post("/")
    request.user, request.session = admin, SessionStore()
    request._messages = FallbackStorage(request)
    return request


@pytest.fixture
def memberships():
    return MembershipAdmin(ProjectMembership, django_admin.site)


def test_access_log_is_read_only_to_superusers(back_office, admin, workshop):
    record_access(admin, AccessLog.Action.EXPORTED, workshop, rows=19)
    entry = AccessLog.objects.get()
    change = reverse("admin:accounts_accesslog_change", args=[entry.pk])

    answers = [
        back_office.get(change).status_code,
        back_office.post(change, {"rows": 1}).status_code,
        back_office.post(reverse("admin:accounts_accesslog_add"), {"rows": 1}).status_code,
        back_office.post(reverse("admin:accounts_accesslog_delete", args=[entry.pk])).status_code,
    ]

    assert answers == [200, 403, 403, 403]
    assert AccessLog.objects.get().rows == 19
    assert str(entry) == f"exported workshops.workshop {workshop.pk}"


def test_user_is_added_by_e_mail(back_office):
    response = back_office.post(
        reverse("admin:accounts_user_add"),
        {"email": "Sala@Example.org", "full_name": "Sala Vuki", "usable_password": "false"},
    )

    user = User.objects.get(email="sala@example.org")
    assert response.status_code == 302
    assert (user.full_name, user.has_usable_password()) == ("Sala Vuki", False)


def test_address_is_kept_in_lower_case(back_office, nobody):
    change = reverse("admin:accounts_user_change", args=[nobody.pk])

    back_office.post(change, {"email": "Sala@Example.org", "time_zone": "UTC", "is_active": "on"})

    nobody.refresh_from_db()
    assert nobody.email == "sala@example.org"


def test_second_step_of_somebody_is_taken_away_and_never_shown(back_office, nobody):
    TOTP.activate(nobody, "JBSWY3DPEHPK3PXP")
    authenticator = Authenticator.objects.get()
    shown = back_office.get(reverse("admin:mfa_authenticator_change", args=[authenticator.pk]))

    back_office.post(
        reverse("admin:mfa_authenticator_delete", args=[authenticator.pk]), {"post": "yes"}
    )

    assert "JBSWY3DPEHPK3PXP" not in shown.content.decode()
    assert not Authenticator.objects.exists()


def test_users_are_signed_out_from_the_list(back_office, client, nobody):
    elsewhere = type(client)()
    elsewhere.force_login(nobody)

    back_office.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "sign_out", "_selected_action": [nobody.pk]},
    )

    assert elsewhere.get("/account/").status_code == 302


def test_who_is_added_to_a_role_gets_the_letter(memberships, asked_by_admin, project):
    membership = ProjectMembership(
        project=project, email="sala@example.org", role=ProjectMembership.Role.READER
    )

    memberships.save_model(asked_by_admin, membership, form=None, change=False)

    assert [letter.to for letter in Letter.objects.all()] == ["sala@example.org"]
    assert membership.is_open_invitation


def test_role_given_outside_the_portal_sends_no_letter(
    memberships, asked_by_admin, project, nobody
):
    membership = ProjectMembership(
        project=project, user=nobody, role=ProjectMembership.Role.READER,
        accepted_at=timezone.now(),
    )  # fmt: skip

    memberships.save_model(asked_by_admin, membership, form=None, change=False)

    assert not Letter.objects.exists()


def test_invitation_is_sent_again_to_whom_has_not_accepted(
    memberships, asked_by_admin, project, organiser
):
    ProjectMembership.objects.create(
        project=project, email="sala@example.org", role=ProjectMembership.Role.READER
    )

    memberships.send_again(asked_by_admin, ProjectMembership.objects.all())

    assert [letter.to for letter in Letter.objects.all()] == ["sala@example.org"]
