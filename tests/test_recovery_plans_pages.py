import pytest
from django.urls import reverse

from tests.writing_plans import make_complete_plan, make_focal_point


def url(page, plan, *rest):
    return reverse(f"recovery_plans:{page}", args=[plan.pk, *rest])


@pytest.fixture
def whole_plan(project):
    return make_complete_plan(project)


@pytest.fixture
def focal_point(whole_plan):
    return make_focal_point(whole_plan)


PAGES = [
    ("plan_detail", ()),
    ("plan_edit", ()),
    ("plan_pathways", ()),
    ("plan_check", ()),
    ("plan_history", ()),
    ("plan_preview", ()),
    ("action_list", ()),
    ("action_add", ()),
    ("action_edit", (1,)),
    ("action_remove", (1,)),
    ("comment_list", ()),
    ("comment_add", ()),
]


@pytest.mark.parametrize(("page", "rest"), PAGES)
def test_the_focal_point_opens_every_page_of_the_draft(client, whole_plan, focal_point, page, rest):
    client.force_login(focal_point)

    assert client.get(url(page, whole_plan, *rest)).status_code == 200


@pytest.mark.parametrize(
    ("page", "rest", "status"),
    [
        ("plan_detail", (), 200),
        ("plan_preview", (), 200),
        ("plan_history", (), 200),
        ("action_edit", (1,), 200),
        ("action_add", (), 403),
        ("plan_edit", (), 403),
        ("plan_pathways", (), 403),
        ("action_remove", (1,), 403),
        ("adoption_add", (), 403),
    ],
)
def test_an_organiser_reads_the_draft_and_does_not_write_it(
    client, whole_plan, organiser, page, rest, status
):
    client.force_login(organiser)

    assert client.get(url(page, whole_plan, *rest)).status_code == status
