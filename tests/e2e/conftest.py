"""A browser, a live server and a real worker for the journeys.

The worker is a Celery process of its own on the tests' database and broker, as in production:
a journey that waits for a file waits for the true way of it.
"""

import os

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import sync_playwright

from desk.example.load import load_example
from desk.example.users import set_demo_password
from tests import factories
from tests.e2e.browser import CHROMIUM_OPTIONS, check_axe, check_fits, chromium_path
from tests.jobs_app.processes import Worker

# Playwright keeps an event loop in this thread; Django would refuse to query beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items):
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(autouse=True)
def _files_shared_with_worker(settings):
    settings.MEDIA_ROOT = django_settings.PORTAL_DATA / "media"


@pytest.fixture(scope="package")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_OPTIONS
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def worker_process(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        process = Worker().start().ready()
    yield process
    process.stop()


@pytest.fixture
def worker(worker_process, transactional_db):
    """Ask for it where a journey waits for a job."""
    return worker_process


@pytest.fixture
def open_page(browser, live_server):
    """Make pages: `open_page(viewport=PHONE, java_script_enabled=False, color_scheme="dark")`.

    Whatever a page does against the content security policy, every error of a script in it,
    and every file that it asks for in vain, fails the test at its end.
    """
    contexts, faults = [], []

    def open_one(**options):
        context = browser.new_context(
            **{"base_url": live_server.url, "viewport": DESKTOP, "locale": "en-GB", **options}
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: faults.extend(faults_in(page, message)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


def faults_in(page, message):
    is_answer = message.location.get("url") == page.url  # a 404 that the test has asked for
    if message.type == "error" and not is_answer or "Content Security Policy" in message.text:
        yield f"{page.url}: {message.text}"


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def page_without_script(open_page):
    return open_page(java_script_enabled=False)


@pytest.fixture
def phone(open_page):
    return open_page(viewport=PHONE)


@pytest.fixture
def sign_in(live_server):
    """`sign_in(page, user)` without walking through the form, which has a journey of its own."""

    def sign_in(page, user):
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return sign_in


@pytest.fixture
def example(transactional_db, settings):
    """The example project, whose users sign in with the password of the factories."""
    settings.PORTAL_DEMO_PASSWORD = factories.PASSWORD
    load_example()
    set_demo_password()


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def script(request):
    """A journey that asks for it is walked twice: with JavaScript on, and with it off."""
    return request.param


@pytest.fixture
def visit(open_page, script):
    """`visit("organiser@example.org")`: a browser in which this user has signed in."""

    def visit(email=None, **options):
        page = open_page(java_script_enabled=script, **options)
        if email:
            sign_in_by_form(page, email)
        return page

    return visit


def sign_in_by_form(page, email):
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/home/")


@pytest.fixture
def check(script):
    """What is asked of each page of a journey; axe itself needs JavaScript."""

    def check(page):
        check_fits(page)
        if script:
            check_axe(page)

    return check
