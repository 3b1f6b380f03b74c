import dataclasses
import datetime
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from recovery_plans.document import PlanDocument, build_plan, checksum_of
from recovery_plans.models import (
    Action,
    Adoption,
    Indicator,
    IndicatorValue,
    Milestone,
    Money,
    PathwaySection,
    RecoveryPlan,
)
from recovery_plans.stamp import stamp_of
from tests.factories import make_action, make_officer
from tests.writing_plans import (
    DAY,
    make_complete_plan,
    make_lead,
    make_published_plan,
)

pytestmark = pytest.mark.django_db


def fill(plan, *, actions=1, each=1):
    """A plan with rows of every kind."""
    plan.chapters.create(key="situation", order=1, title="Situation", text="Wet.")
    plan.priorities.create(order=1, text="Dry feet")
    lead, pathways = make_lead(plan), list(plan.framework.pathways.all())
    for number in range(actions):
        action = make_action(
            plan, number=plan.actions.count() + 1, lead=lead, starts_on=DAY,
            pathway=pathways[number % len(pathways)], costing=Action.Costing.ESTIMATE,
        )  # fmt: skip
        action.partners.add(lead)
        action.other_pathways.add(pathways[0])
        for step in range(each):
            Milestone.objects.create(action=action, title=f"Step {step}", done_on=DAY)
            Money.objects.create(action=action, kind="cost", amount="1000.500")
            indicator = Indicator.objects.create(action=action, title="T", baseline=0, target=4)
            IndicatorValue.objects.create(indicator=indicator, value="1.5", on=DAY)


@pytest.mark.parametrize(("actions", "each"), [(1, 1), (6, 3)])
def test_a_plan_of_any_length_is_thirteen_queries(plan, django_assert_num_queries, actions, each):
    fill(plan, actions=actions, each=each)

    with django_assert_num_queries(13):
        document = build_plan(plan)

    assert len(document.actions) == actions


def test_a_document_comes_back_from_its_json_as_it_was(plan):
    fill(plan)
    document = build_plan(plan)

    content = json.loads(json.dumps(document.to_json()))

    assert PlanDocument.from_json(content) == document
    assert checksum_of(content) == checksum_of(document.to_json())


def test_a_document_is_frozen(plan):
    with pytest.raises(dataclasses.FrozenInstanceError):
        build_plan(plan).vision = "Another"


def test_a_removed_action_is_in_no_document(plan):
    make_action(plan, removed_at=datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC))

    assert build_plan(plan).actions == []


def without_token(reply):
    return re.sub(rb'value="\w{64}"', b"", reply.content)


def test_the_public_page_is_made_from_the_frozen_content_alone(client, project):
    plan = make_published_plan(project)
    address = reverse("recovery_plans:plan_detail", args=[plan.pk])
    before = without_token(client.get(address))

    RecoveryPlan.objects.filter(pk=plan.pk).update(vision="Another", title="Another")
    PathwaySection.objects.filter(plan=plan).update(narrative="Another", is_part=True)
    Action.objects.filter(plan=plan).update(title="Another")
    plan.framework.pathways.update(title="Another")

    assert without_token(client.get(address)) == before


def test_a_revision_of_earlier_days_still_opens(client, project):
    plan = make_complete_plan(project)
    content = build_plan(plan).to_json() | {"a_field_of_today": "is not known tomorrow"}

    assert PlanDocument.from_json(content).vision == "A city at ease."


@pytest.mark.parametrize("who", ["other_officer", "nobody", "facilitator", None])
def test_others_read_the_published_revision_and_nothing_of_the_next_draft(
    client, request, project, who
):
    plan = make_published_plan(project)
    RecoveryPlan.objects.filter(pk=plan.pk).update(state="draft", vision="A secret draft.")
    if who:
        client.force_login(request.getfixturevalue(who))

    page = client.get(reverse("recovery_plans:plan_detail", args=[plan.pk])).content.decode()
    listed = client.get(reverse("recovery_plans:plan_list")).content.decode()

    assert "A city at ease." in page
    assert "A secret draft." not in page
    assert 'class="tag tag-good">Published' in listed
    assert client.get(reverse("recovery_plans:plan_list") + "?state=draft").context["rows"] == []


def test_an_officer_of_another_city_may_not_know_of_a_draft(client, plan, other_officer):
    client.force_login(other_officer)

    assert client.get(reverse("recovery_plans:plan_detail", args=[plan.pk])).status_code == 404


def test_a_page_of_an_invented_plan_says_so_and_is_not_indexed(client, project):
    plan = make_published_plan(project, is_example=True)

    page = client.get(reverse("recovery_plans:plan_detail", args=[plan.pk])).content.decode()

    assert "Example, not the city’s own." in page
    assert '<meta name="robots" content="noindex">' in page


def test_times_are_those_of_the_city(client, project):
    plan = make_published_plan(project)
    city = plan.project_city.city
    type(city).objects.filter(pk=city.pk).update(time_zone="Pacific/Fiji", name="Suva")

    page = client.get(reverse("recovery_plans:plan_detail", args=[plan.pk])).content.decode()

    assert "(Suva time)" in page


def adoption(result="adopted", **fields):
    return Adoption(
        **{"body": "Suva City Council", "kind": "resolution", "number": "12/27", "on": DAY,
           "result": result, **fields}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("adoptions", "stamp"),
    [
        ([], "Reviewed, not yet adopted"),
        ([adoption()], "Adopted by Suva City Council, resolution 12/27, 1 January 2027"),
        ([adoption(kind="", number="")], "Adopted by Suva City Council, 1 January 2027"),
        (
            [adoption("adopted_with_changes")],
            "Adopted with changes by Suva City Council, resolution 12/27, 1 January 2027",
        ),
        (
            [adoption("rejected")],
            "Rejected by Suva City Council, resolution 12/27, 1 January 2027. "
            "Reviewed, not adopted",
        ),
        (
            [adoption("noted"), adoption("adopted", body="Town Council")],
            "Adopted by Town Council, resolution 12/27, 1 January 2027",
        ),
    ],
)
def test_the_stamp_says_who_agreed(adoptions, stamp):
    assert stamp_of(adoptions) == stamp


def decide(client, plan, **fields):
    client.force_login(make_officer(plan.project_city))
    address = reverse("recovery_plans:adoption_add", args=[plan.pk])
    typed = {"body": "Suva City Council", "on": "2026-01-01", "result": "adopted", **fields}
    return client.post(address, typed)


def test_a_councils_decision_is_stamped_on_every_page_of_the_revision(client, project):
    plan = make_published_plan(project)

    reply = decide(client, plan, revision=plan.published_id, kind="resolution", number="12/27")

    stamp = "Adopted by Suva City Council, resolution 12/27, 1 January 2026"
    assert reply.status_code == 302
    for page in ("plan_detail", "plan_list"):
        address = reverse(f"recovery_plans:{page}", args=[] if page == "plan_list" else [plan.pk])
        assert stamp in client.get(address).content.decode()
    client.logout()
    address = reverse("recovery_plans:plan_detail", args=[plan.pk])
    assert stamp in client.get(address).content.decode()


def test_the_paper_of_a_decision_can_be_read_by_all(client, project):
    plan = make_published_plan(project)
    paper = SimpleUploadedFile("resolution.pdf", b"%PDF-1.7\n%%EOF\n")
    decide(client, plan, revision=plan.published_id, file=paper)
    client.logout()

    address = reverse("recovery_plans:adoption_file", args=[plan.pk, plan.adoptions.get().pk])
    reply = client.get(address)

    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "application/pdf"
    assert b"".join(reply.streaming_content) == b"%PDF-1.7\n%%EOF\n"


def test_a_paper_that_is_no_paper_is_refused(client, project):
    plan = make_published_plan(project)
    page = SimpleUploadedFile("resolution.pdf", b"<html><script>alert(1)</script>")

    reply = decide(client, plan, revision=plan.published_id, file=page)

    assert list(reply.context["form"].errors) == ["file"]
    assert not plan.adoptions.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_plans_takes_as_many_queries_for_three_as_for_one(
    client, project, organiser, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_published_plan(project)
    client.force_login(organiser)

    with django_assert_num_queries(10):
        page = client.get(reverse("recovery_plans:plan_list"))

    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize(("actions", "each"), [(1, 1), (5, 3)])
def test_the_page_of_a_plan_takes_the_same_queries_however_long_it_is(
    client, project, django_assert_num_queries, actions, each
):
    plan = make_published_plan(project)
    RecoveryPlan.objects.filter(pk=plan.pk).update(state="draft")
    fill(plan, actions=actions, each=each)
    client.force_login(make_officer(plan.project_city))

    with django_assert_num_queries(12):
        client.get(reverse("recovery_plans:plan_detail", args=[plan.pk]))


@pytest.mark.parametrize("page", ["action_list", "plan_history", "plan_check", "comment_list"])
@pytest.mark.parametrize("rows", [1, 3])
def test_other_pages_take_no_more_queries_for_more_rows(
    client, plan, officer, django_assert_max_num_queries, page, rows
):
    fill(plan, actions=rows)
    for number in range(rows):
        request = plan.comments.create(text=f"Why {number}?", is_request=True, by=officer)
        plan.comments.create(text="Because.", answers=request, by=officer)
    client.force_login(officer)
    client.get(reverse(f"recovery_plans:{page}", args=[plan.pk]))  # content types are known now

    with django_assert_max_num_queries(13):
        client.get(reverse(f"recovery_plans:{page}", args=[plan.pk]))
