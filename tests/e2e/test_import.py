"""A facilitator brings a list in, answers what is asked, imports it, and takes it back."""

import re

import pytest
from playwright.sync_api import expect

from participants.models import Registration
from tests.e2e.browser import check_axe, check_fits
from tests.e2e.conftest import PHONE
from workshops.models import Workshop

PEOPLE = """List of delegates;;;
Full name;Sex;E-mail;Ministry
Sala Vuki-Example;F;sala.vuki@example.org;Ministry of Works
Tevita Cat-Example;Cat;;Ministry of Works
Mele Incomplete-Example;F;office@;Ministry of Works
"""


@pytest.fixture
def workshop(example):
    return Workshop.objects.filter(state__in=["open", "closed"], facilitators__user__email=(
        "facilitator@example.org"
    )).first()  # fmt: skip


def test_a_list_is_imported_and_taken_back(visit, workshop, script):
    page = visit("facilitator@example.org", viewport=PHONE)
    before = Registration.objects.filter(workshop=workshop).count()

    page.goto(f"/workshops/{workshop.slug}/participants/import/")
    looks_right(page, script)
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read the list").click()
    looks_right(page, script)
    page.get_by_role("button", name="Check the rows").click()
    expect(page.get_by_role("heading", name="2 rows cannot be imported yet")).to_be_visible()
    looks_right(page, script)
    page.get_by_label(re.compile("Cat")).select_option("Male")
    page.get_by_role("button", name="Keep my answers and check again").click()
    expect(page.get_by_role("heading", name="One row cannot be imported yet")).to_be_visible()
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_role("heading", name="The list is imported")).to_be_visible()
    looks_right(page, script)
    assert Registration.objects.filter(workshop=workshop).count() == before + 2

    page.get_by_role("link", name="Undo this import").click()
    looks_right(page, script)
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_role("heading", name="The import is undone")).to_be_visible()
    looks_right(page, script)
    assert Registration.objects.filter(workshop=workshop).count() == before


def looks_right(page, script):
    """Both are asked with JavaScript, without which a page is the same."""
    if script:
        check_fits(page)
        check_axe(page)
