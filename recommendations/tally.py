"""The result of a validation round, live while it is open and frozen once it is closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count

from participants.breakdown import GenderBreakdown
from recommendations.models import Answer, RoundWording, ValidationRound


@dataclass(frozen=True)
class ItemTally:
    """The positions on one wording; while the round is open the silent are not among them."""

    number: int
    text: str
    wording: int
    support: int
    support_with_changes: int
    cannot_support: int
    no_position: int
    is_validated: bool | None

    @property
    def total(self) -> int:
        return self.support + self.support_with_changes + self.cannot_support + self.no_position


@dataclass(frozen=True)
class Tally:
    items: list[ItemTally]
    people: GenderBreakdown  # who may answer
    answered: GenderBreakdown  # who has said something of at least one wording


def tally_of(validation_round: ValidationRound) -> Tally:
    """Five queries, however many people and wordings."""
    items = validation_round.items.select_related("wording__recommendation").order_by(
        "wording__recommendation__number"
    )
    is_closed = validation_round.state == ValidationRound.State.CLOSED
    live = {} if is_closed else live_counts(validation_round)
    people = validation_round.people()
    answered = people.filter(answers__item__round=validation_round).distinct()
    return Tally(
        items=[item_tally(item, live.get(item.pk)) for item in items],
        people=frozen_people(validation_round) if is_closed else people.breakdown(),
        answered=people.filter(pk__in=answered.values("pk")).breakdown(),
    )


def frozen_people(validation_round: ValidationRound) -> GenderBreakdown:
    return GenderBreakdown(**validation_round.participation)


def live_counts(validation_round: ValidationRound) -> dict[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = (
        Answer.objects.filter(
            item__round=validation_round, registration__in=validation_round.people()
        )
        .values_list("item", "position")
        .annotate(count=Count("pk"))
        .order_by()
    )
    for item, position, count in rows:
        counts[item][position] = count
    return counts


def item_tally(item: RoundWording, live: dict[str, int] | None) -> ItemTally:
    counts = live or {}
    values = {name: getattr(item, name) or counts.get(name, 0) for name in RoundWording.COUNTS}
    return ItemTally(
        number=item.wording.recommendation.number,
        text=item.wording.text,
        wording=item.wording.number,
        is_validated=item.is_validated,
        **values,
    )
