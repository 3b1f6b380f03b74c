"""An organiser writes a part of a brief, puts it in order, and a city confirms its box."""

import re

from playwright.sync_api import expect

from accounts.models import User
from briefs.models import BriefCity, BriefSection
from cities.models import CityMembership
from tests.e2e.browser import check_axe, check_fits, follow, open_menu, press

BRIEF = "Urban economic recovery in Asia and the Pacific"
PHONE = {"width": 360, "height": 780}


def open_brief(page):
    open_menu(page, "Briefs")
    follow(page, BRIEF)


def test_a_part_is_written_beside_its_preview(open_page, sign_in, example):
    page = open_page(reduced_motion="reduce")  # no colour half way
    sign_in(page, User.objects.get(email="organiser@example.org"))
    page.goto("/home/")
    open_brief(page)
    follow(page, "Context", exact=True)
    text, preview = page.get_by_label("Text", exact=True), page.locator("#preview")

    text.fill("Of [[figure:plan]]: ")
    expect(page.locator("#id_text_remarks")).to_contain_text("Write [[figure:plans]]")
    expect(preview.locator("mark")).to_have_text("[[figure:plan]]")
    text.fill("Of ")
    page.get_by_text("Insert a figure").click()
    page.get_by_label("Search figures").fill("city plans")
    page.get_by_role("button", name="Insert city plans published").click()
    page.get_by_role("button", name="Note", exact=True).click()
    page.keyboard.type("Why so.")

    expect(preview).to_contain_text("Of 1 of 4")
    expect(preview.get_by_role("listitem")).to_contain_text("Why so.")
    expect(page.locator("#id_text_remarks")).to_be_empty()
    expect(page.locator("#saved")).to_contain_text(re.compile("^Saved "))
    for scheme, size in [("light", None), ("dark", PHONE)]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size or {"width": 1280, "height": 900})
        check_axe(page)
        check_fits(page)
    press(page, "Save")
    saved = BriefSection.objects.get(key="context")
    assert saved.text.replace("\r", "") == "Of [[figure:plans]][^1]\n\n[^1]: Why so."


def test_order_by_buttons_and_a_box_confirmed(open_page, sign_in, example):
    page = open_page(java_script_enabled=False)
    sign_in(page, User.objects.get(email="organiser@example.org"))
    page.goto("/briefs/example-regional-policy-brief/contents/")
    check_fits(page)
    press(page, "Up Suva")
    focused = page.locator("button[autofocus]")
    expect(focused).to_have_text("Up Suva")
    box = BriefCity.objects.get(project_city__city__slug="suva")
    BriefCity.objects.filter(pk=box.pk).update(version=box.version + 1)  # somebody wrote in it

    focal = open_page(viewport=PHONE, color_scheme="dark")
    sign_in(focal, focal_point_of(box))
    focal.goto("/home/")
    follow(focal, "Read the box")
    check_axe(focal)
    check_fits(focal)
    press(focal, "Confirm the box")
    expect(focal.get_by_text("confirmed by the city")).to_be_visible()


def focal_point_of(box):
    return box.project_city.memberships.filter(role=CityMembership.Role.FOCAL_POINT)[0].user
