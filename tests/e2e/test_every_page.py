"""Every page that a role can reach by links in the example: on a small phone, in light and dark.

Of pages made by one view the first found stands for all: one participant for every participant.
"""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from tests.e2e.browser import check_axe, check_fits
from tests.e2e.conftest import sign_in_by_form

SMALL_PHONE = {"width": 320, "height": 640}
ROLES = {  # who may see most comes first; and how many pages each finds at least
    "organiser@example.org": 44,
    "focal.suva@example.org": 30,
    "facilitator@example.org": 24,
    None: 14,
}
NO_PAGES = {  # files, and what is Django's own
    "admin:index",
    "briefs:brief_changes_table",
    "briefs:edition_changes_table",
    "briefs:edition_file",
    "briefs:export_download",
    "briefs:translation_file",
    "cities:diagnostic_file",
    "cities:report_download",
    "desk:own_file",
    "desk:privacy_request_file",
    "participants:certificate_download",
    "participants:certificates_xlsx",
    "participants:private_calendar",
    "participants:workshop_calendar",
    "recommendations:comment_docx",
    "recommendations:comment_xlsx",
    "recommendations:finding_file",
    "recovery_plans:action_csv",
    "recovery_plans:action_xlsx",
    "recovery_plans:file_download",
    "recovery_plans:plan_matrix_csv",
    "recovery_plans:plan_matrix_xlsx",
    "participants:export_csv",
    "participants:export_xlsx",
    "desk:project_figures_file",
    "desk:project_public_figures_file",
    "participants:breakdown_file",
    "participants:import_template",
    "recovery_plans:adoption_file",
    "recovery_plans:annex_file",
    "recovery_plans:workbook_export",
}
LINKS = "[...document.links].map(link => [link.origin, link.pathname + link.search])"


@pytest.mark.skipif(settings.FULL_SHAPE, reason="pages look alike in both shapes; walked in one")
def test_every_page_fits_a_small_phone_and_can_be_used_by_everybody(open_page, example):
    checked = set()  # a page that two roles see is measured for both, and given to axe once
    for email, at_least in ROLES.items():
        page = open_page(viewport=SMALL_PHONE, reduced_motion="reduce")  # no colour half way
        if email:
            sign_in_by_form(page, email)
        found = list(walk(page, checked))
        assert len(found) >= at_least, (email, sorted(found))


def walk(page, checked):
    """Go to one page of each view that links lead to, and yield the views."""
    seen, ahead = set(), ["/"]
    while ahead:
        address = ahead.pop(0)
        view = view_of(address)
        if view is None or view in seen:
            continue
        seen.add(view)
        answer = page.goto(address)
        assert answer.status == 200, address
        check_fits(page)
        if view not in checked:
            checked.add(view)
            check_in_both_schemes(page)
        ahead += [path for origin, path in page.evaluate(LINKS) if page.url.startswith(origin)]
        yield view


def view_of(address):
    try:
        name = resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None
    return None if name in NO_PAGES else name


def check_in_both_schemes(page):
    page.emulate_media(color_scheme="light")
    check_axe(page)
    page.emulate_media(color_scheme="dark")
    check_axe(page, rules=["color-contrast"])
