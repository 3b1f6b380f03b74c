"""Signing in while the Redis of the full shape is away or frozen; a dead one is enough of it."""

import socket
import time

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.factories import PASSWORD, make_user
from workshop_portal import cache as patient


@pytest.fixture
def frozen():
    """An address that takes a connection and never says a word, as a stopped process does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture(params=["away", "frozen"])
def redis(request, settings, frozen, monkeypatch):
    monkeypatch.setattr(patient.PatientRedisCache, "asked_again_at", 0.0)
    settings.CACHES = {
        "default": {
            "BACKEND": "workshop_portal.cache.PatientRedisCache",
            "LOCATION": frozen if request.param == "frozen" else "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
        }
    }


def sign_in(client, password):
    return client.post(
        reverse("account_login"), {"login": "sala@example.org", "password": password}
    )


def test_who_knows_the_password_gets_in_and_who_does_not_stays_out(client, db, redis):
    make_user(email="sala@example.org")
    begun = time.monotonic()

    wrong = sign_in(client, "wrong")
    right = sign_in(client, PASSWORD)

    assert (wrong.status_code, right.status_code) == (200, 302)
    assert client.get("/home/").status_code == 200
    assert time.monotonic() - begun < 20  # not a second for each of the things it is asked


def test_password_reset_is_answered(client, db, redis):
    make_user(email="sala@example.org")

    answer = client.post(reverse("account_reset_password"), {"email": "sala@example.org"})

    assert answer.status_code == 302


def test_readiness_says_that_the_cache_is_away(client, db, redis):
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["cache"]) == (503, False)


def test_what_is_asked_of_it_has_an_answer(redis):
    asked = {
        "add": cache.add("key", 1), "get": cache.get("key", "none"), "set": cache.set("key", 1),
        "touch": cache.touch("key"), "delete": cache.delete("key"), "has": "key" in cache,
        "get_many": cache.get_many(["key"]), "set_many": cache.set_many({"key": 1}),
        "delete_many": cache.delete_many(["key"]),
    }  # fmt: skip

    assert asked == {
        "add": True, "get": "none", "set": None, "touch": False, "delete": False, "has": False,
        "get_many": {}, "set_many": ["key"], "delete_many": None,
    }  # fmt: skip
