"""The front page: the project in figures, each leading to how it was counted."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories


@pytest.fixture
def body(project):
    return factories.make_body(code="ESCAP")


def make_published(plan, **fields):
    revision = plan.revisions.create(number=1, content={}, checksum="0" * 64)
    type(plan).objects.filter(pk=plan.pk).update(published=revision, state="published", **fields)
    plan.actions.update(is_published=True)
    return revision


def test_front_without_a_project_says_so(client, db):
    page = client.get("/")

    assert page.status_code == 200
    assert "No project has been entered yet" in page.content.decode()


def test_front_shows_the_line_of_all_workshops_held(client, project):
    first, second = (factories.make_workshop(project) for _ in range(2))
    factories.make_registration(first, gender="male")
    factories.make_registration(second, gender="female")
    factories.make_workshop(project)

    figures = client.get("/").context["page"].figures

    assert str(figures.attendances) == "2 (1/1)"
    assert (figures.held, figures.counted, figures.unknown) == (3, 2, 1)


def test_invented_and_cancelled_workshops_are_not_counted_as_held(client, project):
    factories.make_workshop(project, is_example=True)
    factories.make_workshop(project, state="cancelled")
    factories.make_workshop(project, state="draft")

    assert client.get("/").context["page"].figures.held == 0


def test_workshop_that_another_project_holds_for_it_is_counted_once(client, project):
    shared = factories.make_workshop(factories.make_project())
    shared.also_serves.add(project)

    assert client.get("/").context["page"].figures.held == 1


def test_plan_being_written_is_not_told_of_unless_it_is_invented(client, project):
    plan = factories.make_plan(project)
    factories.make_action(plan)
    example = factories.make_plan(project, is_example=True)
    factories.make_action(example)

    page = client.get("/").context["page"]

    assert (page.figures.plans, page.actions) == (1, 1)


def test_published_plan_is_counted_and_linked(client, project):
    plan = factories.make_plan(project)
    factories.make_action(plan)
    make_published(plan)

    response = client.get("/")

    page = response.context["page"]
    assert (page.figures.plans, page.figures.published, page.actions) == (1, 1, 1)
    assert reverse("recovery_plans:plan_detail", args=[plan.pk]) in response.content.decode()


def test_next_workshop_has_its_free_seats_and_hours_in_each_city(client, project, body):
    suva = factories.make_city(name="Suva", time_zone="Pacific/Fiji")
    hoi_an = factories.make_city(name="Hội An", time_zone="Asia/Ho_Chi_Minh")
    for city in (suva, hoi_an):
        factories.make_project_city(project, city=city, body=body)
    workshop = factories.make_workshop(
        project, state="open", seats=3, time_zone="Pacific/Fiji",
        start_time=datetime.time(13), end_time=datetime.time(16),
    )  # fmt: skip
    workshop.hosts.create(body=body)
    factories.make_registration(workshop)

    coming = client.get("/").context["page"].next

    assert coming.seats_free == 2
    times = [(time.place, time.begins.hour, time.ends.hour) for time in coming.times]
    assert times == [("Suva", 13, 16), ("Hội An", 8, 11)]


def test_workshop_that_is_over_is_not_next(client, project):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    factories.make_workshop(project, state="open", starts_on=yesterday, ends_on=yesterday)

    assert client.get("/").context["page"].next is None


def test_banner_and_noindex_while_anything_is_invented(client, project):
    plain = client.get("/").content.decode()
    factories.make_plan(project, is_example=True)

    example = client.get("/").content.decode()

    assert ("noindex" in plain, "noindex" in example) == (False, True)
    assert ('class="example"' in plain, 'class="example"' in example) == (False, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_front_asks_a_fixed_number_of_queries(
    client, project, body, rows, django_assert_num_queries
):
    for _ in range(rows):
        factories.make_registration(factories.make_workshop(project))
        plan = factories.make_plan(
            project, project_city=factories.make_project_city(project, body=body)
        )
        factories.make_action(plan)
        make_published(plan)
        coming = factories.make_workshop(project, state="open", seats=9)
        coming.hosts.create(body=body)

    with django_assert_num_queries(18):
        client.get("/")


def test_figures_page_leads_from_each_figure_to_its_rows(client, project):
    factories.make_registration(factories.make_workshop(project), gender="male")

    page = client.get(reverse("desk:figures"))

    text = page.content.decode()
    assert page.status_code == 200
    assert all(f'id="{name}"' in text for name in ("cities", "workshops", "attendances", "plans"))
    assert "1 (1/0)" in text


@pytest.mark.parametrize("name", ["privacy", "accessibility", "help", "figures"])
def test_pages_for_everybody_need_neither_project_nor_account(client, db, name):
    assert client.get(reverse(f"desk:{name}")).status_code == 200
