"""A role changes hands: nothing is lost on the way, and nobody has it twice or not at all."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.services import accept_invitation
from accounts.succession import CannotHandOver, hand_over, take_back
from cities.focal_points import LastFocalPoint, end_membership
from cities.models import CityMembership
from jobs.models import Letter
from projects.models import ProjectMembership
from recovery_plans.duties import duties_of_everybody
from tests.factories import make_facilitator, make_officer, make_project_city, make_user
from workshops.models import Facilitator

PAGE = "/account/hand-over/"
FOCAL_POINT = CityMembership.Role.FOCAL_POINT


@pytest.fixture
def focal_point(plan):
    return make_officer(plan.project_city, role=FOCAL_POINT)


@pytest.fixture
def role(focal_point):
    return CityMembership.objects.get(user=focal_point)


@pytest.fixture
def successor(db):
    return make_user(email="next@example.org", full_name="Litia Next")


def code_in_the_letter():
    body = Letter.objects.filter(body__contains="/invitations/").latest("pk").body
    return re.search(r"/invitations/([^/]+)/", body)[1]


def holders(plan):
    current = CityMembership.objects.current().filter(project_city=plan.project_city)
    return {membership.user for membership in current}


def test_successor_takes_the_role_on_accepting_and_the_other_loses_it(
    plan, focal_point, role, successor
):
    hand_over([role], to=" Next@Example.org ", by=focal_point)
    before = holders(plan)

    accept_invitation(code_in_the_letter(), by=successor)

    assert (before, holders(plan)) == ({focal_point}, {successor})
    taken = CityMembership.objects.get(user=successor)
    assert (taken.role, taken.succeeds) == (FOCAL_POINT, role)
    told = Letter.objects.get(to=focal_point.email)
    assert "Litia Next has taken over from you" in told.body


def test_sessions_end_and_the_open_request_is_the_successors(
    client, plan, focal_point, role, organiser, successor
):
    plan.state = "changes_requested"
    plan.save()
    asked = plan.comments.create(text="Add the costs", is_request=True, by=organiser)
    own = plan.comments.create(text="We will", by=focal_point, answers=asked)
    plan.comments.create(text="Name the ministry", is_request=True, by=organiser)
    client.force_login(focal_point)
    hand_over([role], to=successor.email, by=focal_point)

    accept_invitation(code_in_the_letter(), by=successor)

    signed_out = client.get("/home/").status_code
    client.force_login(successor)
    shown = client.get("/home/").content.decode()
    comments = client.get(reverse("recovery_plans:comment_list", args=[plan.pk]))
    own.refresh_from_db()
    reminded = duties_of_everybody(timezone.now())
    assert (successor in reminded, focal_point in reminded) == (True, False)
    assert signed_out == 302
    assert reverse("recovery_plans:plan_detail", args=[plan.pk]) in shown
    assert "Add the costs" in comments.content.decode()
    assert own.by == focal_point


@pytest.mark.parametrize("model", [ProjectMembership, Facilitator])
def test_every_kind_of_role_is_handed_over_whole(project, workshop, organiser, model, successor):
    user = organiser if model is ProjectMembership else make_facilitator(workshop)
    role = model.objects.get(user=user)

    hand_over([role], to=successor.email, by=user)
    accept_invitation(code_in_the_letter(), by=successor)

    taken = model.objects.current().get()
    assert taken.user == successor
    assert str(taken).replace(str(successor), "") == str(role).replace(str(user), "")


def test_role_begun_today_ends_today(plan, focal_point, role, successor):
    assert role.starts_on == timezone.localdate()
    hand_over([role], to=successor.email, by=focal_point)

    accept_invitation(code_in_the_letter(), by=successor)

    role.refresh_from_db()
    assert role.ends_on == timezone.localdate() - datetime.timedelta(days=1)


def test_inviting_another_lets_the_first_go(plan, focal_point, role, successor):
    hand_over([role], to="first@example.org", by=focal_point)
    first = code_in_the_letter()

    hand_over([role], to=successor.email, by=focal_point)

    waiting = CityMembership.objects.filter(accepted_at=None)
    assert [each.email for each in waiting] == [successor.email]
    assert first != code_in_the_letter()


def test_taken_back_before_it_is_accepted(client, plan, focal_point, role):
    client.force_login(focal_point)
    client.post(PAGE, {"roles": f"citymembership-{role.pk}", "email": "next@example.org"})
    waiting = CityMembership.objects.get(accepted_at=None)
    shown = client.get(PAGE).content.decode()

    client.post(f"{PAGE}back/", {"successor": f"citymembership-{waiting.pk}"})

    assert "next@example.org" in shown
    assert holders(plan) == {focal_point}
    assert take_back(role) == 0


def test_own_address_is_refused_at_its_field(client, focal_point, role):
    client.force_login(focal_point)

    answer = client.post(PAGE, {"roles": f"citymembership-{role.pk}", "email": focal_point.email})

    assert answer.context["form"].errors == {"email": ["This is your own address."]}
    with pytest.raises(CannotHandOver):
        hand_over([role], to=focal_point.email, by=focal_point)


def test_role_of_somebody_else_cannot_be_handed_over(client, officer, role):
    client.force_login(officer)

    answer = client.post(PAGE, {"roles": f"citymembership-{role.pk}", "email": "a@example.org"})

    assert list(answer.context["form"].errors) == ["roles"]
    assert not CityMembership.objects.filter(accepted_at=None).exists()


# --- A city is never without a focal point


def test_last_focal_point_cannot_be_ended(role, officer):
    with pytest.raises(LastFocalPoint) as refused:
        end_membership(role, on=timezone.localdate())

    role.refresh_from_db()
    assert role.ends_on is None
    assert str(role.project_city) in str(refused.value)


def test_one_of_two_focal_points_can_be_ended(plan, role):
    make_officer(plan.project_city, role=FOCAL_POINT)

    end_membership(role, on=timezone.localdate())

    role.refresh_from_db()
    assert role.ends_on == timezone.localdate()


def test_another_who_ends_earlier_or_is_switched_off_does_not_count(plan, role):
    make_officer(plan.project_city, role=FOCAL_POINT, ends_on=timezone.localdate())
    make_officer(plan.project_city, role=FOCAL_POINT, user=make_user(is_active=False))

    with pytest.raises(LastFocalPoint):
        end_membership(role, on=timezone.localdate() + datetime.timedelta(days=9))


def test_officer_of_another_city_is_ended_without_a_question(project, role):
    place = make_project_city(project)
    make_officer(place)

    ended = end_membership(place.memberships.get(), on=timezone.localdate())

    assert ended.ends_on == timezone.localdate()


@pytest.fixture
def back_office(client, admin):
    client.force_login(admin)
    return client


def test_back_office_refuses_to_delete_the_last_focal_point_or_their_user(
    back_office, role, focal_point
):
    pages = [
        reverse("admin:cities_citymembership_delete", args=[role.pk]),
        reverse("admin:accounts_user_delete", args=[focal_point.pk]),
    ]

    asked = [back_office.get(page).content.decode() for page in pages]
    done = [back_office.post(page, {"post": "yes"}).status_code for page in pages]

    assert ["the only focal point of" in text for text in asked] == [True, True]
    assert done == [200, 200]  # the same page again
    assert holders(role.project_city.recovery_plan) == {focal_point}


def test_back_office_refuses_to_end_move_or_switch_off_the_last_focal_point(
    back_office, role, focal_point
):
    membership = reverse("admin:cities_citymembership_change", args=[role.pk])
    account = reverse("admin:accounts_user_change", args=[focal_point.pk])
    fields = {
        "user": focal_point.pk, "project_city": role.project_city_id, "email": "",
        "starts_on": role.starts_on, "role": FOCAL_POINT,
        "accepted_at_0": timezone.localdate(), "accepted_at_1": "00:00",
    }  # fmt: skip

    ended = back_office.post(membership, {**fields, "ends_on": timezone.localdate()})
    demoted = back_office.post(membership, {**fields, "role": "officer"})
    off = back_office.post(
        account, {"email": focal_point.email, "time_zone": "UTC", "full_name": ""}
    )
    kept = back_office.post(membership, fields)

    texts = [answer.content.decode() for answer in (ended, demoted, off)]
    assert ["would be without a focal point" in text for text in texts] == [True] * 3
    assert kept.status_code == 302
    focal_point.refresh_from_db()
    assert focal_point.is_active is True


def test_back_office_ends_roles_that_may_end(back_office, plan, role, officer):
    own = CityMembership.objects.get(user=officer)

    back_office.post(
        reverse("admin:cities_citymembership_changelist"),
        {"action": "end_today", "_selected_action": [role.pk, own.pk]},
    )

    role.refresh_from_db()
    own.refresh_from_db()
    assert (role.ends_on, own.ends_on) == (None, timezone.localdate())
