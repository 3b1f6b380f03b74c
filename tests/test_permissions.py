"""Who may open which page, and in which state of what it shows. The whole policy is the tables.

A new page is a row here and, if it needs one, an object in permission_world.
"""

import re

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse

from tests.permission_world import PLACES, World

PEOPLE = ("organiser", "facilitator", "officer", "other_officer", "nobody", "stranger")

# What a GET answers.
PAGES = {
    # organiser, facilitator, officer, other officer, nobody, stranger
    ("accounts:account", ""):                      (200, 200, 200, 200, 200, 302),
    ("accounts:invitation_accept", "open"):        (403, 403, 403, 403, 403, 200),
    ("accounts:invitation_accept", "over"):        (410, 410, 410, 410, 410, 410),
    ("briefs:brief_list", ""):                     (200, 200, 200, 200, 200, 200),
    ("briefs:brief_add", ""):                      (200, 403, 403, 403, 403, 302),
    ("briefs:brief_detail", "no edition"):         (200, 404, 404, 404, 404, 404),
    ("briefs:brief_detail", "draft"):              (200, 404, 404, 404, 404, 404),
    ("briefs:brief_detail", "published"):          (200, 302, 302, 302, 302, 302),
    ("briefs:brief_edit", "no edition"):           (200, 404, 404, 404, 404, 302),
    ("briefs:brief_edit", "published"):            (200, 404, 404, 404, 404, 302),
    ("briefs:brief_section_edit", "no edition"):   (200, 404, 404, 404, 404, 302),
    ("briefs:brief_preview", "no edition"):        (200, 404, 404, 404, 404, 302),
    ("briefs:brief_preview", "published"):         (200, 404, 404, 404, 404, 302),
    ("briefs:edition_detail", "draft"):            (200, 404, 404, 404, 404, 404),
    ("briefs:edition_detail", "published"):        (200, 200, 200, 200, 200, 200),
    ("briefs:figure", "draft"):                    (200, 404, 404, 404, 404, 404),
    ("briefs:figure", "published"):                (200, 200, 200, 200, 200, 200),
    ("briefs:export_detail", "draft"):             (200, 404, 404, 404, 404, 302),
    ("briefs:export_detail", "published"):         (200, 200, 200, 200, 200, 302),
    ("briefs:export_download", "draft"):           (404, 404, 404, 404, 404, 404),
    ("briefs:export_download", "published"):       (404, 404, 404, 404, 404, 404),
    ("desk:front", ""):                            (200, 200, 200, 200, 200, 200),
    ("desk:home", ""):                             (200, 200, 200, 200, 200, 302),
    ("desk:workshop_list", ""):                    (200, 200, 200, 200, 200, 200),
    ("desk:workshop_detail", "draft"):             (200, 200, 404, 404, 404, 404),
    ("desk:workshop_detail", "open"):              (200, 200, 200, 200, 200, 200),
    ("desk:workshop_detail", "signed_off"):        (200, 200, 200, 200, 200, 200),
    ("desk:city_list", ""):                        (200, 200, 200, 200, 200, 200),
    ("desk:city_detail", ""):                      (200, 200, 200, 200, 200, 200),
    ("desk:figures", ""):                          (200, 200, 200, 200, 200, 200),
    ("desk:privacy", ""):                          (200, 200, 200, 200, 200, 200),
    ("desk:accessibility", ""):                    (200, 200, 200, 200, 200, 200),
    ("desk:help", ""):                             (200, 200, 200, 200, 200, 200),
    ("desk:health_live", ""):                      (200, 200, 200, 200, 200, 200),
    ("desk:health_ready", ""):                     (200, 200, 200, 200, 200, 200),
    ("recommendations:finding_list", ""):          (200, 200, 404, 404, 404, 302),
    ("recommendations:finding_add", ""):           (200, 200, 404, 404, 404, 302),
    ("recommendations:finding_edit", "of the workshop"): (200, 200, 404, 404, 404, 302),
    ("recommendations:finding_edit", "of no workshop"):  (200, 403, 404, 404, 404, 302),
    ("recommendations:recommendation_list", ""):   (200, 200, 404, 404, 404, 302),
    ("recommendations:recommendation_add", ""):    (200, 403, 404, 404, 404, 302),
    ("recommendations:recommendation_detail", ""): (200, 200, 404, 404, 404, 302),
    ("recommendations:recommendation_edit", ""):   (200, 403, 404, 404, 404, 302),
    ("recommendations:response_add", ""):          (200, 403, 200, 403, 403, 302),
    ("recommendations:round_add", ""):             (200, 200, 404, 404, 404, 302),
    ("recommendations:round_detail", ""):          (200, 200, 404, 404, 404, 302),
    ("recommendations:answers_edit", ""):          (200, 200, 404, 404, 404, 302),
}  # fmt: skip

# What a POST with nothing in it answers; these pages have no GET.
DEEDS = {
    # organiser, facilitator, officer, other officer, nobody, stranger
    ("accounts:sign_out_others", ""):              (302, 302, 302, 302, 302, 302),
    ("accounts:look_around", ""):                  (404, 404, 404, 404, 404, 404),
    ("briefs:edition_make", "no edition"):         (302, 404, 404, 404, 404, 302),
    ("briefs:edition_publish", "draft"):           (302, 404, 404, 404, 404, 302),
    ("briefs:edition_withdraw", "published"):      (302, 404, 404, 404, 404, 302),
    ("briefs:export_make", "published"):           (302, 404, 404, 404, 404, 302),
    ("briefs:export_cancel", "published"):         (302, 404, 404, 404, 404, 302),
    ("briefs:export_retry", "published"):          (302, 404, 404, 404, 404, 302),
    ("desk:theme", ""):                            (302, 302, 302, 302, 302, 302),
    ("recommendations:round_close", ""):           (302, 302, 404, 404, 404, 302),
}  # fmt: skip

# Open to somebody who has not signed in; each says why where it is written.
PUBLIC = {
    "account_login", "account_logout", "account_signup", "account_inactive",
    "account_reset_password", "account_confirm_password_reset_code",
    "account_complete_password_reset", "account_password_reset_completed",
    "mfa_authenticate", "mfa_login_webauthn",
    "accounts:invitation_accept", "accounts:look_around",
    "admin:login",
    "briefs:brief_list", "briefs:brief_detail", "briefs:edition_detail", "briefs:figure",
    "briefs:export_download",
    "desk:front", "desk:workshop_list", "desk:workshop_detail", "desk:city_list",
    "desk:city_detail", "desk:figures", "desk:privacy", "desk:accessibility", "desk:help",
    "desk:theme", "desk:health_live", "desk:health_ready",
    "recovery_plans:plan_list",
}  # fmt: skip


def walk(resolver, namespace="", prefix=""):
    """Every page of the portal: its name, its address with made-up arguments, its view."""
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from walk(pattern, namespace + inner, address)
        else:
            yield f"{namespace}{pattern.name}", made_up(address), pattern.callback


def made_up(address):
    address = re.sub(r"<int:\w+>|\(\?P<\w+_id>[^)]*\)", "1", address)
    return "/" + re.sub(r"<[\w:]+>|\(\?P<\w+>[^)]*\)", "x", address).replace("^", "").replace(
        "$", ""
    )


EVERY_PAGE = list(walk(get_resolver()))


def is_of_the_back_office(name):
    return name.startswith("admin:")


def is_ones_own_sign_in(name):
    """allauth's pages: a stranger's, or about the password and second step of whoever asks."""
    return name.startswith(("account_", "mfa_"))


@pytest.fixture
def world(project, workshop, plan, organiser, facilitator, officer, other_officer, nobody):
    cast = (organiser, facilitator, officer, other_officer, nobody, None)
    return World(project, workshop, plan, people=dict(zip(PEOPLE, cast, strict=True)))


def answers(client_class, world, page, state, method):
    """The status each of the people gets, each in the world as it was before the others came."""
    room, _, name = page.partition(":")
    arguments = PLACES.get(room, lambda *_: {})(world, name, state)
    address = reverse(page, kwargs=arguments)
    statuses = []
    for user in world.people.values():
        client = client_class()
        if user is not None:
            client.force_login(user)
        with transaction.atomic():
            statuses.append(getattr(client, method)(address).status_code)
            transaction.set_rollback(True)
    return tuple(statuses)


@pytest.mark.parametrize(("page", "state"), PAGES)
def test_who_may_open_a_page(client, world, page, state):
    assert answers(type(client), world, page, state, "get") == PAGES[page, state]


@pytest.mark.parametrize(("page", "state"), DEEDS)
def test_who_may_do_a_deed(client, world, page, state):
    assert answers(type(client), world, page, state, "post") == DEEDS[page, state]


@pytest.mark.parametrize(("page", "state"), DEEDS)
def test_no_deed_is_done_by_a_get(client, world, page, state):
    assert set(answers(type(client), world, page, state, "get")) <= {302, 405}


def test_every_page_is_in_a_table():
    named = {name for name, _address, _view in EVERY_PAGE}
    classed = {name for name in named if is_of_the_back_office(name) or is_ones_own_sign_in(name)}

    assert named - classed == {page for page, _state in [*PAGES, *DEEDS]}


def test_pages_open_to_strangers_are_listed():
    open_pages = {
        name for name, _address, view in EVERY_PAGE if not getattr(view, "login_required", True)
    }

    assert open_pages == PUBLIC


def test_every_other_page_sends_a_stranger_to_the_sign_in_page(client, db):
    ways_in = (reverse("account_login"), reverse("admin:login"))
    led_to = {
        address: client.get(address).headers.get("Location", "nowhere")
        for name, address, _view in EVERY_PAGE
        if name not in PUBLIC
    }

    assert {address: to for address, to in led_to.items() if not to.startswith(ways_in)} == {}


@pytest.mark.parametrize("who", ["organiser", "officer", "nobody"])
def test_back_office_is_for_staff_alone(client, world, who):
    client.force_login(world.people[who])
    answered = {
        address: client.get(address).status_code
        for name, address, _view in EVERY_PAGE
        if is_of_the_back_office(name) and name not in {"admin:logout", "admin:login"}
    }

    assert {status for status in answered.values() if status != 302} == set()
    assert client.get(reverse("admin:login")).status_code == 403
