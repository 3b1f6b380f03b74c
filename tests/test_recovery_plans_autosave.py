"""What an autosave costs, for the officer's line and for the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recovery_plans.forms import ActionPage, SectionForm
from recovery_plans.models import Action
from tests.factories import make_action
from tests.typing_people import as_shown, typed
from writing.models import Change

MOST_QUERIES, MOST_BYTES = 8, 4096


def autosave(client, section, **changes):
    address = reverse("recovery_plans:section_edit", args=[section.plan_id, section.pathway.code])
    section.refresh_from_db()
    data = typed(SectionForm(instance=section), **changes)
    return client.post(address, data, headers={"HX-Request": "true"})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({}, {"narrative": "Typed."}),
        ({}, {"narrative": "Typed on. " * 5000, "status": "ready"}),
        ({"narrative": "Typed."}, {"narrative": "Typed on.", "status": "ready"}),
        ({"narrative": "Typed.", "status": "ready"}, {"narrative": "On.", "status": "in_progress"}),
    ],
)
def test_an_autosave_asks_the_database_eight_times_at_most(client, plan, officer, before, now):
    client.force_login(officer)
    section, other = plan.sections.all()[:2]
    autosave(client, other, narrative="Known")  # kinds of content are read once a process
    if before:
        autosave(client, section, **before)

    with CaptureQueriesContext(connection) as queries:
        answer = autosave(client, section, **now)

    of_the_test = 2  # it looks at the section and its pathway
    counted = [one for one in queries if not one["sql"].startswith(("BEGIN", "COMMIT"))]
    assert len(counted) - of_the_test <= MOST_QUERIES
    assert len(answer.content) < MOST_BYTES
    assert answer.headers["HX-Trigger"] == "saved"
    assert Change.objects.of(section).count() == len(before | now)


@pytest.mark.django_db
def test_what_one_person_types_in_ten_minutes_is_one_entry_also_in_two_windows(
    client, plan, officer
):
    client.force_login(officer)
    section = plan.sections.first()
    for text in ("The belt", "The belt is", "The belt is planted."):
        autosave(client, section, narrative=text)

    change = Change.objects.of(section).get()

    assert (change.before, change.after, change.version) == ("", "The belt is planted.", 4)


@pytest.mark.django_db
def test_the_same_person_in_two_windows_gets_both_texts(client, plan, officer):
    client.force_login(officer)
    section = plan.sections.first()
    address = reverse("recovery_plans:section_edit", args=[plan.pk, section.pathway.code])
    opened = SectionForm(instance=section)
    client.post(address, typed(opened, narrative="In one window."))

    answer = client.post(address, typed(opened, narrative="In the other."))

    assert "You saved this in another window" in answer.content.decode()
    assert "In the other." in answer.content.decode()


@pytest.fixture
def action(plan):
    action = make_action(plan, title="Mangrove belt")
    for title in ("Nursery", "Planting"):
        action.milestones.create(title=title)
    return action


def autosave_action(client, action, **changes):
    address = reverse("recovery_plans:action_edit", args=[action.plan_id, action.number])
    data = as_shown(ActionPage(None, action=Action.objects.get(pk=action.pk)), **changes)
    return client.post(address, data, headers={"HX-Request": "true"})


@pytest.mark.django_db
def test_an_action_is_saved_by_itself_but_for_what_waits_for_the_button(client, officer, action):
    client.force_login(officer)
    first, second = action.milestones.all()
    typed_into = {f"milestone-{first.pk}-title": "A nursery", f"milestone-{second.pk}-remove": "on"}

    answer = autosave_action(
        client, action, risk="Cyclones", **typed_into, **{"milestone-new0-title": "Guarding"}
    )

    action.refresh_from_db()
    assert action.risk == "Cyclones"
    assert [one.title for one in action.milestones.all()] == ["A nursery", "Planting"]
    assert answer.headers["HX-Trigger"] == "saved-in-part"
    assert (
        f'name="milestone-{first.pk}-version" id="id_milestone-{first.pk}-version" value="2"'
        in (answer.content.decode())
    )


@pytest.mark.django_db
def test_what_an_action_lacks_is_said_and_nothing_of_it_saved(client, officer, action):
    client.force_login(officer)
    first, _second = action.milestones.all()

    answer = autosave_action(client, action, risk="Rats", **{f"milestone-{first.pk}-title": ""})

    action.refresh_from_db()
    assert (action.risk, answer.headers["HX-Trigger"]) == ("", "refused")
    assert "What is reached: This field is required." in answer.content.decode()


@pytest.mark.django_db
def test_a_row_added_by_another_meanwhile_stands_in_nobodys_way(client, officer, action):
    client.force_login(officer)
    page = ActionPage(None, action=Action.objects.get(pk=action.pk))
    added = action.milestones.create(title="Guarding", version=1)

    address = reverse("recovery_plans:action_edit", args=[action.plan_id, action.number])
    answer = client.post(address, as_shown(page, risk="Cyclones"))

    action.refresh_from_db()
    added.refresh_from_db()
    assert (answer.status_code, action.risk, added.title) == (302, "Cyclones", "Guarding")
