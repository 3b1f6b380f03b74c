"""Writing on a line that drops: nothing typed or pasted is lost, and the page says so honestly."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import press
from tests.e2e.test_plan import narrative
from tests.factories import make_action, make_officer, make_plan, make_project

SAVED = re.compile("^Saved ")
OFFLINE = "Not saved, no connection, will try again"
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p {color: red}</style></head><body><!--StartFragment-->
<p class=MsoHeading1>The coast</p><h2>What is known</h2>
<p class=MsoNormal>The belt is <b>four</b> <i>kilometres</i> long<a href="#_ftn1" name="_ftnref1"
><span class=MsoFootnoteReference>[1]</span></a> and 5 * 3 m wide.<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·
<span>&nbsp;&nbsp;</span></span>Plant</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o
</span>at low tide</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo2'><span style='mso-list:Ignore'>2.
</span>Guard</p>
<table><tr><td><p>Year</p></td><td><p>Trees</p></td></tr>
<tr><td>2027</td><td>1 | 2</td></tr></table>
<p><a href="https://example.org/a">A source</a> <a href="javascript:alert(1)">no source</a></p>
<div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1">[1]</a> Survey of 2025.</p></div>
<script>alert(1)</script><!--EndFragment--></body></html>"""
PASTED = """# The coast

## What is known

The belt is **four** *kilometres* long[^1] and 5 \\* 3 m wide.

- Plant
   - at low tide
1. Guard

| Year | Trees |
| --- | --- |
| 2027 | 1 \\| 2 |

[A source](https://example.org/a) no source

[^1]: Survey of 2025."""


@pytest.fixture
def section(transactional_db):
    plan = make_plan(make_project())
    plan.sections.update(is_part=True)
    return plan.sections.first()


@pytest.fixture
def open_editor(open_page, sign_in, section):
    def open_editor(officer=None, **options):
        page = open_page(**options)
        sign_in(page, officer or make_officer(section.plan.project_city))
        page.goto(address_of(section))
        return page

    return open_editor


@pytest.fixture
def open_on_a_bad_line(browser, live_server, sign_in, section):
    """As `open_editor`, where what the browser says of a dropped line is no fault."""
    contexts = []

    def open_on_a_bad_line(officer=None):
        contexts.append(browser.new_context(base_url=live_server.url, locale="en-GB"))
        page = contexts[-1].new_page()
        sign_in(page, officer or make_officer(section.plan.project_city))
        page.goto(address_of(section))
        return page

    yield open_on_a_bad_line
    for context in contexts:
        context.close()


def address_of(section):
    return f"/plans/{section.plan_id}/sections/{section.pathway.code}/edit/"


def paste(page, html, text=""):
    page.evaluate(
        """([html, text]) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", text);
            const event = { clipboardData: data, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        [html, text],
    )


def test_a_text_pasted_from_word_keeps_headings_lists_tables_and_notes(open_editor, section):
    page = open_editor()
    narrative(page).focus()

    paste(page, WORD)

    assert narrative(page).input_value() == PASTED
    expect(page.locator("#saved")).to_contain_text(SAVED)
    section.refresh_from_db()
    assert section.narrative == PASTED
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("cell", name="1 | 2")).to_be_visible()
    page.keyboard.press("Control+Z")


def test_a_text_without_any_form_is_pasted_by_the_browser(open_editor):
    page = open_editor()
    narrative(page).focus()

    paste(page, "<span>Only words</span>", "Only words")

    assert narrative(page).input_value() == ""  # left to the browser, which trusts no script


def test_two_who_write_side_by_side_one_offline_half_the_time_end_with_what_both_wrote(
    open_on_a_bad_line, section
):
    first, second = open_on_a_bad_line(), open_on_a_bad_line()
    for turn in range(3):
        second.context.set_offline(True)
        add(first, f"First {turn}.")
        add(second, f"Second {turn}.")
        expect(first.locator("#saved")).to_contain_text(SAVED)
        expect(second.locator("#saved")).to_have_text(OFFLINE)
        second.context.set_offline(False)
        bring_together(second)
        for page in (first, second):
            page.goto(address_of(section))

    section.refresh_from_db()
    wanted = [f"{who} {turn}." for turn in range(3) for who in ("First", "Second")]
    assert sorted(section.narrative.split("\n\n")) == sorted(wanted)


def add(page, paragraph):
    text = narrative(page).input_value()
    narrative(page).fill(f"{text}\n\n{paragraph}".strip())


def bring_together(page):
    """The portal has both texts now, and asks: they are put together, and saved."""
    page.get_by_role("button", name="Edit the two together").click()
    expect(page.get_by_role("heading", name="Both texts are in the form below")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/plans/\d+/$"))


def test_what_was_typed_when_the_session_ended_is_kept_and_offered_back(
    open_on_a_bad_line, section, settings
):
    officer = make_officer(section.plan.project_city)
    page = open_on_a_bad_line(officer)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    narrative(page).fill("Typed after the session ended.")

    expect(page.locator("#saved")).to_contain_text("you are signed out")
    again = page.context.new_page()
    sign_in_again(again, officer)
    again.goto(page.url)
    again.get_by_role("button", name="Bring it back").click()
    assert narrative(again).input_value() == "Typed after the session ended."
    expect(again.locator("#saved")).to_contain_text(SAVED)


def sign_in_again(page, officer):
    page.goto("/accounts/login/")
    page.fill("input[name=login]", officer.email)
    page.fill("input[name=password]", "correct horse battery staple")
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/home/")


def test_an_action_is_saved_by_itself_and_what_the_line_drops_is_offered_back(
    open_on_a_bad_line, section
):
    plan = section.plan
    mine, theirs = (make_action(plan, title=title) for title in ("Belt", "Market"))
    first, second = open_on_a_bad_line(), open_on_a_bad_line()
    first.goto(f"/plans/{plan.pk}/actions/{mine.number}/edit/")
    second.goto(f"/plans/{plan.pk}/actions/{theirs.number}/edit/")
    second.context.set_offline(True)

    first.get_by_label("Risk").fill("Cyclones")
    second.get_by_label("Risk").fill("High rents")
    new_row = second.get_by_role("group", name="Milestone, new")
    new_row.get_by_label("What is reached").fill("Stalls reopened")

    expect(first.locator("#saved")).to_contain_text(SAVED)
    expect(second.locator("#saved")).to_have_text(OFFLINE)
    second.context.set_offline(False)
    expect(second.locator("#saved")).to_contain_text("wait for the button")
    second.reload()
    second.get_by_role("button", name="Bring it back").click()
    press(second, "Save", exact=True)
    assert theirs.milestones.get().title == "Stalls reopened"
    for action, risk in ((mine, "Cyclones"), (theirs, "High rents")):
        action.refresh_from_db()
        assert action.risk == risk


def test_a_new_action_is_kept_on_the_device_until_it_is_sent(open_on_a_bad_line, section):
    page = open_on_a_bad_line()
    add = f"/plans/{section.plan_id}/actions/add/"
    page.goto(add)
    page.get_by_label("Title", exact=True).fill("Seed bank of the coast")
    page.get_by_label("Main pathway").select_option(index=3)

    page.goto(add)
    page.get_by_role("button", name="Bring it back").click()
    press(page, "Save", exact=True)

    assert section.plan.actions.get().title == "Seed bank of the coast"
    page.goto(add)
    expect(page.get_by_role("button", name="Bring it back")).to_be_hidden()
