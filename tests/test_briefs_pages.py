import pytest
from django.urls import reverse

from briefs.forms import BriefForm, BriefSectionForm
from briefs.models import Brief, BriefExport, Edition
from briefs.services import begin_brief, choose_contents, make_edition
from recommendations.models import Finding
from tests.typing_people import typed


@pytest.fixture
def findings(project):
    return [Finding.objects.create(project=project, title=f"F{n}", order=n) for n in (1, 2)]


@pytest.fixture
def brief(project, organiser, findings, plan):
    return begin_brief(project, title="Brief", slug="brief", language="en", by=organiser)


@pytest.fixture
def signed_in(client, organiser):
    client.force_login(organiser)
    return client


def contents(brief):
    return [row.finding.title for row in brief.brief_findings.order_by("order")]


def test_an_organiser_begins_a_brief_with_all_that_the_project_has(
    signed_in, project, findings, plan
):
    response = signed_in.post(
        reverse("briefs:brief_add"),
        {"project": project.pk, "title": "Résumé for cities", "language": "en", "slug": ""},
    )

    brief = Brief.objects.get()
    assert response.url == reverse("briefs:brief_detail", args=["resume-for-cities"])
    assert contents(brief) == ["F1", "F2"]
    assert [row.project_city for row in brief.brief_cities.all()] == [plan.project_city]
    assert brief.sections.count() == 9


def test_a_title_that_makes_no_address_is_asked_for_one(signed_in, project):
    response = signed_in.post(
        reverse("briefs:brief_add"), {"project": project.pk, "title": "خلاصة", "language": "ar"}
    )

    assert list(response.context["form"].errors) == ["slug"]


def test_cover_and_contents_are_saved_together(signed_in, brief, findings):
    data = typed(BriefForm(instance=brief), title="Better", findings=[findings[1].pk])

    signed_in.post(reverse("briefs:brief_edit", args=["brief"]), data)

    brief.refresh_from_db()
    assert (brief.title, contents(brief)) == ("Better", ["F2"])


def test_a_choice_of_somebody_else_is_shown_and_never_put_back(signed_in, brief, findings):
    opened = typed(BriefForm(instance=brief), title="Better")
    choose_contents(brief, cities=[], workshops=[], findings=[findings[0]], recommendations=[])

    response = signed_in.post(reverse("briefs:brief_edit", args=["brief"]), opened)

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"cities", "findings"}
    assert response.context["form"]["findings"].value() == [str(findings[0].pk)]
    brief.refresh_from_db()
    assert (brief.title, contents(brief)) == ("Brief", ["F1"])


def test_a_part_is_written(signed_in, brief):
    section = brief.sections.get(key="context")

    signed_in.post(
        reverse("briefs:brief_section_edit", args=["brief", "context"]),
        typed(BriefSectionForm(instance=section), text="**Now.**", status="ready"),
    )

    section.refresh_from_db()
    assert (section.text, section.status, section.version) == ("**Now.**", "ready", 2)


def test_who_published_an_edition_is_kept_and_publishing_again_is_refused_in_words(
    signed_in, brief, organiser
):
    edition = make_edition(brief, by=organiser)
    publish = reverse("briefs:edition_publish", args=["brief", edition.number])

    signed_in.post(publish)
    again = signed_in.post(publish, follow=True)

    edition.refresh_from_db()
    assert (edition.state, edition.published_by) == (Edition.State.PUBLISHED, organiser)
    assert [str(message) for message in again.context["messages"]][-1] == (
        "Only a draft edition can be published."
    )


def test_two_clicks_ask_for_one_file(signed_in, brief, organiser):
    edition = make_edition(brief, by=organiser)
    make = reverse("briefs:export_make", args=["brief", edition.number])

    answers = [signed_in.post(make).url for _click in range(2)]

    export = BriefExport.objects.get()
    assert answers == [reverse("briefs:export_detail", args=["brief", export.pk])] * 2


def test_figures_that_moved_since_the_edition_are_listed(signed_in, brief, organiser, plan):
    make_edition(brief, by=organiser)
    choose_contents(brief, cities=[], workshops=[], findings=[], recommendations=[])

    page = signed_in.get(reverse("briefs:brief_detail", args=["brief"]))

    assert ("city plans published", "0 of 1", "0 of 0") in [
        (change.label, change.before, change.now) for change in page.context["changes"]
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_with_one_and_three_briefs(
    signed_in, project, organiser, rows, django_assert_num_queries
):
    for number in range(rows):
        begin_brief(project, title=f"B{number}", slug=f"b{number}", language="en", by=organiser)

    with django_assert_num_queries(7):
        signed_in.get(reverse("briefs:brief_list"))
