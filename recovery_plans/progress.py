"""How far a plan is carried out. Another thing than how far it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recovery_plans.models import Action, Indicator, IndicatorValue

RULE_OF_ACTION = gettext_lazy(
    "Mean of the share of milestones reached and of each indicator’s way from baseline to target. "
    "An action marked carried out counts in full."
)


@dataclass(frozen=True)
class Way:
    """How far an indicator has come from its baseline to its target; None cannot be measured."""

    share: Fraction | None
    remark: str = ""


def way_of(baseline: Decimal | None, target: Decimal | None, latest: Decimal | None) -> Way:
    """Targets may lie below their baseline. Below the baseline counts nought, past the target 1."""
    if latest is None:
        return Way(None, _("no value yet"))
    if baseline is None or target is None:
        return Way(None, _("no baseline or no target, so not measured"))
    if baseline == target:
        return Way(None, _("baseline and target are the same, so not measured"))
    share = (Fraction(latest) - Fraction(baseline)) / (Fraction(target) - Fraction(baseline))
    if share < 0:
        return Way(Fraction(0), _("behind its baseline, counts as nought"))
    if share > 1:
        return Way(Fraction(1), _("past its target, counts in full"))
    return Way(share)


def share_of(*, state: str, milestones: int, reached: int, ways: Sequence[Way]) -> Fraction | None:
    """The progress of one action as RULE_OF_ACTION says; None while nothing measures it."""
    if state == Action.State.CARRIED_OUT:
        return Fraction(1)
    measures = [way.share for way in ways if way.share is not None]
    if milestones:
        measures.append(Fraction(reached, milestones))
    return sum(measures, Fraction(0)) / len(measures) if measures else None


@dataclass(frozen=True)
class Progress:
    """The mean over actions: those without a measure count nought, those stopped not at all."""

    percent: int | None  # rounded down, so that 100 is all of it; None without an action
    actions: int
    unmeasured: int
    stopped: int

    @property
    def rule(self) -> str:
        """What was counted, in words: stands beside every percentage."""
        said = [
            ngettext(
                "Mean of %(n)s action, from its milestones and values",
                "Mean of %(n)s actions, from their milestones and values",
                self.actions,
            )
            % {"n": self.actions}
        ]
        if self.unmeasured:
            said.append(
                ngettext("%(n)s has none yet", "%(n)s have none yet", self.unmeasured)
                % {"n": self.unmeasured}
            )
        if self.stopped:
            said.append(
                ngettext("%(n)s stopped is left out", "%(n)s stopped are left out", self.stopped)
                % {"n": self.stopped}
            )
        return "; ".join(said) + "."


def percent_of(share: Fraction | None) -> int | None:
    return None if share is None else int(share * 100)


def mean_of(shares: Iterable[Fraction | None], *, stopped: int = 0) -> Progress:
    """The progress of a set of actions that are not stopped, from the progress of each."""
    all_shares = list(shares)
    measured = [share for share in all_shares if share is not None]
    mean = sum(measured, Fraction(0)) / len(all_shares) if all_shares else None
    return Progress(
        percent=percent_of(mean),
        actions=len(all_shares),
        unmeasured=len(all_shares) - len(measured),
        stopped=stopped,
    )


@dataclass(frozen=True)
class MeasuredAction:
    plan_id: int
    pathway_id: int
    is_stopped: bool
    is_published: bool
    is_removed: bool
    share: Fraction | None


def progress_over(actions: Iterable[MeasuredAction]) -> Progress:
    counted, stopped = [], 0
    for action in actions:
        stopped += action.is_stopped
        if not action.is_stopped:
            counted.append(action.share)
    return mean_of(counted, stopped=stopped)


def measure(actions: Iterable[Action]) -> dict[int, MeasuredAction]:
    """The progress of actions read `with_milestones`, by their keys; one query for the values."""
    actions = list(actions)
    ways = _ways_by_action([action.pk for action in actions])
    return {action.pk: _measured(action, ways.get(action.pk, [])) for action in actions}


def _measured(action: Any, ways: list[Way]) -> MeasuredAction:
    return MeasuredAction(
        plan_id=action.plan_id,
        pathway_id=action.pathway_id,
        is_stopped=action.state == Action.State.STOPPED,
        is_published=action.is_published,
        is_removed=action.removed_at is not None,
        share=share_of(
            state=action.state,
            milestones=action.milestone_count,
            reached=action.reached_count,
            ways=ways,
        ),
    )


def _ways_by_action(actions: Iterable[int]) -> dict[int, list[Way]]:
    latest = IndicatorValue.objects.filter(indicator=OuterRef("pk")).order_by("-on")
    indicators = (
        Indicator.objects.filter(action__in=actions)
        .order_by()
        .annotate(latest=Subquery(latest.values("value")[:1]))
        .values_list("action", "baseline", "target", "latest")
    )
    ways: dict[int, list[Way]] = {}
    for action, baseline, target, value in indicators:
        ways.setdefault(action, []).append(way_of(baseline, target, value))
    return ways
