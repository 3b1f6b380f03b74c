import pytest

from tests import factories
from tests.e2e.browser import check_axe, check_fits
from tests.e2e.conftest import DESKTOP, PHONE


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_the_sign_in_page_can_be_used_by_everybody(open_page, viewport, color_scheme):
    page = open_page(viewport=viewport, color_scheme=color_scheme)

    page.goto("/accounts/login/")

    check_axe(page)
    check_fits(page)


def test_somebody_signs_in_without_javascript(page_without_script, transactional_db):
    user = factories.make_user(email="officer@example.org")
    page = page_without_script

    page.goto("/accounts/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()

    page.wait_for_url("**/home/")

    assert page.get_by_role("heading", level=1).inner_text() == "Home"
