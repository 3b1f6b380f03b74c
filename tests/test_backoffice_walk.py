"""With the back office alone, from reference data to the printed brief."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from briefs.models import Brief, BriefExport, BriefSection, Edition
from briefs.tasks import make_brief
from cities.models import City, CityMembership, ProjectCity
from frameworks.models import Framework, Pathway
from participants.models import ParticipationRecord, Person, Registration
from projects.models import Body, Project
from recommendations.models import Answer, Finding, Recommendation, ValidationRound
from recovery_plans.models import Action, RecoveryPlan
from tests.backoffice_forms import BackOffice
from workshops.models import Workshop

PLACES = {"Sala Vuki": "female", "Trần Thị Minh": "female", "ສົມພອນ": "male"}


@pytest.fixture
def back_office(client, admin, settings, tmp_path):
    call_command("load_reference", verbosity=0)
    client.force_login(admin)
    return BackOffice(client)


@pytest.fixture
def project(back_office):
    body = back_office.save(Body, code="ESCAP", name="Regional commission")
    return back_office.save(
        Project, code="DA13", name="Recovery of cities", framework=Framework.objects.get().pk,
        rows=[
            ("project_bodies", {"body": body.pk, "role": "executing", "order": 1}),
            ("phases", {"number": 1, "title": "Diagnosis"}),
        ],
    )  # fmt: skip


@pytest.fixture
def suva(back_office, project):
    return back_office.save(
        ProjectCity, project=project.pk, city=City.objects.get(slug="suva").pk,
        body=Body.objects.get().pk,
    )  # fmt: skip


@pytest.fixture
def workshop(back_office, project):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    workshop = back_office.save(
        Workshop, project=project.pk, slug="validation", title="Validation workshop",
        phase=project.phases.get().pk, kind="validation", starts_on=yesterday, ends_on=yesterday,
        time_zone="Pacific/Fiji", working_languages=["en", "vi"],
        rows=[
            ("hosts", {"body": Body.objects.get().pk, "order": 1}),
            ("objectives", {"order": 1, "text": "Validate the recommendations"}),
            ("objectives", {"order": 2, "text": "Agree on the way forward"}),
        ],
    )  # fmt: skip
    back_office.do(Workshop, "close_workshop", workshop)
    workshop.refresh_from_db()
    return workshop


@pytest.fixture
def people(back_office, project, workshop):
    rows = []
    for name, gender in PLACES.items():
        person = back_office.save(Person, project=project.pk, full_name=name, gender=gender)
        rows.append(
            back_office.save(
                Registration, workshop=workshop.pk, person=person.pk, gender=gender,
                organisation_name="City Council", country=City.objects.first().country_id,
            )
        )  # fmt: skip
    return rows


@pytest.fixture
def plan(back_office, suva):
    plan = back_office.save(RecoveryPlan, project_city=suva.pk, language="en", currency="FJD")
    back_office.save(
        Action, plan=plan.pk, title="Shade for the market", pathway=Pathway.objects.first().pk,
        rows=[
            ("milestones", {"order": 1, "title": "Drawn"}),
            ("money", {"kind": "cost", "amount": "120000"}),
            ("indicators", {"title": "Stalls in the shade", "target": "40"}),
        ],
    )  # fmt: skip
    return plan


@pytest.fixture
def recommendation(back_office, project, workshop, plan):
    finding = back_office.save(
        Finding, project=project.pk, title="Markets carried the cities", workshop=workshop.pk,
        actions=[plan.actions.get().pk],
    )  # fmt: skip
    return back_office.save(
        Recommendation, project=project.pk, addressee="City councils",
        wording="Keep the markets open.", wording_language="en", findings=[finding.pk],
    )  # fmt: skip


@pytest.fixture
def closed_round(back_office, project, workshop, people, recommendation):
    wording = recommendation.wordings.get()
    validation_round = back_office.save(
        ValidationRound, project=project.pk, title="In the room", workshop=workshop.pk,
        rows=[("items", {"wording": wording.pk})],
    )  # fmt: skip
    for registration in people:
        back_office.save(
            Answer, item=validation_round.items.get().pk, registration=registration.pk,
            position="support",
        )  # fmt: skip
    back_office.do(ValidationRound, "close", validation_round)
    validation_round.refresh_from_db()
    return validation_round


@pytest.fixture
def brief(back_office, project, closed_round):
    brief = back_office.save(
        Brief, project=project.pk, slug="da13", title="Cities recover", language="en"
    )
    context = brief.sections.get(key="context")
    back_office.save(BriefSection, context, text="What happened.", status="ready")
    return brief


def test_administrator_takes_a_project_from_nothing_to_the_printed_brief(
    back_office, brief, workshop, closed_round, django_capture_on_commit_callbacks
):
    back_office.do(Workshop, "sign_off", workshop)
    messages = back_office.do(Brief, "export_brief", brief)
    export = BriefExport.objects.get()
    make_brief(export.pk)
    export.refresh_from_db()
    download = back_office.client.get(f"/briefs/da13/exports/{export.pk}/download/")
    file = b"".join(download.streaming_content)

    record = ParticipationRecord.objects.get()
    assert (record.female, record.male) == (2, 1)
    assert closed_round.participation["female"] == 2
    assert closed_round.items.get().is_validated
    assert messages[-1] == "Done: 1."
    assert (export.state, file[:5]) == ("done", b"%PDF-")
    content = Edition.objects.get().content
    assert "What happened." in str(content)
    assert "Keep the markets open." in str(content)


def test_what_was_entered_is_as_on_the_pages_of_the_portal(
    back_office, workshop, people, plan, recommendation
):
    action = plan.actions.get()

    assert workshop.working_languages == ["en", "vi"]
    assert [person.person.name_key for person in people][0] == "sala vuki"
    assert {person.organisation.name for person in people} == {"City Council"}
    assert (plan.chapters.count(), plan.sections.count()) == (8, 15)
    assert (action.number, action.money.get().amount) == (1, 120000)
    assert (recommendation.number, recommendation.wordings.get().number) == (1, 1)


def test_plan_is_moved_by_the_actions_of_its_list(back_office, admin, plan, suva):
    back_office.save(
        CityMembership, project_city=suva.pk, user=admin.pk, role="focal_point",
        accepted_at_0="2022-08-24", accepted_at_1="09:00",
    )  # fmt: skip

    incomplete = back_office.do(RecoveryPlan, "move_to_submitted", plan)
    withdrawn = back_office.do(RecoveryPlan, "move_to_withdrawn", plan)
    refused = back_office.do(RecoveryPlan, "move_to_published", plan)

    plan.refresh_from_db()
    assert plan.state == "withdrawn"
    assert "Recovery plan of Suva: " in incomplete[0]
    assert withdrawn == ["Done: 1."]
    assert refused == ["Recovery plan of Suva: This plan cannot be moved there now."]


def test_edition_is_published_and_withdrawn_by_actions(back_office, brief):
    back_office.do(Brief, "freeze", brief)
    edition = Edition.objects.get()

    published = [back_office.do(Edition, "publish", edition) for _ in range(2)]
    back_office.do(Edition, "withdraw", edition)  # which leads to a page that asks why
    back_office.client.post(
        reverse("briefs:edition_withdraw", args=[brief.slug, 1]), {"reason": "A figure was wrong."}
    )
    no_file = back_office.do(Edition, "prepare_pdf", edition)

    edition.refresh_from_db()
    assert edition.state == "withdrawn"
    assert published == [
        ["Done: 1."],
        ["Cities recover, edition 1: Only a draft edition can be published."],
    ]
    assert no_file == ["Cities recover, edition 1: No new file is made of a withdrawn edition."]
