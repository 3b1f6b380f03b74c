"""Journey 2: a city writes its recovery plan, and the body reviews it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import check_axe, follow, open_menu, press
from tests.e2e.conftest import sign_in_by_form

MANGROVES = "The city plants 4 km of mangroves before the next cyclone season."


def open_plan(page):
    open_menu(page, "Plans")
    follow(page, "Recovery plan of Suva")


def open_section(page, title):
    open_plan(page)
    follow(page, title)


def narrative(page):
    return page.get_by_label("What the city will do")


def test_an_officer_writes_a_section_and_an_action(visit, example, check):
    page = visit("officer.suva@example.org")
    check(page)
    follow(page, "Open URE-3")
    check(page)
    narrative(page).fill(MANGROVES)
    page.get_by_label("Ready", exact=True).check()
    press(page, "Save")

    check(page)
    follow(page, "Read as one text")
    check(page)
    expect(page.get_by_text(MANGROVES)).to_be_visible()

    follow(page, "Recovery plan", exact=True)
    follow(page, "Add an action")
    check(page)
    page.get_by_label("Title", exact=True).fill("Seed bank of the coast")
    page.get_by_label("Main pathway").select_option(index=3)
    page.get_by_role("group", name="Amount, new").get_by_label("Kind").select_option("cost")
    page.get_by_role("group", name="Amount, new").get_by_label("Amount in FJD").fill("12.5 lakh")
    page.get_by_label("Cost", exact=True).select_option("estimate")
    press(page, "Save", exact=True)

    check(page)
    row = page.get_by_role("row").filter(has_text="Seed bank of the coast")
    expect(row).to_contain_text("FJD 1,250,000")


def test_both_texts_are_shown_to_who_saves_second(visit, example, check):
    first, second = visit("focal.suva@example.org"), visit("officer.suva@example.org")
    for page in (first, second):
        open_section(page, "Diversify the local economy")
    narrative(first).fill("First: the market reopens.")
    press(first, "Save")

    narrative(second).fill("Second: vendors pay half the fee.")
    press(second, "Save")

    check(second)
    texts = second.get_by_role("alert")
    expect(texts.get_by_role("heading", name="Yours")).to_be_visible()
    expect(texts).to_contain_text("First: the market reopens.")
    expect(texts).to_contain_text("Second: vendors pay half the fee.")
    press(second, "Edit the two together")
    check(second)
    together = narrative(second).input_value()
    assert "First: the market reopens." in together
    assert "Second: vendors pay half the fee." in together
    press(second, "Save")


def test_what_is_typed_is_saved_by_itself(open_page, example):
    page = open_page()
    sign_in_by_form(page, "officer.suva@example.org")
    open_section(page, "Diversify the local economy")

    narrative(page).press_sequentially("The market reopens. ")

    expect(page.locator("#saved")).to_contain_text(re.compile("^Saved "))
    check_axe(page)
    page.reload()
    assert "The market reopens." in narrative(page).input_value()


@pytest.mark.usefixtures("example")
def test_a_plan_is_submitted_reviewed_and_published(visit, check):
    focal_point = visit("focal.suva@example.org")
    answer_the_reviewer(focal_point, check)
    open_plan(focal_point)
    follow(focal_point, "Check and submit")
    check(focal_point)
    press(focal_point, "Submit the plan")
    check(focal_point)

    organiser = visit("organiser@example.org")
    open_plan(organiser)
    check(organiser)
    press(organiser, "Review complete")

    open_plan(focal_point)
    press(focal_point, "Publish")
    check(focal_point)

    neighbour = visit("officer.hoi-an@example.org")
    open_plan(neighbour)
    check(neighbour)
    expect(neighbour.get_by_text("Published, revision 2")).to_be_visible()
    expect(neighbour.get_by_text(MANGROVES)).to_be_visible()
    assert neighbour.get_by_role("link", name="The plan at work").count() == 0
    neighbour.goto(f"{neighbour.url.partition('revisions')[0]}sections/URE-3/edit/")
    expect(neighbour.get_by_role("heading", level=1)).to_have_text("There is no such page")


def answer_the_reviewer(page, check):
    follow(page, "Open URE-3")
    narrative(page).fill(MANGROVES)
    page.get_by_label("Ready", exact=True).check()
    press(page, "Save")
    open_section(page, "Invest in nature-based")
    follow(page, "Reply")
    check(page)
    page.get_by_label("What do you want to say?").fill("The four outfall drains.")
    press(page, "Send the reply")
