from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from participants.links import hash_of, new_token
from participants.models import Registration
from recommendations.letters import remind, tell_link
from recommendations.models import Answer, RoundLink, ValidationRound

REMIND_BEFORE = datetime.timedelta(days=2)


@transaction.atomic
def send_links(validation_round: ValidationRound, *, again: bool = False) -> int:
    """Write to everybody who may answer and has an address; how many letters. Done twice: once.

    `again` sends a new link to those who have not answered; the one before stops working.
    """
    locked = ValidationRound.objects.select_for_update().get(pk=validation_round.pk)
    people = locked.people().exclude(person__email="").select_related("person", "workshop")
    sent = RoundLink.objects.filter(round=locked, registration=OuterRef("pk"))
    waiting = people.filter(~answered_in(locked)) if again else people.filter(~Exists(sent))
    for registration in waiting:
        send_link(locked, registration)
    return len(waiting)


def answered_in(validation_round: ValidationRound) -> Exists:
    return Exists(Answer.objects.filter(item__round=validation_round, registration=OuterRef("pk")))


def send_link(validation_round: ValidationRound, registration: Registration) -> None:
    tell_link(validation_round, registration, renewed_link(validation_round, registration))


def renewed_link(validation_round: ValidationRound, registration: Registration) -> str:
    """The secret of a new link; only its hash is kept."""
    token = new_token()
    RoundLink.objects.update_or_create(
        round=validation_round, registration=registration,
        defaults={"token_hash": token.hash, "sent_at": timezone.now()},
    )  # fmt: skip
    return token.secret


def link_of(secret: str) -> RoundLink | None:
    """Whose link to which round; None for one that never was or was replaced by a newer one."""
    joined = ("round__project", "round__workshop", "registration__person")
    links = RoundLink.objects.select_related(*joined)
    return links.filter(token_hash=hash_of(secret)).first()


def remind_silent(*, now: datetime.datetime) -> int:
    """One letter, two days before the end, to each who has a link and has not answered."""
    due = ValidationRound.objects.filter(
        state=ValidationRound.State.OPEN, is_in_writing=True,
        until__gt=now, until__lte=now + REMIND_BEFORE,
    )  # fmt: skip
    return sum(_remind_of(validation_round, now=now) for validation_round in due)


@transaction.atomic
def _remind_of(validation_round: ValidationRound, *, now: datetime.datetime) -> int:
    ValidationRound.objects.select_for_update().get(pk=validation_round.pk)
    silent = _silent(validation_round)
    for link in silent:
        secret = renewed_link(validation_round, link.registration)
        remind(validation_round, link.registration, secret)
        RoundLink.objects.filter(pk=link.pk).update(reminded_at=now)
    return len(silent)


def _silent(validation_round: ValidationRound) -> QuerySet[RoundLink]:
    people = validation_round.people().filter(~answered_in(validation_round))
    return validation_round.links.filter(
        reminded_at__isnull=True, registration__in=people.values("pk")
    ).select_related("registration__person", "registration__workshop")
