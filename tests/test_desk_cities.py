"""The list of cities and the page of one."""

import pytest
from django.urls import reverse

from tests import factories


def listed(client, **query):
    lines = client.get(reverse("desk:city_list"), query).context["lines"]
    return [line.city.name for line in lines]


def test_city_is_found_by_other_names_country_and_commission(client, project):
    body = factories.make_body(code="ESCAP")
    hoi_an = factories.make_city(
        name="Hội An",
        alternate_names="Hoi An|Faifo",
        country=factories.make_country(name="Viet Nam"),
    )
    factories.make_project_city(project, city=hoi_an, body=body)
    factories.make_city(name="Lima")

    assert listed(client) == ["Hội An", "Lima"]
    assert listed(client, name="faifo") == ["Hội An"]
    assert listed(client, name="Viet") == ["Hội An"]
    assert listed(client, body=body.pk) == ["Hội An"]


def test_other_names_are_never_shown(client, db):
    city = factories.make_city(name="Hội An", alternate_names="Faifo")

    text = client.get(reverse("desk:city_detail", args=[city.slug])).content.decode()

    assert ("Hội An" in text, "Faifo" in text) == (True, False)


def test_page_gives_commission_position_and_its_credit(client, project):
    body = factories.make_body(code="ESCAP")
    city = factories.make_city(latitude="15.87944", longitude="108.33500")
    factories.make_project_city(project, city=city, body=body)

    text = client.get(reverse("desk:city_detail", args=[city.slug])).content.decode()

    assert all(words in text for words in ("ESCAP", "15.87944, 108.33500", "GeoNames", "CC BY 4.0"))


def test_draft_plan_is_told_of_only_to_those_who_may_read_it(client, plan, officer):
    address = reverse("desk:city_detail", args=[plan.project_city.city.slug])
    plan_address = reverse("recovery_plans:plan_detail", args=[plan.pk])

    public = client.get(address).content.decode()
    client.force_login(officer)
    own = client.get(address).content.decode()

    assert ("no plan is published yet" in public, plan_address in public) == (True, False)
    assert plan_address in own


def test_invented_draft_is_told_of_without_a_link_and_marked(client, project):
    plan = factories.make_plan(project, is_example=True)

    text = client.get(
        reverse("desk:city_detail", args=[plan.project_city.city.slug])
    ).content.decode()

    assert "being written" in text
    assert 'class="example"' in text
    assert reverse("recovery_plans:plan_detail", args=[plan.pk]) not in text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_a_fixed_number_of_queries(client, project, rows, django_assert_num_queries):
    for _ in range(rows):
        place = factories.make_project_city(project, body=factories.make_body())
        factories.make_plan(project, project_city=place, is_example=True)

    with django_assert_num_queries(6):
        client.get(reverse("desk:city_list"))


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_a_fixed_number_of_queries(client, project, rows, django_assert_num_queries):
    city = factories.make_city()
    factories.make_project_city(project, city=city)
    for _ in range(rows):
        factories.make_registration(factories.make_workshop(project, city=city))

    with django_assert_num_queries(11):
        client.get(reverse("desk:city_detail", args=[city.slug]))
