"""How each recommendation stands: *validated* is said only of the wording that was validated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Language
from recommendations.models import Recommendation, RoundWording, ValidationRound, Wording


class Standing(models.TextChoices):
    VALIDATED = "validated", _("validated as worded")
    CHANGED = "changed", _("changed after validation")
    NOT_SUPPORTED = "not_supported", _("not validated as worded")
    BEING_ASKED = "being_asked", _("being validated")
    NOT_ASKED = "not_asked", _("not yet put to a round")


@dataclass(frozen=True)
class Validation:
    """The current wording, how it stands, and the closed round item that says so (if any).

    With `CHANGED`, `item` is the result of the wording that was validated before this one.
    """

    wording: Wording
    standing: Standing
    item: RoundWording | None


def validations_of(
    recommendations: Iterable[Recommendation], language: str = Language.ENGLISH
) -> dict[int, Validation]:
    """By recommendation id; one without a wording in the language is left out. Two queries."""
    wordings = (
        Wording.objects.filter(
            recommendation__in=[recommendation.pk for recommendation in recommendations],
            language=language,
        )
        .prefetch_related(
            models.Prefetch("rounds", RoundWording.objects.select_related("round__workshop"))
        )
        .order_by("recommendation", "number")
    )
    history: dict[int, list[Wording]] = {}
    for wording in wordings:
        history.setdefault(wording.recommendation_id, []).append(wording)
    return {pk: validation_of(numbered) for pk, numbered in history.items()}


def validation_of(wordings: list[Wording]) -> Validation:
    """From all wordings of one recommendation, oldest first."""
    *earlier, current = wordings
    items = sorted(current.rounds.all(), key=lambda item: item.round.opened_at)
    closed = [item for item in items if item.round.state == ValidationRound.State.CLOSED]
    if closed:
        is_validated = closed[-1].is_validated
        standing = Standing.VALIDATED if is_validated else Standing.NOT_SUPPORTED
        return Validation(current, standing, closed[-1])
    validated_before = [
        item for wording in reversed(earlier) for item in wording.rounds.all() if item.is_validated
    ]
    if validated_before:
        return Validation(current, Standing.CHANGED, validated_before[0])
    return Validation(current, Standing.BEING_ASKED if items else Standing.NOT_ASKED, None)
