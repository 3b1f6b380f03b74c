import pytest
from django.urls import reverse

from frameworks.models import Goal, Target
from recovery_plans.models import Indicator
from tests.factories import make_action, make_officer, make_plan
from tests.writing_plans import make_milestones, make_money, make_published_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(project):
    """Another city's plan, whose draft has gone on since."""
    plan = make_published_plan(project)
    plan.actions.update(title="Changed in the draft")
    return plan


def copy(client, plan, source, number=1):
    page = reverse("recovery_plans:action_copy", args=[plan.pk])
    return client.post(f"{page}?plan={source.pk}", {"number": number})


def test_an_action_of_another_city_is_copied_as_it_was_published(client, plan, officer, published):
    client.force_login(officer)
    original = published.actions.get()

    reply = copy(client, plan, published)

    action = plan.actions.get()
    assert reply.status_code == 302
    assert (action.number, action.title, action.copied_from) == (1, "Action 1", original)
    assert (action.lead, action.starts_on, action.costing) == (None, None, "not_costed")
    assert action.pathway.code == original.pathway.code


def test_the_page_of_a_copy_says_where_it_comes_from(client, plan, officer, published):
    client.force_login(officer)
    copy(client, plan, published)

    page = client.get(reverse("recovery_plans:action_edit", args=[plan.pk, 1])).content.decode()

    assert f"action 1 of {published}" in page


def test_words_targets_milestones_and_indicators_are_copied_and_no_money(client, plan, officer):
    action = make_action_with_all(plan)
    client.force_login(officer)

    copy(client, plan, plan, action.number)

    made = plan.actions.get(copied_from=action)
    assert (made.title, made.risk) == (action.title, "Storms")
    assert [target.code for target in made.targets.all()] == ["11.5"]
    assert [one.title for one in made.milestones.all()] == ["Step 0", "Step 1"]
    assert {one.done_on for one in made.milestones.all()} == {None}
    assert [(one.title, one.unit, one.target) for one in made.indicators.all()] == [
        ("Trees", "ha", None)
    ]
    assert made.money.count() == 0


def make_action_with_all(plan):
    action = make_action(plan, risk="Storms")
    goal = Goal.objects.create(number=11, title="Cities", colour="#F99D26")
    action.targets.add(Target.objects.create(goal=goal, code="11.5", order=1, label="Losses"))
    make_milestones(action, reached=1, waiting=1)
    make_money(action, cost=10)
    Indicator.objects.create(action=action, title="Trees", unit="ha", target=9)
    return action


def test_a_draft_of_another_city_cannot_be_copied_from(client, plan, officer, project):
    draft = make_plan(project)
    make_officer(draft.project_city)
    client.force_login(officer)

    copy(client, plan, draft)

    assert plan.actions.count() == 0


def test_what_is_shown_is_found_by_words_and_is_the_published_text(
    client, plan, officer, published
):
    client.force_login(officer)
    page = reverse("recovery_plans:action_copy", args=[plan.pk])

    found = client.get(page, {"plan": published.pk, "q": "ACTION"}).context["actions"]
    nothing = client.get(page, {"plan": published.pk, "q": "draft"}).context["actions"]

    assert [one.title for one in found] == ["Action 1"]
    assert nothing == []
