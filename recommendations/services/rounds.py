from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from participants.models import Registration
from recommendations.models import (
    Answer,
    Recommendation,
    RoundWording,
    ValidationRound,
    Wording,
)
from workshops.models import Workshop


class RoundIsClosed(Exception):
    """The round is closed; its result is frozen."""


class NothingToValidate(Exception):
    """A round needs at least one recommendation that has a wording."""


@transaction.atomic
def open_round(
    workshop: Workshop,
    *,
    title: str,
    recommendations: Iterable[Recommendation],
    silence_is_no_objection: bool = False,
    answers_by: str = ValidationRound.AnswersBy.PERSON,
    until: datetime.datetime | None = None,
    is_in_writing: bool = False,
    is_example: bool = False,
) -> ValidationRound:
    """Put the current wording of each recommendation to the people of a workshop."""
    wordings = [w for r in recommendations if (w := r.current_wording()) is not None]
    if not wordings:
        raise NothingToValidate(_("Choose at least one recommendation that has a wording."))
    validation_round = ValidationRound.objects.create(
        project=workshop.project,
        workshop=workshop,
        title=title,
        silence_is_no_objection=silence_is_no_objection,
        answers_by=answers_by,
        until=until,
        is_in_writing=is_in_writing,
        is_example=is_example,
    )
    RoundWording.objects.bulk_create(
        RoundWording(round=validation_round, wording=wording) for wording in wordings
    )
    return validation_round


def reworded_since(validation_round: ValidationRound) -> list[Recommendation]:
    """The recommendations of a round whose words have changed since. Two queries."""
    items = validation_round.items.select_related("wording__recommendation")
    put = {item.wording.recommendation: item.wording for item in items}
    numbers: dict[tuple[int, str], int] = {}
    for wording in Wording.objects.filter(recommendation__in=put).order_by("number"):
        numbers[wording.recommendation_id, wording.language] = wording.number
    return [
        recommendation
        for recommendation, wording in put.items()
        if numbers[recommendation.pk, wording.language] > wording.number
    ]


@transaction.atomic
def record_answers(
    validation_round: ValidationRound,
    *,
    registration: Registration,
    positions: Mapping[int, str],
    comments: Mapping[int, str] | None = None,
) -> None:
    """What one person says of the wordings of a round, by item id; an earlier answer gives way.

    An answer that stays the same keeps its moment, and a comment that stays its reply. Refuses
    a closed round: `RoundIsClosed`.
    """
    locked = ValidationRound.objects.select_for_update().get(pk=validation_round.pk)
    if not locked.is_open:
        raise RoundIsClosed(_("The round is closed. Answers can no longer be changed."))
    items = set(locked.items.values_list("pk", flat=True))
    said = {item: position for item, position in positions.items() if item in items and position}
    given = {
        answer.item_id: answer
        for answer in Answer.objects.filter(item__round=locked, registration=registration)
    }
    gone = [answer.pk for item, answer in given.items() if item not in said]
    Answer.objects.filter(pk__in=gone).delete()
    for item, position in said.items():
        answer = given.get(item) or Answer(item_id=item, registration=registration)
        _say(answer, position=position, comment=(comments or {}).get(item, ""))


def _say(answer: Answer, *, position: str, comment: str) -> None:
    if answer.pk and (answer.position, answer.comment) == (position, comment):
        return
    answer.position, answer.comment, answer.at = position, comment, timezone.now()
    answer.save()


@transaction.atomic
def close_round(validation_round: ValidationRound, *, by: User | None) -> ValidationRound:
    """Freeze the result: the count of every position, and who took part (M/F). Twice is once."""
    locked: ValidationRound = ValidationRound.objects.select_for_update().get(
        pk=validation_round.pk
    )
    if locked.state == ValidationRound.State.CLOSED:
        return locked
    silence = locked.silence_is_no_objection
    voters = set(locked.people().values_list("pk", flat=True))
    items = list(locked.items.prefetch_related("answers"))
    for item in items:
        freeze_result(item, item.answers.all(), voters=voters, silence_is_no_objection=silence)
    RoundWording.objects.bulk_update(items, [*RoundWording.COUNTS, "is_validated"])
    locked.participation = locked.people().breakdown().as_columns()
    locked.state = ValidationRound.State.CLOSED
    locked.closed_at, locked.closed_by = timezone.now(), by
    locked.save(update_fields=["participation", "state", "closed_at", "closed_by"])
    return locked


def close_due_rounds(*, now: datetime.datetime) -> int:
    """Close the rounds in writing whose time is over; how many. Done twice, nothing is left."""
    due = ValidationRound.objects.filter(
        state=ValidationRound.State.OPEN, is_in_writing=True, until__lte=now
    )
    for validation_round in due:
        close_round(validation_round, by=None)
    return len(due)


def freeze_result(
    item: RoundWording,
    answers: Iterable[Answer],
    *,
    voters: set[int],
    silence_is_no_objection: bool,
) -> None:
    """Count the positions of an item; the silent are *no position*, so that they sum to all.

    Validated as worded: nobody cannot support it, and more than half support it as it stands,
    of those who answered where silence is no objection, else of everybody who could answer.
    """
    counts = Counter(a.position for a in answers if a.registration_id in voters)
    answered = sum(counts.values())
    item.support = counts[Answer.Position.SUPPORT]
    item.support_with_changes = counts[Answer.Position.SUPPORT_WITH_CHANGES]
    item.cannot_support = counts[Answer.Position.CANNOT_SUPPORT]
    silent = len(voters) - answered
    item.no_position = counts[Answer.Position.NO_POSITION] + silent
    of = answered if silence_is_no_objection else len(voters)
    item.is_validated = item.cannot_support == 0 and item.support * 2 > of
