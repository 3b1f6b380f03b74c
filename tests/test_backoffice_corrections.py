"""What the back office corrects raises the version, is in the history, and makes forms stale."""

import pytest
from django.contrib.auth.models import Permission

from participants.models import Person, Registration
from projects.models import Organisation
from recovery_plans.models import Action, PathwaySection, RecoveryPlan
from tests import factories
from tests.backoffice_forms import BackOffice, add_row, errors_of, shown_on
from workshops.models import Workshop
from writing.models import Change
from writing.services import StaleVersion, save_version


@pytest.fixture
def back_office(client, admin):
    client.force_login(admin)
    return BackOffice(client)


def history_of(row):
    changes = Change.objects.of(row).order_by("pk")
    return [(change.field, change.before, change.after, change.version) for change in changes]


def test_correction_raises_the_version_and_makes_an_open_form_stale(
    back_office, admin, plan, officer
):
    section = plan.sections.first()
    opened = PathwaySection.objects.get(pk=section.pk)

    back_office.save(PathwaySection, section, narrative="Corrected.", status="in_progress")

    section.refresh_from_db()
    assert (section.version, section.changed_by) == (2, admin)
    assert history_of(section) == [
        ("narrative", "", "Corrected.", 2),
        ("status", "not_started", "in_progress", 2),
    ]
    with pytest.raises(StaleVersion):
        save_version(opened, fields={"narrative": "Mine."}, expected_version=1, by=officer)


def test_stale_correction_is_refused_and_keeps_what_was_typed(back_office, plan, officer):
    section = plan.sections.first()
    values = shown_on(back_office.open(PathwaySection, section))
    save_version(section, fields={"narrative": "Theirs."}, expected_version=1, by=officer)

    response = back_office.post(PathwaySection, {**values, "narrative": "Mine."}, section)

    section.refresh_from_db()
    assert "Somebody saved this meanwhile." in str(errors_of(response))
    assert "Mine." in response.content.decode()
    assert section.narrative == "Theirs."


def test_form_saved_without_a_change_changes_nothing(back_office, plan):
    section = plan.sections.first()

    back_office.save(PathwaySection, section)

    section.refresh_from_db()
    assert (section.version, history_of(section)) == (1, [])


def test_parts_on_the_page_of_a_plan_have_versions_of_their_own(back_office, plan):
    first, second = plan.sections.all()[:2]
    values = shown_on(back_office.open(RecoveryPlan, plan))
    values["sections-1-narrative"] = "Corrected."
    add_row(values, "priorities", order=1, text="Water")

    response = back_office.post(RecoveryPlan, values, plan)

    assert response.status_code == 302, errors_of(response)
    for row in (plan, first, second):
        row.refresh_from_db()
    assert [row.version for row in (plan, first, second)] == [1, 1, 2]
    assert history_of(second) == [("narrative", "", "Corrected.", 2)]
    assert plan.priorities.get().text == "Water"


def test_stale_part_refuses_the_page(back_office, plan, officer):
    section = plan.sections.first()
    values = shown_on(back_office.open(RecoveryPlan, plan))
    save_version(section, fields={"narrative": "Theirs."}, expected_version=1, by=officer)

    response = back_office.post(RecoveryPlan, {**values, "sections-0-narrative": "Mine."}, plan)

    section.refresh_from_db()
    assert response.status_code == 200
    assert section.narrative == "Theirs."


def test_part_taken_away_is_in_the_history_of_the_whole(back_office, plan):
    priority = plan.priorities.create(order=1, text="Water")
    values = shown_on(back_office.open(RecoveryPlan, plan))

    back_office.post(RecoveryPlan, {**values, "priorities-0-DELETE": "on"}, plan)

    assert not plan.priorities.exists()
    assert history_of(plan) == [("priority", "Water", "", 1)]
    assert priority.text == "Water"


def test_many_to_many_is_corrected_with_the_row(back_office, plan):
    action = factories.make_action(plan)
    pathway = plan.framework.pathways.last()

    back_office.save(Action, action, other_pathways=[pathway.pk])

    action.refresh_from_db()
    assert list(action.other_pathways.all()) == [pathway]
    assert history_of(action) == [("other_pathways", "", str(pathway), 2)]


def test_action_gets_the_next_number_and_needs_an_open_plan(back_office, plan):
    factories.make_action(plan, number=4)
    pathway = plan.framework.pathways.first()

    added = back_office.save(Action, plan=plan.pk, title="Shade", pathway=pathway.pk)
    RecoveryPlan.objects.update(state="submitted")
    values = shown_on(back_office.open(Action))
    refused = back_office.post(
        Action, {**values, "plan": plan.pk, "title": "Late", "pathway": pathway.pk}
    )

    assert added.number == 5
    assert refused.context["adminform"].form.errors == {
        "plan": ["This plan is not open for writing."]
    }


def test_money_of_a_fiscal_year_of_another_city_is_refused(back_office, plan):
    action = factories.make_action(plan)
    days = {"starts_on": "2022-01-01", "ends_on": "2022-12-31"}
    year = factories.make_city().fiscal_years.create(label="2022", **days)
    values = shown_on(back_office.open(Action, action))
    add_row(values, "money", kind="cost", amount=5, fiscal_year=year.pk)

    response = back_office.post(Action, values, action)

    assert "This is a fiscal year of another city." in str(errors_of(response))


def test_pathway_of_another_framework_is_refused(back_office, plan):
    action = factories.make_action(plan)
    stranger = factories.make_framework(1).pathways.get()
    values = shown_on(back_office.open(Action, action))

    response = back_office.post(Action, {**values, "pathway": stranger.pk}, action)

    assert response.context["adminform"].form.errors == {
        "pathway": ["The plan follows another framework."]
    }


def test_parts_of_a_workshop_are_in_its_history(back_office, workshop):
    body = factories.make_body(code="ESCAP")

    back_office.save(
        Workshop, workshop, joining_link="https://example.org/join",
        rows=[
            ("hosts", {"body": body.pk, "order": 1}),
            ("objectives", {"order": 1, "text": "Learn"}),
        ],
    )  # fmt: skip

    workshop.refresh_from_db()
    assert workshop.version == 2
    assert history_of(workshop) == [
        ("joining_link", "", "https://example.org/join", 2),
        ("bodies", "", "ESCAP", 2),
        ("objectives", "", "Learn", 2),
    ]


def test_corrected_name_is_found_by_its_new_keys(back_office, project):
    person = factories.make_person(project, full_name="Nguyen Van A", email="a@example.org")

    back_office.save(Person, person, full_name="Nguyễn Văn Á")

    person.refresh_from_db()
    assert (person.search_key, person.email_key) == ("nguyen van a", "a@example.org")
    assert history_of(person) == [("full_name", "Nguyen Van A", "Nguyễn Văn Á", 2)]


def test_correction_of_somebody_who_was_saved_meanwhile_is_refused(back_office, project):
    person = factories.make_person(project)
    values = shown_on(back_office.open(Person, person))
    Person.objects.update(version=2)

    response = back_office.post(Person, {**values, "full_name": "Sala"}, person)

    assert "Somebody saved this meanwhile." in str(errors_of(response))


def test_correction_of_a_registration_moves_no_figures_that_are_signed_off(back_office, workshop):
    registration = factories.make_registration(workshop, gender="female")
    back_office.do(Workshop, "sign_off", workshop)

    back_office.save(Registration, registration, gender="male", organisation_name="City Council")

    registration.refresh_from_db()
    record = workshop.participation_records.get()
    assert (registration.gender, registration.organisation.name) == ("male", "City Council")
    assert (record.female, record.male) == (1, 0)
    assert history_of(registration) == [
        ("organisation", "", "City Council", 2),
        ("gender", "female", "male", 2),
        ("organisation_name", "", "City Council", 2),
    ]


def test_registration_form_is_stale_when_the_person_was_saved(back_office, workshop):
    registration = factories.make_registration(workshop)
    values = shown_on(back_office.open(Registration, registration))
    Person.objects.update(version=2)

    response = back_office.post(Registration, {**values, "position": "Mayor"}, registration)

    assert "Somebody saved this meanwhile." in str(errors_of(response))


def test_nobody_of_another_project_is_registered(back_office, workshop):
    stranger = factories.make_person(factories.make_project())
    values = shown_on(back_office.open(Registration))

    response = back_office.post(
        Registration, {**values, "workshop": workshop.pk, "person": stranger.pk}
    )

    assert response.context["adminform"].form.errors == {
        "person": ["This is somebody of another project."]
    }


def test_organisation_of_the_same_name_is_refused_however_it_is_typed(back_office, project):
    back_office.save(Organisation, project=project.pk, name="City Council")

    response = back_office.post(Organisation, {"project": project.pk, "name": "CITY  council"})

    assert response.context["adminform"].form.errors == {
        "name": ["The project has an organisation of this name."]
    }


def test_action_is_refused_to_staff_who_may_not_do_it(client, workshop):

    clerk = factories.make_user(is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="workshops"))
    client.force_login(clerk)

    said = BackOffice(client).do(Workshop, "sign_off", workshop)

    assert said == [f"{workshop}: You may not do this here."]
