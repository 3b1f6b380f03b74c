import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from projects.models import Organisation
from recovery_plans.forms import ActionPage
from recovery_plans.models import (
    Action,
    Indicator,
    IndicatorValue,
    Milestone,
    Money,
)
from recovery_plans.services import move_action, put_back_action, remove_action
from tests.factories import make_action, make_officer
from tests.typing_people import as_shown, typed
from tests.writing_plans import DAY, make_complete_plan, make_published_plan
from writing.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(plan):
    return make_action(plan, title="Mangrove belt", starts_on=DAY)


def page_of(action):
    return reverse("recovery_plans:action_edit", args=[action.plan_id, action.number])


def opened(action):
    return ActionPage(None, action=Action.objects.get(pk=action.pk))


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def test_an_action_is_added_with_the_next_number_and_all_its_fields(signed_in, plan, action):
    address = reverse("recovery_plans:action_add", args=[plan.pk])
    page = signed_in.get(address).context["page"]
    pathway, other = plan.framework.pathways.all()[:2]
    new = {
        "title": "Permeable paving", "objective": "Water **soaks** in.", "pathway": pathway.pk,
        "other_pathways": [other.pk, pathway.pk], "lead": "Suva City Council",
        "partners": ["Ministry of Works", " ministry of  works ", ""], "starts_on": "2027-01-01",
        "ends_on": "2028-06-30", "costing": "estimate", "state": "decided",
        "legal_needs": "A by-law.", "institutional_needs": "A crew.", "risk": "Rain.",
        "gender_note": "Stalls of women stay dry.",
        "milestone-new0-title": "First street", "milestone-new0-due_on": "2027-09-01",
        "money-new0-kind": "cost", "money-new0-amount": "1.2 million",
        "money-new0-source": "Budget", "indicator-new0-title": "Streets",
        "indicator-new0-baseline": "0", "indicator-new0-target": "12",
    }  # fmt: skip

    reply = signed_in.post(address, as_shown(page, **new))

    assert reply.status_code == 302
    added = plan.actions.get(number=2)
    assert (added.title, added.pathway, added.lead.name, added.state_on) == (
        "Permeable paving", pathway, "Suva City Council", datetime.date.today(),
    )  # fmt: skip
    assert list(added.other_pathways.all()) == [other]
    assert [one.name for one in added.partners.all()] == ["Ministry of Works"]
    assert [one.title for one in added.milestones.all()] == ["First street"]
    assert [(one.kind, one.amount) for one in added.money.all()] == [("cost", Decimal(1200000))]
    assert [(one.title, one.target) for one in added.indicators.all()] == [("Streets", 12)]


def test_organisations_that_exist_are_taken_and_new_ones_made_only_by_a_save(
    signed_in, plan, action
):
    known = Organisation.objects.create(
        project=plan.project_city.project, name="Suva City Council", name_key="suva city council"
    )
    names = {"lead": "SUVA CITY COUNCIL", "partners": ["New Office"]}

    refused = signed_in.post(page_of(action), as_shown(opened(action), title="", **names))
    assert refused.status_code == 200
    assert Organisation.objects.count() == 1

    signed_in.post(page_of(action), as_shown(opened(action), **names))
    action.refresh_from_db()
    assert action.lead == known
    assert [one.name for one in action.partners.all()] == ["New Office"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("99.9", "No SDG target is called “99.9”."),
        ("city", "“city” is in several targets (11.3, 11.5). Please write the code."),
    ],
)
def test_sdg_targets_are_found_by_code_or_words(signed_in, action, line, error):
    from frameworks.models import Goal

    goal = Goal.objects.create(number=11, title="Cities", colour="#FD9D24")
    for order, (code, label) in enumerate(
        [("11.3", "City planning with people"), ("11.5", "Fewer losses in a city"), ("11.10", "x")]
    ):
        goal.targets.create(code=code, label=label, order=order)

    found = as_shown(opened(action), targets=["11.10", "fewer losses"])
    signed_in.post(page_of(action), found)
    assert [one.code for one in action.targets.all()] == ["11.5", "11.10"]

    reply = signed_in.post(page_of(action), as_shown(opened(action), targets=[line]))
    assert reply.context["form"].errors["targets"] == [error]


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"ends_on": "2026-12-31"}, "__all__", "The end is before the beginning."),
        (
            {"title": "word " * 300},
            "title",
            "Ensure this value has at most 300 characters (it has 1499).",
        ),
        ({"state": "stopped"}, "state_reason", "Say in a sentence why it was stopped."),
        ({"state_on": "2199-01-01"}, "state_on", "This day is still to come."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(signed_in, action, changes, field, error):
    reply = signed_in.post(page_of(action), as_shown(opened(action), **changes))

    assert reply.context["form"].errors == {field: [error]}


@pytest.mark.parametrize("amount", ["NaN", "-1", "1e99", "1" + "0" * 99, "1.234", "1" + "0" * 15])
def test_an_amount_that_is_none_is_refused_and_shown_again(signed_in, action, amount):
    line = {"money-new0-kind": "cost", "money-new0-amount": amount, "costing": "estimate"}

    reply = signed_in.post(page_of(action), as_shown(opened(action), **line))

    assert [id for id, _text in reply.context["page"].errors] == ["id_money-new0-amount"]
    assert f'value="{amount}"' in reply.content.decode()
    assert Money.objects.count() == 0


def test_a_cost_needs_to_say_whether_it_is_an_estimate(signed_in, action):
    line = {"money-new0-kind": "cost", "money-new0-amount": "5"}

    reply = signed_in.post(page_of(action), as_shown(opened(action), **line))

    assert list(reply.context["form"].errors) == ["costing"]
    assert Money.objects.count() == 0


def test_nothing_of_a_page_is_saved_when_a_row_of_it_fails(signed_in, action):
    rows = {
        "title": "Another title", "milestone-new0-title": "First", "indicator-new0-title": "Trees",
        "indicator-new0-baseline": "5", "indicator-new0-target": "5",
    }  # fmt: skip

    reply = signed_in.post(page_of(action), as_shown(opened(action), **rows))

    action.refresh_from_db()
    assert reply.status_code == 200
    assert (action.title, action.version) == ("Mangrove belt", 1)
    assert (Milestone.objects.count(), Indicator.objects.count()) == (0, 0)


def test_values_are_given_to_a_saved_indicator_once_a_day(signed_in, action):
    indicator = Indicator.objects.create(action=action, title="Trees", baseline=0, target=9)
    value = {
        "value-new0-indicator": indicator.pk, "value-new0-value": "3", "value-new0-on": "2026-01-05"
    }  # fmt: skip
    signed_in.post(page_of(action), as_shown(opened(action), **value))

    reply = signed_in.post(page_of(action), as_shown(opened(action), **value))

    assert [text for _id, text in reply.context["page"].errors] == [
        "This indicator has a value of that day already."
    ]
    assert IndicatorValue.objects.get().value == 3


# Two officers in one action


def test_two_officers_change_different_rows_and_fields_of_an_action(client, plan, action):
    first = Milestone.objects.create(action=action, title="Nursery")
    second = Milestone.objects.create(action=action, title="Planting")
    one, other = make_officer(plan.project_city), make_officer(plan.project_city)
    before = opened(action)

    client.force_login(one)
    client.post(page_of(action), as_shown(before, **{f"milestone-{first.pk}-title": "A nursery"}))
    client.force_login(other)
    reply = client.post(
        page_of(action), as_shown(before, title="Belt", **{f"milestone-{second.pk}-title": "Rows"})
    )

    action.refresh_from_db()
    assert reply.status_code == 302
    assert action.title == "Belt"
    assert [one.title for one in action.milestones.all()] == ["A nursery", "Rows"]


def test_two_officers_in_one_field_of_a_row_are_shown_to_each_other(client, plan, action):
    row = Milestone.objects.create(action=action, title="Nursery")
    one, other = make_officer(plan.project_city), make_officer(plan.project_city)
    before, name = opened(action), f"milestone-{row.pk}-title"
    client.force_login(one)
    client.post(page_of(action), as_shown(before, **{name: "A nursery"}))

    client.force_login(other)
    refused = client.post(page_of(action), as_shown(before, **{name: "Two nurseries"}))

    assert [text for _id, text in refused.context["page"].errors] == [
        "What is reached: Somebody wrote “A nursery” here meanwhile. Save again to keep yours."
    ]
    assert Milestone.objects.get().title == "A nursery"
    again = as_shown(refused.context["page"])
    assert again[name] == "Two nurseries"
    assert client.post(page_of(action), again).status_code == 302
    assert Milestone.objects.get().title == "Two nurseries"


def test_a_row_removed_meanwhile_comes_back_with_what_was_typed_into_it(client, plan, action):
    row = Milestone.objects.create(action=action, title="Nursery")
    untouched = Milestone.objects.create(action=action, title="Planting")
    officer, before = make_officer(plan.project_city), opened(action)
    Milestone.objects.all().delete()

    client.force_login(officer)
    client.post(page_of(action), as_shown(before, **{f"milestone-{row.pk}-title": "A nursery"}))

    assert [one.title for one in action.milestones.all()] == ["A nursery"]
    assert untouched.title == "Planting"


def test_a_row_is_removed_and_the_history_of_its_action_says_so(signed_in, officer, action):
    row = Milestone.objects.create(action=action, title="Nursery")

    signed_in.post(
        page_of(action), as_shown(opened(action), **{f"milestone-{row.pk}-remove": "on"})
    )

    assert not Milestone.objects.exists()
    change = Change.objects.of(action).get(field="milestone")
    assert (change.before, change.after, change.by) == ("Nursery", "", officer)


# Out of the plan, and in another order


def test_an_action_taken_out_keeps_its_row_and_its_number(project):
    plan = make_complete_plan(project)
    officer = make_officer(plan.project_city)
    action = plan.actions.get()

    remove_action(action, by=officer)
    new = make_action(plan, number=2)

    assert list(plan.actions.current()) == [new]
    put_back_action(action, by=officer)
    assert [one.number for one in plan.actions.current()] == [1, 2]


def test_the_number_of_an_action_taken_out_is_not_given_again(signed_in, officer, plan, action):
    last = make_action(plan, title="Last")
    remove_action(last, by=officer)
    address = reverse("recovery_plans:action_add", args=[plan.pk])
    page = signed_in.get(address).context["page"]
    new = {
        "title": "New",
        "pathway": action.pathway_id,
        "state": "proposed",
        "costing": "not_costed",
    }

    signed_in.post(address, as_shown(page, **new))

    assert plan.actions.get(title="New").number == 3


def test_actions_are_put_in_order_one_step_at_a_time(officer, plan):
    first, second, third = (make_action(plan) for _ in range(3))

    move_action(third, up=True, by=officer)
    move_action(first, up=True, by=officer)

    assert [one.number for one in plan.actions.current()] == [1, 3, 2]
    change = Change.objects.of(third).get(field="order")
    assert (change.before, change.after) == ("3", "2")


# Progress on a published plan


def test_progress_is_reported_without_touching_the_published_text(client, project):
    plan = make_published_plan(project)
    action = plan.actions.get()
    row = Milestone.objects.create(action=action, title="Nursery")
    frozen = plan.published.content
    client.force_login(make_officer(plan.project_city))
    address = reverse("recovery_plans:action_report", args=[plan.pk, action.number])
    page = client.get(address).context["page"]
    data = typed(page.form, state="under_way")
    for rows in page.rows:
        for form in rows:
            data |= {form.add_prefix(n): form[n].value() or "" for n in form.fields}

    reply = client.post(
        address,
        {
            **data, f"milestone-{row.pk}-done_on": "2026-01-02", "title": "Not a field here",
            "money-new0-kind": "spent", "money-new0-amount": "12,000",
        },
    )  # fmt: skip

    action.refresh_from_db()
    row.refresh_from_db()
    plan.published.refresh_from_db()
    assert reply.status_code == 302
    assert (action.state, action.title, row.done_on) == (
        "under_way", "Action 1", datetime.date(2026, 1, 2),
    )  # fmt: skip
    assert [(one.kind, one.amount) for one in action.money.all()] == [("spent", 12000)]
    assert plan.published.content == frozen


def test_what_an_action_costs_is_not_reported(client, project):
    plan = make_published_plan(project)
    client.force_login(make_officer(plan.project_city))
    address = reverse("recovery_plans:action_report", args=[plan.pk, 1])
    page = client.get(address).context["page"]
    line = {"money-new0-kind": "cost", "money-new0-amount": "5", "money-new0-base": "x"}

    client.post(address, {**typed(page.form), **line})

    assert not Money.objects.exists()
