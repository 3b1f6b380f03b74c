"""All actions of a plan as a workbook: out, changed or not, and back in."""

import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cities.models import FiscalYear
from frameworks.models import Goal, Target
from projects.services import find_or_create_organisations
from recovery_plans.models import Action, Indicator, IndicatorValue, Milestone, Money, RecoveryPlan
from recovery_plans.services.workbook import bring_back, proposals_in
from recovery_plans.workbook import workbook_of
from tests.factories import make_action
from tests.writing_plans import make_complete_plan, make_focal_point

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 1)


@pytest.fixture
def filled(plan):
    """Two actions, one of them with everything an action can have."""
    project, pathways = plan.project_city.project, list(plan.framework.pathways.all())
    names = [("City Council", ""), ("Water, Sewer & Co", "")]
    lead, partner = find_or_create_organisations(project, names).values()
    action = make_action(
        plan, title="=1+1 'Belt'", objective="# One\r\n\nTwo *lines*.", lead=lead, starts_on=DAY,
        ends_on=DAY, legal_needs="By-law", institutional_needs="-an office", risk="Storms\nheat",
        gender_note="Half of them", costing="estimate", state="stopped", state_on=DAY,
        state_reason="No land.", pathway=pathways[0],
    )  # fmt: skip
    action.other_pathways.set(pathways[1:3])
    action.partners.add(partner)
    goal = Goal.objects.create(number=11, title="Cities", colour="#F99D26")
    action.targets.add(Target.objects.create(goal=goal, code="11.10", order=1, label="Losses"))
    add_parts(plan, action)
    make_action(plan, title="مرحبا")
    return RecoveryPlan.objects.with_city().get(pk=plan.pk)


def add_parts(plan, action):
    year = FiscalYear.objects.create(
        city=plan.project_city.city, label="2021, seven months", starts_on=DAY,
        ends_on=DAY + datetime.timedelta(200),
    )  # fmt: skip
    Milestone.objects.create(action=action, title="Half", due_on=DAY, done_on=DAY)
    Milestone.objects.create(action=action, title="Whole")
    for amount in ("1250000", "9999999999999.99", "0", "12.5"):
        Money.objects.create(
            action=action, kind="cost", amount=amount, fiscal_year=year, source="Own", on=DAY
        )
    indicator = Indicator.objects.create(
        action=action, title="Trees", unit="ha", baseline=Decimal("0.1234"), target=9,
        baseline_on=DAY, target_on=DAY,
    )  # fmt: skip
    IndicatorValue.objects.create(indicator=indicator, value="-3.5", on=DAY, source="Survey")
    IndicatorValue.objects.create(
        indicator=indicator, value=7, on=DAY + datetime.timedelta(1), is_estimate=True
    )


def opened(plan):
    return openpyxl.load_workbook(io.BytesIO(workbook_of(plan)))


def saved(workbook):
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def proposed(plan, content, officer):
    workbook = bring_back(plan, name="actions.xlsx", content=content, by=officer)
    workbook.plan = plan
    return proposals_in(workbook)


def changes_in(proposals):
    return [(one.label, one.before, one.after) for each in proposals for one in each.changes]


def type_into(sheet, heading, row, value):
    column = [cell.value for cell in sheet[1]].index(heading) + 1
    sheet.cell(row, column).value = value


def test_an_untouched_workbook_has_no_changes(filled, officer):
    assert proposed(filled, workbook_of(filled), officer) == []


def test_a_workbook_saved_by_a_spreadsheet_has_no_changes(filled, officer):
    assert proposed(filled, saved(opened(filled)), officer) == []


def test_everything_that_is_said_of_an_action_stands_in_the_workbook(filled):
    texts = {
        str(cell.value)
        for sheet in opened(filled)
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.value is not None
    }

    wanted = {
        "=1+1 'Belt'", "City Council", "Water, Sewer & Co", "11.10", "By-law", "-an office",
        "Storms\nheat", "Half of them", "Estimate", "Stopped", "No land.", "Half", "Whole",
        "1250000", "9999999999999.99", "12.5", "2021, seven months", "Own", "Trees", "ha",
        "0.1234", "-3.5", "Survey", "yes", "مرحبا",
    }  # fmt: skip
    assert wanted - texts == set()


def test_what_was_typed_is_shown_and_saved(client, filled, officer):
    workbook = opened(filled)
    type_into(workbook["Actions"], "Title", 2, "Mangrove belt")
    type_into(workbook["Money"], "Amount", 2, "12.5 lakh")
    type_into(workbook["Money"], "Source", 3, "A donor")
    type_into(workbook["Milestones"], "Reached", 3, DAY)
    type_into(workbook["Values"], "Value", 2, 8)
    client.force_login(officer)
    file = SimpleUploadedFile("actions.xlsx", saved(workbook))

    shown = client.post(
        reverse("recovery_plans:workbook_import", args=[filled.pk]), {"file": file}, follow=True
    )
    client.post(shown.redirect_chain[-1][0])

    assert shown.context["count"] == 4  # 12.5 lakh is what it was
    action = filled.actions.get(number=1)
    assert action.title == "Mangrove belt"
    assert action.money.get(source="A donor").amount == Decimal("9999999999999.99")
    assert action.milestones.get(title="Whole").done_on == DAY
    assert sorted(action.indicators.get().values.values_list("value", flat=True)) == [7, 8]
    assert filled.workbooks.count() == 0


def test_rows_and_actions_can_be_new(client, filled, officer):
    workbook = opened(filled)
    code = filled.framework.pathways.first().code
    add(workbook["Actions"], {"Action": "new", "Title": "Nursery", "Main pathway": code,
                              "State": "Decided", "Cost": "budgeted"})  # fmt: skip
    add(workbook["Milestones"], {"Action": "new", "Milestone": "First seedlings"})
    add(workbook["Money"], {"Action": "new", "Kind": "Cost", "Amount": 5000})
    add(workbook["Milestones"], {"Action": 2, "Milestone": "Begun"})
    page = stage(client, filled, officer, workbook)

    client.post(page)

    made = filled.actions.get(title="Nursery")
    assert (made.number, made.state, made.costing) == (3, "decided", "budgeted")
    assert [one.title for one in made.milestones.all()] == ["First seedlings"]
    assert made.money.get().amount == 5000
    assert filled.actions.get(number=2).milestones.get().title == "Begun"


def add(sheet, cells):
    sheet.append([cells.get(cell.value) for cell in sheet[1]])


def stage(client, plan, officer, workbook):
    client.force_login(officer)
    file = SimpleUploadedFile("actions.xlsx", saved(workbook))
    page = reverse("recovery_plans:workbook_import", args=[plan.pk])
    return client.post(page, {"file": file}).headers["Location"]


def test_a_row_that_somebody_changed_since_stays_and_is_told(client, filled, officer):
    workbook = opened(filled)
    type_into(workbook["Actions"], "Title", 2, "From the file")
    type_into(workbook["Actions"], "Title", 3, "Second, from the file")
    Action.objects.filter(plan=filled, number=1).update(title="On the page", version=2)
    page = stage(client, filled, officer, workbook)

    shown = client.get(page)
    answer = client.post(page, follow=True)

    assert "Somebody else changed this too." in shown.context["bad"][0].problems[0]
    titles = list(filled.actions.order_by("number").values_list("title", flat=True))
    assert titles == ["On the page", "Second, from the file"]
    assert "1 action was left as it is" in answer.content.decode()


@pytest.mark.parametrize(
    ("sheet", "heading", "value", "words"),
    [
        ("Money", "Amount", "10^99", "Write the amount in figures"),
        ("Money", "Amount", "NaN", "Write the amount in figures"),
        ("Money", "Fiscal year", "1066", "Select a valid choice"),
        ("Actions", "Main pathway", "XX-9", "Select a valid choice"),
        ("Actions", "State", "Finished", "Select a valid choice"),
        ("Actions", "Title", "x" * 301, "at most 300 characters"),
        ("Actions", "Begins", "31.31.2027", "Enter a valid date"),
        ("Actions", "SDG targets", "99.9", "No SDG target is called"),
        ("Milestones", "Reached", "9999-12-31", "This day is still to come."),
        ("Milestones", "Row", "00000000", "this row is not in the plan any more"),
        ("Values", "Value", "many", "Enter a number."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_of_that_action_saved(
    filled, officer, sheet, heading, value, words
):
    workbook = opened(filled)
    type_into(workbook[sheet], heading, 2, value)

    (proposal,) = proposed(filled, saved(workbook), officer)

    assert any(words in problem for problem in proposal.problems), proposal.problems
    assert proposal.changes == []


def test_an_action_that_is_not_there_is_told(filled, officer):
    workbook = opened(filled)
    type_into(workbook["Actions"], "Action", 2, 77)

    proposals = proposed(filled, saved(workbook), officer)

    assert ["The plan has no action 77."] in [one.problems for one in proposals]


def test_a_text_longer_than_a_cell_is_cut_and_stays_unchanged(filled, officer):
    Action.objects.filter(plan=filled, number=1).update(objective="word " * 10_000)
    workbook = opened(filled)
    type_into(workbook["Actions"], "Title", 2, "Another title")

    (proposal,) = proposed(filled, saved(workbook), officer)

    assert [change.label for change in proposal.changes] == ["Title"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 broken", b"a,b\n1,2\n"])
def test_another_file_is_refused_in_words(client, filled, officer, content):
    client.force_login(officer)
    page = reverse("recovery_plans:workbook_import", args=[filled.pk])

    answer = client.post(page, {"file": SimpleUploadedFile("a.xlsx", content)})

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


def test_a_plan_submitted_meanwhile_takes_nothing(client, project):
    plan = make_complete_plan(project)
    focal_point = make_focal_point(plan)
    workbook = opened(RecoveryPlan.objects.with_city().get(pk=plan.pk))
    type_into(workbook["Actions"], "Title", 2, "Too late")
    page = stage(client, plan, focal_point, workbook)
    RecoveryPlan.objects.filter(pk=plan.pk).update(state="submitted")

    client.post(page)

    assert plan.actions.get().title == "Action 1"


def test_a_workbook_of_somebody_else_cannot_be_looked_at(client, filled, officer, organiser):
    page = stage(client, filled, officer, opened(filled))
    client.force_login(make_focal_point(filled))

    assert client.get(page).status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_a_workbook_costs_the_same_for_one_and_for_many(plan, count, django_assert_max_num_queries):
    for _number in range(count):
        action = make_action(plan)
        Milestone.objects.create(action=action, title="Half")
    plan = RecoveryPlan.objects.with_city().get(pk=plan.pk)

    with django_assert_max_num_queries(9 + 13):  # the actions, and the texts beside them
        workbook_of(plan)
