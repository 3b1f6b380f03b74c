import datetime
import re

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.invitations import membership_models
from accounts.letters import send_invitation
from accounts.models import Membership, User
from accounts.services import (
    InvitationForSomebodyElse,
    InvitationNotOpen,
    accept_invitation,
    invite,
)
from cities.models import CityMembership
from jobs.models import Letter
from projects.models import ProjectMembership
from tests.factories import PASSWORD, make_project, make_user
from workshops.models import Facilitator


def make_invitation(project, email="sala@example.org", **fields):
    """An organiser's invitation and its code."""
    membership = ProjectMembership(
        project=project, email=email, role=ProjectMembership.Role.ORGANISER, **fields
    )
    return membership, invite(membership, by=make_user())


def new_account(**fields):
    return {"full_name": "Sala Vuki", "password1": PASSWORD, "password2": PASSWORD, **fields}


def test_code_is_kept_nowhere_in_the_clear(project):
    membership, code = make_invitation(project)

    membership.refresh_from_db()
    values = [str(getattr(membership, field.attname)) for field in membership._meta.fields]
    assert code not in values
    assert membership.code_hash == Membership.hash_code(code)


def test_letter_carries_the_address_and_the_role(project, settings):
    settings.SITE_URL = "https://portal.example.org"
    membership, code = make_invitation(project)

    send_invitation(membership, code)

    letter = Letter.objects.get()
    assert letter.to == "sala@example.org"
    assert letter.subject == f"Invitation: organiser, {project.code}"
    assert f"https://portal.example.org/invitations/{code}/" in letter.body.splitlines()


def test_looking_at_an_invitation_accepts_nothing(client, project):
    membership, code = make_invitation(project)
    make_user(email="sala@example.org")

    client.get(f"/invitations/{code}/")
    client.force_login(User.objects.get(email="sala@example.org"))
    client.get(f"/invitations/{code}/")

    membership.refresh_from_db()
    assert membership.accepted_at is None


def test_setting_a_password_opens_the_account_and_accepts(client, project):
    membership, code = make_invitation(project)

    response = client.post(f"/invitations/{code}/", new_account())

    user = User.objects.get(email="sala@example.org")
    membership.refresh_from_db()
    assert response.url == "/home/"
    assert (user.full_name, user.check_password(PASSWORD)) == ("Sala Vuki", True)
    assert membership.user == user
    assert client.get("/account/").context["user"] == user
    assert project.can_be_organised_by(user)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password1": "password", "password2": "password"}, "password2"),
        ({"password2": "something else entirely"}, "password2"),
        ({"password1": "sala@example.org", "password2": "sala@example.org"}, "password2"),
        ({"full_name": " "}, "full_name"),
    ],
)
def test_account_is_not_opened_with_a_weak_password_or_no_name(client, project, typed, field):
    _membership, code = make_invitation(project)

    response = client.post(f"/invitations/{code}/", new_account(**typed))

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not User.objects.filter(email="sala@example.org").exists()


def test_owner_of_an_account_signs_in_then_accepts(client, project):
    membership, code = make_invitation(project)
    user = make_user(email="sala@example.org")
    shown = client.get(f"/invitations/{code}/")

    signed_in = client.post(
        "/accounts/login/",
        {"login": user.email, "password": PASSWORD, "next": f"/invitations/{code}/"},
    )
    accepted = client.post(signed_in.url)

    membership.refresh_from_db()
    assert shown.context["state"] == "sign_in"
    assert accepted.url == "/home/"
    assert membership.user == user


def test_password_cannot_be_set_for_an_account_that_exists(client, project):
    _membership, code = make_invitation(project)
    user = make_user(email="sala@example.org", password="the owner's own password")

    client.post(f"/invitations/{code}/", new_account())

    user.refresh_from_db()
    assert user.check_password("the owner's own password")


def test_invitation_of_somebody_else_is_refused(client, project, nobody):
    membership, code = make_invitation(project)
    client.force_login(nobody)

    response = client.post(f"/invitations/{code}/")

    membership.refresh_from_db()
    assert response.status_code == 403
    assert membership.user is None
    with pytest.raises(InvitationForSomebodyElse):
        accept_invitation(code, by=nobody)


def test_invitation_works_once(client, project):
    _membership, code = make_invitation(project)
    client.post(f"/invitations/{code}/", new_account())

    again = client.post(f"/invitations/{code}/")

    assert again.status_code == 410
    assert "It has been accepted" in again.content.decode()


def test_invitation_ends_after_a_fortnight(client, project):
    membership, code = make_invitation(project)
    two_weeks = datetime.timedelta(days=14)
    assert membership.expires_at - membership.invited_at == two_weeks
    ProjectMembership.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))

    response = client.post(f"/invitations/{code}/", new_account())

    assert response.status_code == 410
    assert not User.objects.filter(email="sala@example.org").exists()


def test_second_letter_makes_the_first_worthless(client, project):
    membership, first = make_invitation(project)

    second = invite(membership, by=make_user())

    assert client.get(f"/invitations/{first}/").status_code == 404
    assert client.get(f"/invitations/{second}/").status_code == 200


def test_unknown_code_is_a_page_that_is_not_there(client, db):
    assert client.get("/invitations/unknown/").status_code == 404


def test_address_of_an_invitation_stays_private(client, project):
    _membership, code = make_invitation(project)

    response = client.get(f"/invitations/{code}/")

    led_to = re.findall(r'(?:href|action)="([^"]*)"', response.content.decode())
    assert [address for address in led_to if code in address] == []
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_every_room_that_gives_roles_is_accepted_on_the_one_page(client, project, workshop, plan):
    memberships = {
        ProjectMembership: {"project": project, "role": ProjectMembership.Role.READER},
        CityMembership: {"project_city": plan.project_city, "role": CityMembership.Role.OFFICER},
        Facilitator: {"workshop": workshop},
    }
    user = make_user(email="sala@example.org")
    client.force_login(user)

    for model, fields in memberships.items():
        code = invite(model(email="sala@example.org", **fields), by=make_user())
        client.post(f"/invitations/{code}/")

    assert set(membership_models()) == set(memberships)
    assert [model.objects.current().get(user=user).user for model in memberships] == [user] * 3


def test_accepted_membership_is_not_invited_again(project, organiser):
    membership = ProjectMembership.objects.get(user=organiser)

    with pytest.raises(InvitationNotOpen):
        invite(membership, by=organiser)


class LifeOfAnInvitation(TestCase):
    """Whatever happens to an invitation, in whatever order, it is accepted at most once."""

    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(
            st.sampled_from(["accept", "accept as another", "invite again", "time passes"]),
            max_size=8,
        )
    )
    def test_is_accepted_at_most_once_and_by_whom_it_was_meant(self, events):
        inviter, owner, other = make_user(), make_user(), make_user()
        membership, code = make_invitation(make_project(), email=owner.email)
        is_open, accepted = True, 0

        for event in events:
            if event == "invite again" and not accepted:
                code, is_open = invite(membership, by=inviter), True
            elif event == "time passes":
                past = timezone.now() - datetime.timedelta(minutes=1)
                ProjectMembership.objects.filter(pk=membership.pk).update(expires_at=past)
                is_open = False
            elif event == "accept as another":
                with pytest.raises(InvitationForSomebodyElse):
                    accept_invitation(code, by=other)
            elif event == "accept" and is_open and not accepted:
                accept_invitation(code, by=owner)
                accepted += 1
            elif event == "accept":
                with pytest.raises(InvitationNotOpen):
                    accept_invitation(code, by=owner)
            membership.refresh_from_db()

        assert accepted == int(membership.accepted_at is not None)
        assert membership.user == (owner if accepted else None)
