"""How much a plan bears: long texts, many actions, a framework that goes on without it."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from recovery_plans.forms import SectionForm
from recovery_plans.models import Action, RecoveryPlan
from tests.factories import make_framework, make_organiser
from tests.typing_people import typed
from tests.writing_plans import make_complete_plan, make_milestones, publish

pytestmark = pytest.mark.django_db

FIRST_VISIT = 90 * 1000
FILES = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')


def page(name, plan, *rest):
    return reverse(f"recovery_plans:{name}", args=[plan.pk, *rest])


def compressed(content):
    return len(gzip.compress(content, 6))


@pytest.mark.parametrize("name", ["plan_detail", "section_edit"])
def test_a_first_visit_is_at_most_90_kb_compressed(client, plan, officer, name):
    client.force_login(officer)
    rest = [plan.sections.first().pathway.code] if name == "section_edit" else []

    html = client.get(page(name, plan, *rest)).content

    files = set(FILES.findall(html.decode()))
    sizes = [compressed(Path(finders.find(file)).read_bytes()) for file in files]
    assert {"css/portal.css", "bootstrap/css/bootstrap.min.css"} <= files
    assert sum(sizes) + compressed(html) <= FIRST_VISIT


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_megabyte_of_text_is_refused_at_its_field_and_kept(client, plan, officer, headers):
    client.force_login(officer)
    section, text = plan.sections.first(), "A line of text.\n" * 65_536
    address = page("section_edit", plan, section.pathway.code)

    answer = client.post(address, typed(SectionForm(instance=section), narrative=text),
                         headers=headers)  # fmt: skip

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "A text has at most 100000 characters. It is all still here; make it shorter." in shown
    assert shown.count("A line of text.") == (0 if headers else 65_536)


@pytest.mark.parametrize("count", [1, 500])
def test_the_page_of_a_plan_costs_twelve_queries_however_many_actions(
    client, plan, officer, count, django_assert_max_num_queries
):
    pathway = plan.framework.pathways.first()
    Action.objects.bulk_create(
        Action(plan=plan, number=number, title="x" * 300, pathway=pathway)
        for number in range(1, count + 1)
    )
    client.force_login(officer)

    with django_assert_max_num_queries(12):
        shown = client.get(page("plan_detail", plan))

    assert shown.context["overview"].totals.actions == count


def test_an_organiser_reads_a_published_plan_in_twelve_queries(
    client, project, django_assert_max_num_queries
):
    plan = make_complete_plan(project)
    publish(plan)
    client.force_login(make_organiser(project))

    with django_assert_max_num_queries(12):
        client.get(page("plan_detail", plan))


def test_written_and_carried_out_stand_in_two_sheets(client, project):
    plan = make_complete_plan(project)
    make_milestones(plan.actions.get(), reached=2, waiting=3)
    publish(plan)
    RecoveryPlan.objects.filter(pk=plan.pk).update(state="draft")
    client.force_login(make_organiser(project))

    shown = client.get(page("plan_detail", plan)).content.decode()

    sheets = shown.split('<div class="sheet')
    assert ["Written 1 of 1" in sheet for sheet in sheets].count(True) == 1
    assert ["Carried out 40 %" in sheet for sheet in sheets].count(True) == 1
    assert not any("Written 1 of 1" in one and "Carried out 40 %" in one for one in sheets)


def test_a_new_edition_of_the_framework_leaves_an_open_plan_as_it_is(client, plan, officer):
    project = plan.project_city.project
    project.framework = make_framework(pathways=3)
    project.save()
    client.force_login(officer)
    section = plan.sections.first()
    address = page("section_edit", plan, section.pathway.code)

    choices = client.get(page("plan_pathways", plan)).context["page"].forms
    saved = client.post(address, typed(SectionForm(instance=section), narrative="Still ours."))

    section.refresh_from_db()
    assert (len(choices), saved.status_code, section.narrative) == (15, 302, "Still ours.")
    assert client.get(page("plan_detail", plan)).status_code == 200
    assert client.get(page("actions_by", plan, "pathway")).status_code == 200


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("![a](https://example.org/a.png)", "example.org/a.png"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
    ],
)
def test_a_vision_runs_nothing(client, plan, officer, text, shown):
    RecoveryPlan.objects.filter(pk=plan.pk).update(vision=text)
    client.force_login(officer)

    html = client.get(page("plan_detail", plan)).content.decode()

    assert shown in html
    assert "<img" not in html
    assert 'href="javascript' not in html
