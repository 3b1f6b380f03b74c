"""Who may open which page, and in which state of what it shows. The whole policy is the tables.

A new page is a row here and, if it needs one, an object in permission_world.
"""

import re

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse

from tests.permission_world import PLACES, World
from tests.policy import DEEDS, PAGES, PEOPLE, PUBLIC, TYPED


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


def where(world, page, state):
    room, _, name = page.partition(":")
    arguments = PLACES[room](world, name, state) if room in PLACES else {}
    return reverse(page, kwargs=arguments)


def answers(client_class, world, address, method, typed=None):
    """The status each of the people gets, each in the world as it was before the others came."""
    statuses = []
    for user in world.people.values():
        client = client_class()
        if user is not None:
            client.force_login(user)
        with transaction.atomic():
            statuses.append(getattr(client, method)(address, typed).status_code)
            transaction.set_rollback(True)
    return tuple(statuses)


@pytest.mark.parametrize(("page", "state"), PAGES)
def test_who_may_open_a_page(client, world, page, state):
    address = where(world, page, state)

    assert answers(type(client), world, address, "get") == PAGES[page, state]


@pytest.mark.parametrize(("page", "state"), DEEDS)
def test_who_may_do_a_deed_and_that_a_get_does_none(client, world, page, state):
    address = where(world, page, state)

    asked = answers(type(client), world, address, "get")
    done = answers(type(client), world, address, "post", TYPED.get(page))

    assert set(asked) <= {302, 405}
    assert done == DEEDS[page, state]


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
