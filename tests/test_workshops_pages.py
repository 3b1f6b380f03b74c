import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from projects.models import ProjectBody
from tests.factories import (
    make_body,
    make_facilitator,
    make_organiser,
    make_project,
    make_reader,
    make_workshop,
)
from workshops.models import Objective, Workshop, WorkshopBody
from workshops.services import CannotMove, move_workshop
from workshops.transitions import MOVES
from writing.models import Change


@pytest.fixture
def body(project):
    body = make_body()
    ProjectBody.objects.create(project=project, body=body, role="executing")
    return body


def typed(**fields):
    return {
        "title": "Regional workshop", "kind": "regional", "admission": "automatic",
        "objectives": "Meet\n\n Learn ", **fields,
    }  # fmt: skip


def test_workshop_is_added_as_a_draft_with_hosts_and_objectives_in_order(
    client, organiser, project, body
):
    other = make_body()
    ProjectBody.objects.create(project=project, body=other, role="implementing")
    client.force_login(organiser)

    response = client.post(
        reverse("workshops:workshop_add"),
        typed(host_1=other.pk, host_2=body.pk, working_languages=["en", "fr"]),
    )

    workshop = Workshop.objects.get()
    assert response.url == reverse("desk:workshop_detail", args=["regional-workshop"])
    assert (workshop.state, workshop.project) == ("draft", project)
    assert workshop.working_languages == ["en", "fr"]
    assert [host.body for host in workshop.hosts.all()] == [other, body]
    assert [objective.text for objective in workshop.objectives.all()] == ["Meet", "Learn"]


def test_two_workshops_of_one_title_have_two_addresses(client, organiser, project):
    client.force_login(organiser)

    for _ in range(2):
        client.post(reverse("workshops:workshop_add"), typed())

    assert set(Workshop.objects.values_list("slug", flat=True)) == {
        "regional-workshop", "regional-workshop-2",
    }  # fmt: skip


def test_organiser_of_one_body_names_it_among_the_hosts(client, project, body):
    client.force_login(make_organiser(project, body=body))

    refused = client.post(reverse("workshops:workshop_add"), typed())
    client.post(reverse("workshops:workshop_add"), typed(host_1=body.pk))

    assert list(refused.context["form"].errors) == ["host_1"]
    assert Workshop.objects.count() == 1


def test_new_workshop_like_another_takes_all_but_days_and_people(client, organiser, project, body):
    model_of = make_workshop(
        project, title="First of a series", starts_on=datetime.date(2026, 5, 1), seats=30
    )
    WorkshopBody.objects.create(workshop=model_of, body=body, order=1)
    Objective.objects.create(workshop=model_of, order=1, text="Meet")
    client.force_login(organiser)

    response = client.get(reverse("workshops:workshop_add"), {"like": model_of.slug})

    form = response.context["form"]
    assert form["title"].value() == "First of a series"
    assert (form["seats"].value(), form["starts_on"].value()) == (30, None)
    assert (form["host_1"].value(), form["objectives"].value()) == (body.pk, "Meet")


def test_workshop_of_another_project_is_no_model(client, organiser):
    client.force_login(organiser)

    address = reverse("workshops:workshop_add")
    assert client.get(address, {"like": make_workshop().slug}).status_code == 404


def edit(client, workshop, **fields):
    address = reverse("workshops:workshop_edit", args=[workshop.slug])
    form = client.get(address).context["form"]
    kept = {name: form[name].value() for name in form.fields}
    return client.post(
        address, {name: value for name, value in {**kept, **fields}.items() if value is not None}
    )


def test_edit_that_changes_nothing_writes_nothing(client, organiser, workshop):
    organiser.time_zone = "Pacific/Fiji"
    organiser.save()
    workshop.registration_opens_at = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
    workshop.save()
    client.force_login(organiser)

    with timezone.override("Pacific/Fiji"):  # in which the form shows its moments
        edit(client, workshop)

    workshop.refresh_from_db()
    assert list(Change.objects.values_list("field", "before", "after")) == []
    assert workshop.version == 1


def test_edit_keeps_the_outcome_of_an_objective_that_stays(client, facilitator, workshop):
    Objective.objects.create(workshop=workshop, order=1, text="Meet", outcome="They met.")
    client.force_login(facilitator)

    edit(client, workshop, objectives="Learn\nMeet", title="New title")

    workshop.refresh_from_db()
    assert workshop.title == "New title"
    assert list(workshop.objectives.values_list("text", "outcome")) == [
        ("Learn", ""), ("Meet", "They met."),
    ]  # fmt: skip
    assert set(Change.objects.of(workshop).values_list("field", flat=True)) == {
        "title", "objectives",
    }  # fmt: skip


def test_edit_saved_meanwhile_keeps_both_texts(client, facilitator, workshop):
    client.force_login(facilitator)
    address = reverse("workshops:workshop_edit", args=[workshop.slug])
    opened = client.get(address).context["form"]
    edit(client, workshop, title="Saved first")

    stale = {name: opened[name].value() or "" for name in opened.fields}
    response = client.post(address, {**stale, "title": "Saved second"})

    [conflict] = response.context["form"].conflict.fields
    assert (conflict.mine, conflict.theirs) == ("Saved second", "Saved first")


def test_open_needs_dates_and_a_zone(client, project):
    workshop = make_workshop(project, state="draft")
    client.force_login(make_facilitator(workshop))
    address = reverse("workshops:workshop_state", args=[workshop.slug])

    client.post(address, {"move": "open"})
    workshop.refresh_from_db()
    assert workshop.state == "draft"

    Workshop.objects.filter(pk=workshop.pk).update(
        starts_on="2026-05-01", ends_on="2026-05-01", time_zone="Pacific/Fiji"
    )
    client.post(address, {"move": "open"})
    workshop.refresh_from_db()
    assert workshop.state == "open"
    assert Change.objects.of(workshop).get().after == "open"


def test_figures_are_not_signed_off_by_a_button_of_the_workshop(client, facilitator, workshop):
    client.force_login(facilitator)

    address = reverse("workshops:workshop_state", args=[workshop.slug])
    assert client.post(address, {"move": "sign_off"}).status_code == 403


@pytest.mark.parametrize("state", Workshop.State.values)
@pytest.mark.parametrize("move", MOVES)
def test_every_move_is_made_from_its_states_alone(project, organiser, state, move):
    workshop = make_workshop(
        project, state=state, starts_on=datetime.date(2026, 5, 1),
        ends_on=datetime.date(2026, 5, 1), time_zone="UTC",
    )  # fmt: skip
    step = MOVES[move]

    if state in step.from_states or state == step.to:
        assert move_workshop(workshop, move=move, by=organiser).state == step.to
    else:
        with pytest.raises(CannotMove):
            move_workshop(workshop, move=move, by=organiser)


def test_reader_adds_no_workshop(client, project):
    client.force_login(make_reader(project))

    assert client.get(reverse("workshops:workshop_add")).status_code == 403


def test_superuser_adds_for_the_project_asked_for(client, admin, project):
    other = make_project()
    client.force_login(User.objects.get(pk=admin.pk))

    response = client.get(reverse("workshops:workshop_add"), {"project": other.code})

    assert response.context["project"] == other


def test_unknown_time_zone_is_refused(client, organiser, project):
    client.force_login(organiser)

    response = client.post(reverse("workshops:workshop_add"), typed(time_zone="Mars/Base"))

    assert list(response.context["form"].errors) == ["time_zone"]


def test_organiser_of_one_body_runs_its_workshops_of_that_project_alone(project, body):
    elsewhere, other_body = make_project(), make_body()
    user = make_organiser(project, body=body)
    make_organiser(elsewhere, body=other_body, user=user)
    own, crossed = make_workshop(project), make_workshop(project)
    WorkshopBody.objects.create(workshop=own, body=body)
    WorkshopBody.objects.create(workshop=crossed, body=other_body)

    assert list(Workshop.objects.run_by(user)) == [own]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_day_at_the_end_of_the_calendar_is_asked_about(client, organiser, project, day):
    User.objects.update(time_zone="Pacific/Fiji")
    client.force_login(organiser)

    response = client.post(
        reverse("workshops:workshop_add"),
        typed(starts_on=day, registration_opens_at=f"{day}T00:00"),
    )

    assert response.context["form"].errors == {
        "starts_on": ["Check the year."], "registration_opens_at": ["Check the year."],
    }  # fmt: skip


def test_objectives_that_only_others_changed_stay_theirs(client, facilitator, workshop, body):
    client.force_login(facilitator)
    opened = client.get(reverse("workshops:workshop_edit", args=[workshop.slug])).context["form"]
    hidden = {field.html_initial_name: "" for field in opened if field.field.show_hidden_initial}
    Objective.objects.create(workshop=workshop, order=1, text="Added meanwhile")
    WorkshopBody.objects.create(workshop=workshop, body=body)

    client.post(
        reverse("workshops:workshop_edit", args=[workshop.slug]),
        typed(title="Another title", objectives="", version=workshop.version, **hidden),
    )

    workshop.refresh_from_db()
    assert workshop.title == "Another title"
    assert [each.text for each in workshop.objectives.all()] == ["Added meanwhile"]
    assert list(workshop.bodies.all()) == [body]


def test_workshop_form_sent_twice_adds_one(client, organiser, project):
    client.force_login(organiser)
    key = client.get(reverse("workshops:workshop_add")).context["form"]["submission_key"].value()

    first, second = (
        client.post(reverse("workshops:workshop_add"), typed(submission_key=key)) for _ in range(2)
    )

    assert Workshop.objects.count() == 1
    assert first.url == second.url


def test_address_taken_meanwhile_is_not_the_end_of_it(client, organiser, project, monkeypatch):
    make_workshop(project, slug="regional-workshop")
    free = iter(["regional-workshop", "regional-workshop-2"])
    monkeypatch.setattr("workshops.forms.free_slug", lambda title: next(free))
    client.force_login(organiser)

    client.post(reverse("workshops:workshop_add"), typed())

    assert Workshop.objects.filter(slug="regional-workshop-2").count() == 1


def test_draft_nobody_was_told_of_is_not_cancelled_in_public(workshop, organiser):
    workshop.state = "draft"
    workshop.save()

    with pytest.raises(CannotMove):
        move_workshop(workshop, move="cancel", by=organiser)
