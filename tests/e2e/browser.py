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


def check_axe(page):
    """No fault that axe knows, on the page as it stands now."""
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def check_fits(page):
    """Nothing makes the page wider than the window."""
    width, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= window, f"{page.url} is {width} px wide in a window of {window} px"
