"""The frame of every page: colours, probes, and the way back to where one was."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from jobs.tasks import SWEPT


def choose(client, **fields):
    return client.post(reverse("desk:theme"), fields)


@pytest.fixture
def _worker_was_just_seen(db):
    cache.set(SWEPT, timezone.now())
    yield
    cache.delete(SWEPT)


def test_chosen_colours_are_kept_in_a_cookie_and_on_the_page(client, db):
    answer = choose(client, theme="dark", next="/help/")

    cookie = answer.cookies["theme"]
    assert (answer.url, cookie.value, cookie["httponly"]) == ("/help/", "dark", True)
    assert 'data-bs-theme="dark"' in client.get("/help/").content.decode()


def test_colours_as_on_the_device_take_the_cookie_away(client, db):
    choose(client, theme="dark")

    choose(client, theme="")

    page = client.get("/help/").content.decode()
    assert page[: page.index(">", page.index("<html"))].count("data-bs-theme") == 0


@pytest.mark.parametrize("colours", ["<script>", "DARK", "dark; Path=/"])
def test_other_colours_are_not_kept(client, db, colours):
    assert choose(client, theme=colours).cookies["theme"].value == ""


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "", "javascript:1"])
def test_next_never_leads_to_another_host(client, db, address):
    assert choose(client, theme="dark", next=address).url == "/"


def test_theme_is_only_posted(client, db):
    assert client.get(reverse("desk:theme")).status_code == 405


def test_web_is_live_without_asking_the_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/health/live").content == b"ok"


@pytest.mark.usefixtures("_worker_was_just_seen")
def test_portal_is_ready_when_every_part_answers(client):
    answer = client.get("/health/ready")

    parts = {"database": True, "migrations": True, "cache": True, "worker": True}
    assert (answer.status_code, answer.json()) == (200, parts)


def test_late_worker_is_said_while_pages_are_served_on(client, db):
    cache.set(SWEPT, timezone.now() - datetime.timedelta(minutes=3))

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["worker"]) == (200, False)


def test_portal_is_not_ready_without_its_cache(client, db, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "set", broken)

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["cache"]) == (503, False)


def test_portal_is_not_ready_before_it_is_migrated(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'cities'")

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["migrations"]) == (503, False)
