"""What every answer carries, whatever it answers."""

from html.parser import HTMLParser

import pytest
from django.contrib import admin as django_admin
from django.core.checks import run_checks
from django.db import OperationalError
from django.test import Client
from django.urls import path, reverse

from accounts.models import User
from workshop_portal import errors
from workshop_portal import settings as portal_settings
from workshop_portal.urls import urlpatterns as portal_urls

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "frame-src 'none'; img-src 'self' data:; object-src 'none'"
)


class Inline(HTMLParser):
    """Collects what the content policy would refuse to run or to apply."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        handlers = [name for name in attributes if name.startswith("on") or name == "style"]
        self.found += [f"{tag} {name}" for name in handlers]
        is_code = tag == "script" and attributes.get("type") != "application/json"
        if tag == "style" or (is_code and "src" not in attributes):
            self.found.append(tag)


def inline_in(response):
    parser = Inline()
    parser.feed(response.content.decode())
    return parser.found


def assert_is_guarded(response):
    assert sorted(response["Content-Security-Policy"].split("; ")) == sorted(POLICY.split("; "))
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "Referrer-Policy" in response
    assert inline_in(response) == []


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/accounts/login/",
        "/accounts/password/reset/",
        "/accounts/signup/",
        "/invitations/unknown/",
        "/no-such-page/",
        "/health/live",
    ],
)
def test_every_answer_to_a_stranger_is_guarded(client, db, address):
    assert_is_guarded(client.get(address))


@pytest.mark.parametrize("address", ["/account/", "/accounts/2fa/", "/accounts/logout/", "/home/"])
def test_every_answer_to_somebody_signed_in_is_guarded(client, nobody, address):
    client.force_login(nobody)

    assert_is_guarded(client.get(address))


@pytest.mark.parametrize(
    "model", sorted(django_admin.site._registry, key=str), ids=lambda model: model._meta.label
)
def test_back_office_renders_under_the_policy(client, admin, model):
    client.force_login(admin)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"

    listed = client.get(reverse(f"{name}_changelist"))
    form = client.get(reverse(f"{name}_add"))

    assert listed.status_code == 200
    assert form.status_code in {200, 403}
    assert_is_guarded(listed)
    assert_is_guarded(form)


def test_front_of_the_back_office_renders_under_the_policy(client, admin):
    client.force_login(admin)

    assert_is_guarded(client.get("/admin/"))


# Errors: a page in words for each.
def raise_error(error):
    def view(request):
        raise error

    view.login_required = False
    return view


urlpatterns = [
    *portal_urls,
    path("broken/", raise_error(RuntimeError("sala@example.org"))),
    path("no-database/", raise_error(OperationalError("connection refused"))),
]
handler500 = "workshop_portal.errors.server_error"


@pytest.fixture
def failing(settings):
    settings.ROOT_URLCONF = "tests.test_security"
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/broken/", 500, "Something went wrong here"),
        ("/no-database/", 503, "The portal is not available just now"),
    ],
)
def test_error_page_needs_no_database(failing, address, status, words):
    response = failing.get(address)

    assert response.status_code == status
    assert f'<h1 class="mb-4">{words}</h1>' in response.content.decode()
    assert "sala@example.org" not in response.content.decode()
    assert_is_guarded(response)


def test_busy_database_asks_to_come_back(failing):
    assert failing.get("/no-database/")["Retry-After"] == "30"


def test_error_is_answered_even_without_templates_and_styles(failing, settings):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [], "APP_DIRS": False}]

    response = failing.get("/broken/")

    assert response.status_code == 500
    assert response.content.decode() == errors.LAST_RESORT


def test_page_that_is_not_there_offers_the_way_in(client, db):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_forged_form_is_refused_in_words(nobody):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(nobody)

    response = strict.post("/account/", {"full_name": "x"})

    assert response.status_code == 403
    assert "What you typed is still there" in response.content.decode()


def test_page_without_the_right_says_so(client, nobody):
    client.force_login(nobody)

    response = client.get("/admin/login/")

    assert response.status_code == 403
    assert "This is not yours to open" in response.content.decode()


def test_too_much_in_one_form_is_refused_in_words(client, db, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    response = client.post("/accounts/login/", {"login": "a" * 20})

    assert response.status_code == 400
    assert "This could not be read" in response.content.decode()


def test_passwords_are_hashed_with_argon2(settings):
    settings.PASSWORD_HASHERS = portal_settings.PASSWORD_HASHERS
    user = User(email="sala@example.org")

    user.set_password("correct horse battery staple")

    assert user.password.startswith("argon2$argon2id$")


def test_system_checks_are_silent():
    assert [str(problem) for problem in run_checks()] == []
