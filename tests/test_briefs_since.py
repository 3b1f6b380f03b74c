import pytest
from django.urls import reverse

from briefs.document import BriefDocument
from briefs.services import make_edition, publish_edition
from briefs.since import moved_since
from participants.services import sign_off
from recommendations.models import ActionResponse
from recommendations.services import add_wording
from tests.brief_factories import make_published_plan, make_rich_brief, publish


@pytest.fixture
def edition(project, organiser):
    return publish_edition(make_edition(make_rich_brief(project), by=organiser), by=organiser)


def move_all(project, organiser):
    suva, pune = (
        project.project_cities.get(city__name=name).recovery_plan for name in ("Suva", "Pune")
    )
    publish(suva)
    pune.state = "withdrawn"
    pune.save()
    sign_off(project.workshops.get(title="Second workshop"), by=organiser)
    add_wording(project.recommendations.get(number=4), text="Ask in time.", by=organiser)
    project.findings.update(changed_at="2100-01-01T00:00Z")
    ActionResponse.objects.create(
        recommendation=project.recommendations.get(number=2), action=suva.actions.first()
    )


def words(moved):
    """Without the name before each."""
    return [each.words.partition(": ")[2] for each in moved]


def test_each_thing_that_moved_says_what_changed(edition, project, organiser, client):
    document = BriefDocument.from_json(edition.content)
    assert moved_since(edition, document, organiser).things == []

    move_all(project, organiser)
    since = moved_since(edition, document, organiser)

    assert words(since.plans) == ["revision 1, no longer public", "revision 1, now revision 2"]
    assert words(since.workshops) == ["3 (2/1), now 3 (2/1), record 1"]
    assert words(since.findings) == ["changed since"]
    assert words(since.recommendations) == ["wording 1, now wording 2"]
    assert words(since.answers) == ["said to act on recommendation 2"]
    assert since.summary == ("2 plans, 1 workshop, 1 finding, 1 recommendation, 1 answer of a plan")
    client.force_login(organiser)
    addresses = [moved.address for moved in since.things if moved.address]
    assert {client.get(address).status_code for address in addresses} == {200}


def test_the_public_is_told_of_plans_and_workshops_only(edition, project, organiser, client):
    move_all(project, organiser)

    page = client.get(reverse("briefs:edition_detail", args=[edition.brief.slug, 1]))

    assert page.context["since"].summary == "2 plans, 1 workshop"


def test_it_costs_the_same_for_more_cities(edition, project, organiser, django_assert_num_queries):
    for name in ("Dhaka", "Hanoi"):
        make_published_plan(project, name, [(0, "estimate", "")])
    brief = edition.brief
    for order, place in enumerate(project.project_cities.filter(city__name__in=["Dhaka", "Hanoi"])):
        brief.brief_cities.create(project_city=place, order=order + 9)
    later = make_edition(brief, by=organiser)
    document = BriefDocument.from_json(later.content)
    move_all(project, organiser)

    with django_assert_num_queries(10):
        moved_since(later, document, organiser)
