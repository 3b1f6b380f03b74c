from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from participants.models import Registration
from projects.models import Language, Project
from recommendations.models import (
    ActionResponse,
    Answer,
    Recommendation,
    RoundWording,
    ValidationRound,
    Wording,
)
from recovery_plans.models import Action
from workshops.models import Workshop


class RoundIsClosed(Exception):
    """The round is closed; its result is frozen."""


class NothingToValidate(Exception):
    """A round needs at least one recommendation that has a wording."""


@transaction.atomic
def add_recommendation(
    project: Project,
    *,
    text: str,
    by: User,
    language: str = Language.ENGLISH,
    addressee: str = "",
    is_example: bool = False,
) -> Recommendation:
    """Add a recommendation with the next free number and its first wording."""
    Project.objects.select_for_update().get(pk=project.pk)  # one number at a time
    last = project.recommendations.aggregate(last=Max("number"))["last"] or 0
    recommendation = Recommendation.objects.create(
        project=project, number=last + 1, addressee=addressee, changed_by=by, is_example=is_example
    )
    add_wording(recommendation, text=text, by=by, language=language)
    return recommendation


@transaction.atomic
def add_wording(
    recommendation: Recommendation, *, text: str, by: User, language: str = Language.ENGLISH
) -> Wording:
    """The next wording; the same text again is not a new one, the current one is returned."""
    Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    current = recommendation.current_wording(language)
    if current is not None and current.text == text:
        return current
    return Wording.objects.create(
        recommendation=recommendation,
        language=language,
        number=current.number + 1 if current else 1,
        text=text,
        made_by=by,
    )


@transaction.atomic
def open_round(
    workshop: Workshop,
    *,
    title: str,
    recommendations: Iterable[Recommendation],
    silence_is_no_objection: bool = False,
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
        is_example=is_example,
    )
    RoundWording.objects.bulk_create(
        RoundWording(round=validation_round, wording=wording) for wording in wordings
    )
    return validation_round


@transaction.atomic
def record_answers(
    validation_round: ValidationRound,
    *,
    registration: Registration,
    positions: dict[int, str],
    comments: dict[int, str] | None = None,
) -> None:
    """What one person says of the wordings of a round, by item id; an earlier answer gives way.

    Refuses a closed round: `RoundIsClosed`.
    """
    locked = ValidationRound.objects.select_for_update().get(pk=validation_round.pk)
    if locked.state == ValidationRound.State.CLOSED:
        raise RoundIsClosed(_("This round is closed; its result no longer changes."))
    items = set(locked.items.values_list("pk", flat=True))
    locked_answers = Answer.objects.filter(item__round=locked, registration=registration)
    locked_answers.delete()
    Answer.objects.bulk_create(
        Answer(
            item_id=item, registration=registration, position=position,
            comment=(comments or {}).get(item, ""),
        )
        for item, position in positions.items() if item in items and position
    )  # fmt: skip


@transaction.atomic
def close_round(validation_round: ValidationRound, *, by: User) -> ValidationRound:
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


def say_action_answers(
    recommendation: Recommendation, *, action: Action, note: str, by: User
) -> ActionResponse:
    """Say that an action of a plan acts on the recommendation; saying it again changes the note."""
    response, _created = ActionResponse.objects.update_or_create(
        recommendation=recommendation,
        action=action,
        defaults={"note": note, "by": by, "at": timezone.now()},
    )
    return response
