"""Frozen and append-only rows are shown in the back office and changed by nobody."""

import pytest
from django.forms.models import model_to_dict

from accounts.models import AccessLog
from briefs.models import Edition
from desk.models import PlaceToCheck, RetentionNotice
from participants.models import Consent, ParticipationRecord, Registration, SealedList
from recommendations.models import Answer, RoundWording, ValidationRound, Wording
from recommendations.services import close_round
from recovery_plans.models import Action, PlanRevision, PlanTransition
from tests import factories
from tests.backoffice_forms import BackOffice, shown_on
from tests.backoffice_world import World, makers
from workshops.models import Workshop
from writing.models import Change

FROZEN = [
    AccessLog, Change, Consent, Edition, ParticipationRecord, PlanRevision, PlanTransition,
    RoundWording, Wording, PlaceToCheck, RetentionNotice, SealedList,
]  # fmt: skip


@pytest.fixture
def back_office(client, admin):
    client.force_login(admin)
    return BackOffice(client)


@pytest.fixture
def closed_round(project, admin):
    world = World(project)
    item = world.round_wording()
    workshop = item.round.workshop
    person = factories.make_registration(workshop, gender="female")
    item.answers.create(registration=person, position="support")
    return close_round(item.round, by=admin)


def fields_of(row):
    row.refresh_from_db()
    return model_to_dict(row)


@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model._meta.label)
def test_frozen_row_is_shown_without_fields_and_refuses_every_change(back_office, project, model):
    row = makers()[model](World(project))
    before = fields_of(row)

    shown = back_office.open(model, row)
    answers = [
        back_office.post(model, {"number": 9}, row).status_code,
        back_office.client.post(back_office.address(model, "delete", row.pk), {"post": "yes"}),
    ]
    back_office.do(model, "delete_selected", row)

    assert (shown.status_code, shown_on(shown).keys()) == (200, {"csrfmiddlewaretoken"})
    assert [answers[0], answers[1].status_code] == [403, 403]
    assert fields_of(row) == before


@pytest.mark.parametrize("model", [m for m in FROZEN if m is not ParticipationRecord])
def test_frozen_row_cannot_be_added(back_office, model):
    assert back_office.open(model).status_code == 403


def test_closed_round_is_frozen_with_its_answers(back_office, closed_round):
    answer, item = Answer.objects.get(), closed_round.items.get()
    before = fields_of(closed_round), fields_of(item), fields_of(answer)

    statuses = [
        back_office.post(ValidationRound, {"title": "Another"}, closed_round).status_code,
        back_office.post(Answer, {"position": "cannot_support"}, answer).status_code,
    ]
    back_office.do(ValidationRound, "delete_selected", closed_round)
    back_office.do(Answer, "delete_selected", answer)
    late = back_office.post(
        Answer, {"item": item.pk, "registration": answer.registration_id, "position": "support"}
    )

    fields_shown = shown_on(back_office.open(ValidationRound, closed_round))
    assert statuses == [403, 403]
    assert {name for name in fields_shown if not name.startswith("items-")} == {
        "csrfmiddlewaretoken"
    }
    assert late.context["adminform"].form.errors == {
        "item": ["This round is closed; its result stands."]
    }
    assert (fields_of(closed_round), fields_of(item), fields_of(answer)) == before


def test_consent_can_only_be_withdrawn(back_office, project):
    consent = makers()[Consent](World(project))

    back_office.do(Consent, "withdraw", consent)
    consent.refresh_from_db()
    moment = consent.withdrawn_at
    back_office.do(Consent, "withdraw", consent)

    consent.refresh_from_db()
    assert moment is not None
    assert consent.withdrawn_at == moment


def test_figures_are_entered_as_a_new_record_and_corrected_as_another(back_office, project):
    workshop = factories.make_workshop(project)
    stated = {"workshop": workshop.pk, "basis": "source", "citation": "Event page"}

    first = back_office.save(ParticipationRecord, **stated, female=11, male=15)
    without_reason = back_office.post(
        ParticipationRecord, {**stated, "precision": "exact", "female": 12, "male": 15}
    )
    second = back_office.save(
        ParticipationRecord, **stated, female=12, male=15, reason="One was missing."
    )

    workshop.refresh_from_db()
    assert workshop.state == Workshop.State.SIGNED_OFF
    assert [(r.number, r.female, r.male, r.reason) for r in (first, second)] == [
        (1, 11, 15, ""),
        (2, 12, 15, "One was missing."),
    ]
    assert "reason" in without_reason.context["adminform"].form.errors


def test_rows_that_leave_by_a_deed_are_not_deleted(back_office, project):
    world = World(project)
    action, registration = world.action(), world.registration()

    back_office.do(Action, "delete_selected", action)
    back_office.do(Registration, "delete_selected", registration)
    taken_out = back_office.do(Action, "take_out", action)
    withdrawn = back_office.do(Registration, "withdraw", registration)

    action.refresh_from_db()
    registration.refresh_from_db()
    assert taken_out == withdrawn == ["Done: 1."]
    assert action.removed_at is not None
    assert registration.state == "cancelled"
