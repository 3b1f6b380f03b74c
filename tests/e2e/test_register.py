"""Journey 1: a facilitator registers the people of a workshop, and signs its figures off."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import follow, open_menu, press

WORKSHOP = "Virtual Regional Technical Capacity Development Workshop"
OPEN_WORKSHOP = "Regional validation workshop on the policy brief"
PASTED = """\
Full name\tGender\tE-mail\tOrganisation\tCity
Ana Tora\tFemale\tana.tora@example.org\tMarket vendors (example)\tSuva
Jone Bale\tWoman or man\tjone.bale@example.org\tMarket vendors (example)\tSuva
Mere Kau\tFemale\tmere.kau@\tMarket vendors (example)\tSuva
"""


@pytest.fixture
def facilitator(visit, example):
    return visit("facilitator@example.org")


def line_of(page):
    return page.locator(".line-text strong").first.inner_text()


def open_people(page):
    open_menu(page, "Workshops")
    follow(page, WORKSHOP)
    follow(page, "List of participants")


def test_a_person_is_added_and_withdrawn_and_the_line_follows(facilitator, check):
    page = facilitator
    open_people(page)
    check(page)
    assert line_of(page) == "19 (11/8)"

    follow(page, "Add a person")
    check(page)
    page.get_by_label("Full name").fill("Litia Waqa Nadakuitavuki")
    page.get_by_label("Female", exact=True).check()
    page.get_by_label("Organisation", exact=True).fill("Market vendors (example)")
    press(page, "Add to the list")
    assert line_of(page) == "20 (11/9)"

    follow(page, "Litia Waqa Nadakuitavuki")
    check(page)
    page.get_by_label("Why withdrawn (optional)").fill("Registered by mistake")
    press(page, "Withdraw from the list")
    open_people(page)
    assert line_of(page) == "19 (11/8)"


def test_a_missing_name_is_said_where_it_is_missing(facilitator, check):
    page = facilitator
    open_people(page)
    follow(page, "Add a person")

    page.get_by_label("Full name").evaluate("field => { field.form.noValidate = true }")
    press(page, "Add to the list")

    check(page)
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Full name")).to_be_focused()


def test_a_pasted_list_is_answered_and_imported(facilitator, check):
    page = facilitator
    open_people(page)
    follow(page, "Import a list")
    check(page)
    page.get_by_label("Or paste from your sheet").fill(PASTED)
    press(page, "Read the list")
    check(page)
    press(page, "Check the rows")

    check(page)
    assert page.get_by_role("alert").get_by_role("heading").inner_text() == (
        "2 rows cannot be imported yet"
    )
    page.get_by_label(re.compile("Woman or man")).select_option(label="Prefers not to say")
    press(page, "Keep my answers and check again")
    assert page.get_by_role("alert").get_by_role("heading").inner_text() == (
        "One row cannot be imported yet"
    )
    press(page, "Import 2 rows")

    check(page)
    assert page.get_by_role("heading", level=1).inner_text() == "The list is imported"
    follow(page, "To the list of participants")
    assert line_of(page) == "21 (11/9, 1 other or not stated)"


def test_attendance_is_recorded_and_the_figures_signed_off(facilitator, visit, check):
    page = facilitator
    open_people(page)
    follow(page, "Record attendance")
    check(page)
    page.get_by_label("Everybody on this page without a mark attended").check()
    press(page, "Record attendance")
    open_people(page)
    check(page)

    follow(page, "Sign off the figures")
    check(page)
    press(page, "Sign off the figures")

    stranger = visit()
    stranger.goto("/workshops/")
    follow(stranger, WORKSHOP)
    check(stranger)
    assert line_of(stranger) == "19 (11/8)"
    expect(stranger.locator(".head .tag")).to_have_text("Figures signed off")


def test_a_stranger_registers_for_the_open_workshop(visit, example, check):
    page = visit()
    page.goto("/")
    check(page)
    follow(page, OPEN_WORKSHOP)
    check(page)
    follow(page, "Register", exact=True)
    check(page)
    page.get_by_label("Full name").fill("Semisi Faleolo")
    page.get_by_label("E-mail").fill("semisi@example.org")
    page.get_by_label("Male", exact=True).check()
    for _page in ("work", "needs", "agreements"):
        press(page, re.compile("^Next: "))
        check(page)
    press(page, "Next: Check your answers")

    check(page)
    assert page.get_by_role("definition").filter(has_text="Semisi Faleolo").count() == 1
    follow(page, re.compile("Where you come from"))
    page.get_by_label("Organisation", exact=True).fill("Ministry (example)")
    press(page, "Next: Check your answers")
    press(page, "Send my registration")

    check(page)
    assert re.fullmatch(r"[0-9A-Z]{8}", line_of(page))
    page.goto("/workshops/")
    follow(page, OPEN_WORKSHOP)
    assert line_of(page) == "10 (5/5)"
