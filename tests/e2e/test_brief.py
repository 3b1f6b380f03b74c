"""Journey 3: an organiser makes an edition of the policy brief, and everybody downloads it."""

from playwright.sync_api import expect

from tests.e2e.browser import follow, open_menu, press

BRIEF = "Urban economic recovery in Asia and the Pacific"
CONTEXT = "Recovery began in the markets, and nobody had planned it so."


def open_brief(page):
    open_menu(page, "Briefs")
    follow(page, BRIEF)


def test_the_brief_is_made_printed_published_and_downloaded(visit, worker, example, check, script):
    page = visit("organiser@example.org")
    write_context(page, check)
    make_edition(page, check)
    file_name, content = make_pdf(page, check, renews_itself=script)
    assert file_name == "da13-policy-brief-edition-2-draft-a4-en.pdf"
    assert content.startswith(b"%PDF-")
    look_where_a_figure_comes_from(page, check)
    press(page, "Publish edition 2")
    make_pdf(page, check, renews_itself=script)

    stranger = visit()
    stranger.goto("/")
    open_brief(stranger)
    check(stranger)
    expect(stranger.get_by_text(CONTEXT)).to_be_visible()
    file_name, content = download(stranger, "PDF, A4")
    assert file_name == "da13-policy-brief-edition-2-a4-en.pdf"
    assert content.startswith(b"%PDF-")


def write_context(page, check):
    open_brief(page)
    check(page)
    follow(page, "Context", exact=True)
    check(page)
    page.get_by_label("Text", exact=True).fill(CONTEXT)
    press(page, "Save")
    open_brief(page)
    follow(page, "Preview")
    check(page)
    expect(page.get_by_text(CONTEXT)).to_be_visible()


def make_edition(page, check):
    open_brief(page)
    press(page, "Make an edition, figures as of today")
    check(page)
    expect(page.get_by_text("Edition 2, figures as of")).to_be_visible()


def make_pdf(page, check, renews_itself):
    """Ask for the file, watch its steps until it is there; returns its name and its content."""
    press(page, "Make the file")
    check(page)
    ready = page.get_by_role("link", name="Download")
    while not renews_itself and not ready.count():
        follow(page, "Look again")
        page.wait_for_timeout(500)
    expect(ready).to_be_visible(timeout=60_000)
    check(page)
    return download(page, "Download")


def look_where_a_figure_comes_from(page, check):
    follow(page, "Edition 2")
    follow(page, "attendances (M/F) at")
    check(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Where does this come from?")
    follow(page, BRIEF)


def download(page, link):
    with page.expect_download() as downloading:
        page.get_by_role("main").get_by_role("link", name=link).click()
    file = downloading.value
    return file.suggested_filename, file.path().read_bytes()
