"""The browser of the journeys, and what is asked of every page in it."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

CHROMIUM_OPTIONS = [
    "--no-sandbox",  # the suite may run as root
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
]


def chromium_path():
    path = shutil.which("chromium")
    if path is None:
        words = "Chromium is missing; `make test` installs it."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(words)
    return path


def check_axe(page, rules=None):
    """No fault that axe knows, or that breaks these of its rules, on the page as it stands now."""
    options = {"resultTypes": ["violations"]}  # twice as quick as telling of all that is well
    results = Axe().run(page, options=options | ({"runOnly": rules} if rules else {}))
    assert results.violations_count == 0, results.generate_report()


def check_fits(page):
    """Nothing makes the page wider than the window."""
    width, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= window, f"{page.url} is {width} px wide in a window of {window} px"


def open_menu(page, name):
    """One of the words in the header."""
    _click(page, page.get_by_role("navigation", name="Main").get_by_role("link", name=name))


def follow(page, name, **options):
    """The link in the page with these words, until the page it leads to is there."""
    _click(page, page.get_by_role("main").get_by_role("link", name=name, **options))


def press(page, name, **options):
    """The button in the page with these words, until the page that answers is there."""
    _click(page, page.get_by_role("main").get_by_role("button", name=name, **options))


def _click(page, target):
    with page.expect_navigation():
        target.first.click()
