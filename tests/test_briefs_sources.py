import pytest
from django.urls import reverse

from briefs.services import begin_brief, make_edition, publish_edition
from participants.services import sign_off
from recommendations.services import add_recommendation
from tests.factories import make_registration, make_workshop


@pytest.fixture
def edition(project, organiser, workshop):
    make_registration(workshop, full_name="Suharti", gender="female")
    unsigned = make_workshop(project)
    make_registration(unsigned, full_name="Moala", gender="male")
    sign_off(workshop, by=organiser)
    add_recommendation(project, text="Cost every action.", by=organiser)
    brief = begin_brief(project, title="Brief", slug="brief", language="en", by=organiser)
    return publish_edition(make_edition(brief, by=organiser), by=organiser)


def page_of(client, edition, key):
    return client.get(reverse("briefs:figure", args=[edition.brief.slug, edition.number, key]))


def test_a_figure_leads_to_its_records_and_only_counts_people(client, edition, workshop):
    response = page_of(client, edition, "attendances")

    records, people = response.context["sources"]
    assert [row.address for row in records.rows] == [
        reverse("desk:workshop_detail", args=[workshop.slug])
    ]
    assert people.rows == ()
    assert "Suharti" not in response.content.decode()
    assert "Moala" not in response.content.decode()


def test_a_stranger_reads_which_recommendations_were_counted_but_is_not_led_inside(
    client, edition, organiser
):
    [seen_by_stranger] = page_of(client, edition, "validated").context["sources"]
    client.force_login(organiser)
    [seen_by_organiser] = page_of(client, edition, "validated").context["sources"]

    assert [row.words for row in seen_by_stranger.rows] == ["Recommendation 1, wording 1"]
    assert [bool(row.address) for row in seen_by_stranger.rows] == [False]
    assert [bool(row.address) for row in seen_by_organiser.rows] == [True]


def test_an_unknown_figure_is_not_found(client, edition):
    assert page_of(client, edition, "made-up").status_code == 404
