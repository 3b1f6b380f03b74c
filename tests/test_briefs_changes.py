import csv
import io

import pytest
from django.urls import reverse

from briefs.changes import changes_between
from briefs.document import BriefDocument
from briefs.models import Edition
from briefs.services import make_edition, publish_edition
from briefs.tasks import make_brief as make_brief_file
from documents.sheets.read import read_table
from recommendations.services import add_wording
from tests.brief_factories import make_rich_brief, publish
from tests.factories import make_action, make_workshop


@pytest.fixture
def brief(project):
    return make_rich_brief(project)


@pytest.fixture
def published(brief, organiser):
    return publish_edition(make_edition(brief, by=organiser), by=organiser)


def move(brief, organiser):
    """A plan gains an action, a city goes, a workshop comes, a section and a wording change."""
    place = brief.brief_cities.get(project_city__city__name="Suva")
    plan = place.project_city.recovery_plan
    make_action(plan, pathway=plan.framework.pathways.order_by("order")[1])
    publish(plan)
    brief.brief_cities.get(project_city__city__name="Lima").delete()
    brief.workshops.add(make_workshop(brief.project, title="Third workshop", slug="third"))
    brief.sections.filter(key="context").update(text="The shock and what it left.")
    add_wording(brief.recommendations.get(number=1), text="Keep two lines.", by=organiser)


def page_of(client, name, *args, **query):
    return client.get(reverse(f"briefs:{name}", args=args), query)


def test_a_new_edition_says_what_it_changes_and_so_does_the_page_before_it_is_made(
    client, brief, published, organiser
):
    client.force_login(organiser)
    move(brief, organiser)

    dry = page_of(client, "brief_changes", brief.slug).context["changes"]
    assert Edition.objects.count() == 1
    made = make_edition(brief, by=organiser)
    changes = page_of(client, "edition_changes", brief.slug, made.number).context["changes"]

    assert dry == changes
    of = {figure.key: (figure.before, figure.now, str(figure.what)) for figure in changes.figures}
    assert of["plans"] == ("2 of 3", "2 of 2", "changed")
    assert of["actions"] == ("5", "6", "changed")
    assert of["validated"] == ("1 of 4", "0 of 4", "changed")
    assert of["adopted"][2] == "changed"  # decided on the revision before
    assert of["participants-third"][::2] == ("", "new")
    assert changes.cities.went == ("Lima",)
    assert changes.workshops.came == ("Third workshop",)
    assert [(one.key, one.before[-7:], one.after[-7:]) for one in changes.texts[:1]] == [
        ("section-context", " found.", "t left.")
    ]
    assert len(of) == sum(count for _what, count in changes.counts)


def test_nothing_changed_is_said(published):
    document = BriefDocument.from_json(published.content)

    assert not changes_between(document, document)


def test_the_tables_hold_the_figures_that_are_shown(client, brief, published, organiser):
    client.force_login(organiser)
    move(brief, organiser)
    address = reverse("briefs:brief_changes_table", args=[brief.slug, "csv"])
    book = reverse("briefs:brief_changes_table", args=[brief.slug, "xlsx"])

    page = page_of(client, "brief_changes", brief.slug, show="changed")
    lines = list(csv.reader(client.get(address, {"show": "changed"}).content.decode().splitlines()))
    sheet = read_table(io.BytesIO(client.get(book, {"show": "changed"}).content))

    shown = [[one.key, one.label, one.before, one.now] for one in page.context["shown"].figures]
    assert [line[:4] for line in lines[1:]] == shown
    assert [list(row.cells[:4]) for row in sheet.rows] == shown
    assert "unchanged" not in {line[4] for line in lines[1:]}


def test_the_public_compares_published_editions_and_never_a_draft(
    client, brief, published, organiser
):
    make_edition(brief, by=organiser)
    third = publish_edition(make_edition(brief, by=organiser), by=organiser)

    page = page_of(client, "edition_changes", brief.slug, third.number, since="2")

    assert page.context["shown"].since == published
    assert page_of(client, "edition_changes", brief.slug, 2).status_code == 404
    assert page_of(client, "edition_changes", brief.slug, 1).context["changes"] is None


@pytest.mark.parametrize("since", ["", "99", "x", "1' or 1=1"])
def test_an_edition_that_is_not_there_is_never_asked_for(client, brief, published, since):
    assert page_of(client, "edition_changes", brief.slug, 1, since=since).status_code == 200


def test_the_page_reads_the_brief_and_two_editions_and_nothing_more(
    client, brief, published, organiser, django_assert_num_queries
):
    later = publish_edition(make_edition(brief, by=organiser), by=organiser)

    with django_assert_num_queries(6):
        page_of(client, "edition_changes", brief.slug, later.number)


def test_a_withdrawn_edition_says_why_and_what_replaces_it_and_keeps_its_files(
    client, published, organiser, brief
):
    kept = published.exports.get(format="json")
    make_brief_file(kept.pk)
    later = publish_edition(make_edition(brief, by=organiser), by=organiser)
    client.force_login(organiser)
    deed = reverse("briefs:edition_withdraw", args=[brief.slug, 1])

    refused = client.post(deed, {"reason": " "})
    client.post(deed, {"reason": "One line was <b>wrong</b>."})
    client.logout()
    page = page_of(client, "edition_detail", brief.slug, 1)

    assert list(refused.context["form"].errors) == ["reason"]
    assert page.context["withdrawal"].reason == "One line was <b>wrong</b>."
    assert "One line was &lt;b&gt;wrong&lt;/b&gt;." in page.content.decode()
    assert page.context["successor"] == later
    assert page_of(client, "edition_file", brief.slug, 1, kept.kind).status_code == 200
