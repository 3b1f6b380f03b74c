import re

import pytest
from django.urls import reverse

from briefs.cells import cells_of
from briefs.document import BriefDocument
from briefs.services import begin_brief, make_edition, publish_edition
from participants.services import sign_off
from recommendations.services import add_recommendation
from tests.brief_factories import make_rich_brief
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


def test_every_figure_on_the_page_of_an_edition_leads_to_where_it_comes_from(
    client, project, organiser
):
    brief = make_rich_brief(project)
    place = brief.brief_cities.get(project_city__city__name="Suva")
    place.vision = "A city that earns."
    place.save()
    place.flagship_actions.set(place.project_city.recovery_plan.actions.all()[:1])
    rich = publish_edition(make_edition(brief, by=organiser), by=organiser)
    page = reverse("briefs:edition_detail", args=[brief.slug, 1])

    linked = set(re.findall(r'href="figures/([\w-]+)/"', client.get(page).content.decode()))
    document = BriefDocument.from_json(rich.content)
    known = {figure.key for figure in document.figures} | cells_of(document).keys()

    assert linked <= known
    kinds = {"cell", "pillar", "matrix", "city", "pathway", "participants", "finding", "result"}
    assert kinds <= {key.partition("-")[0] for key in linked}
    for key in (sample(linked, kind) for kind in kinds):
        assert page_of(client, rich, key).status_code == 200


def sample(keys, kind):
    return min(key for key in keys if key.startswith(f"{kind}-"))


def test_a_cell_leads_to_the_actions_counted_in_it_and_no_draft(client, project, organiser):
    brief = make_rich_brief(project)
    rich = publish_edition(make_edition(brief, by=organiser), by=organiser)
    code = project.framework.pathways.order_by("order").first().code.lower()

    [cell] = page_of(client, rich, f"cell-suva-{code}").context["sources"]
    [every] = page_of(client, rich, f"pathway-{code}").context["sources"]
    [noted] = page_of(client, rich, "gender-notes").context["sources"]

    assert [row.words for row in cell.rows] == ["Suva, revision 1: 2 of 3 actions"]
    assert [len(row.details) for row in cell.rows] == [2]
    assert [row.words.partition(": ")[2] for row in every.rows] == [
        "0 of 2 actions", "2 of 3 actions",
    ]  # fmt: skip
    assert [len(row.details) for row in noted.rows] == [1, 1]
    assert page_of(client, rich, f"cell-lima-{code}").status_code == 404
