import pytest
from django.test import Client

from accounts.models import AccessLog
from tests.factories import make_user

HERE = {"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def example_facilitator(settings, db):
    settings.FULL_SHAPE = False
    settings.SITE_URL = "http://localhost:8000"
    return make_user(email="facilitator@example.org", is_example=True)


def look_around(client, key="facilitator", **where):
    return client.post("/look-around/", {"as": key}, **{**HERE, **where})


def test_on_this_computer_one_looks_around_without_a_password(client, example_facilitator):
    offered = client.get("/accounts/login/", **HERE)

    response = look_around(client)

    assert "Look around as" in offered.content.decode()
    assert response.url == "/home/"
    assert client.get("/account/", **HERE).context["user"] == example_facilitator


def test_looking_around_is_logged(client, example_facilitator):
    look_around(client)

    (entry,) = AccessLog.objects.values("user", "action", "subject", "rows")
    assert entry == {
        "user": example_facilitator.pk,
        "action": "looked_around",
        "subject": f"accounts.user {example_facilitator.pk}",
        "rows": 0,
    }


@pytest.mark.parametrize(
    "where",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "::ffff:192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_HOST": "testserver"},
    ],
)
def test_from_elsewhere_nobody_looks_around(client, example_facilitator, where):
    offered = client.get("/accounts/login/", **{**HERE, **where})

    response = look_around(client, **where)

    assert "Look around as" not in offered.content.decode()
    assert response.status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "changed", [{"FULL_SHAPE": True}, {"SITE_URL": "https://portal.example.org"}]
)
def test_where_others_use_the_portal_nobody_looks_around(
    client, example_facilitator, settings, changed
):
    for name, value in changed.items():
        setattr(settings, name, value)

    assert look_around(client).status_code == 404


@pytest.mark.parametrize(
    "change", [{"is_example": False}, {"is_active": False}, {"email": "other@example.org"}]
)
def test_only_example_users_are_looked_around_as(client, example_facilitator, change):
    for name, value in change.items():
        setattr(example_facilitator, name, value)
    example_facilitator.save()

    assert look_around(client).status_code == 404


def test_looking_around_is_a_post_with_a_token(example_facilitator):
    strict = Client(enforce_csrf_checks=True)

    assert look_around(strict).status_code == 403
    assert strict.get("/look-around/", **HERE).status_code == 405


@pytest.mark.parametrize("key", ["admin", "", "organiser"])
def test_whoever_is_not_offered_is_not_there(client, example_facilitator, key):
    assert look_around(client, key).status_code == 404
