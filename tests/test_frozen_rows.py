"""What is frozen stays as it is in the database itself, however it is written to."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from briefs.models import Brief, Edition, Withdrawal
from briefs.services import make_edition, publish_edition, withdraw_edition
from participants.models import Consent, ParticipationRecord
from participants.services import sign_off
from tests.factories import make_registration

FIGURES = [
    ("number", 7), ("basis", "source"), ("precision", "about"), ("citation", "X"),
    ("who_counts", "Everybody"), ("female", 7), ("male", 7), ("another", 7), ("undisclosed", 7),
    ("not_recorded", 7), ("speakers", {}), ("tables", {"x": []}),
    ("signed_at", timezone.now()), ("reason", "X"),
]  # fmt: skip
TEXT = [
    ("number", 7), ("as_of", timezone.now() - datetime.timedelta(days=1)), ("content", {}),
    ("template_version", "X"), ("checksum", "X"),
]  # fmt: skip
AGREED = [
    ("workshop", None), ("purpose", "photo"), ("wording_version", "2030-1"), ("language", "fr"),
    ("given_at", timezone.now() - datetime.timedelta(days=1)),
]  # fmt: skip


@pytest.fixture
def record(workshop, facilitator):
    return sign_off(workshop, by=facilitator)


@pytest.fixture
def edition(project, organiser):
    brief = Brief.objects.create(project=project, slug="brief", title="Brief")
    return make_edition(brief, by=organiser)


@pytest.fixture
def consent(workshop):
    person = make_registration(workshop).person
    return Consent.objects.create(
        person=person, workshop=workshop, purpose="list", wording_version="2026-1"
    )


@pytest.mark.parametrize(("column", "value"), AGREED)
def test_what_was_agreed_to_is_frozen(consent, column, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(**{column: value})


def test_consent_is_withdrawn_once_and_stays_withdrawn(consent):
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=timezone.now())

    for moment in (None, timezone.now() + datetime.timedelta(days=1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).update(withdrawn_at=moment)


def test_consent_goes_along_when_two_rows_are_one_person(consent, workshop):
    kept = make_registration(workshop).person

    Consent.objects.filter(pk=consent.pk).update(person=kept)

    consent.refresh_from_db()
    assert consent.person == kept


@pytest.mark.parametrize(("column", "value"), FIGURES)
def test_signed_off_figures_are_frozen(record, column, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        ParticipationRecord.objects.filter(pk=record.pk).update(**{column: value})


@pytest.mark.parametrize(("column", "value"), TEXT)
def test_what_an_edition_says_is_frozen(edition, column, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**{column: value})


def test_frozen_row_is_not_saved_by_mistake(record, edition):
    for row in (record, edition):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_edition_is_still_published_and_withdrawn(edition, organiser):
    publish_edition(edition, by=organiser)

    assert withdraw_edition(edition, by=organiser, reason="Wrong.").state == "withdrawn"
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.update(reason="Better not said.")


def test_who_signed_may_become_unknown(record, facilitator):
    facilitator.delete()

    record.refresh_from_db()
    assert record.signed_by is None
