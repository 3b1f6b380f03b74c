"""Which actions of a frozen revision a figure counts: its rule, asked of the text again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from recovery_plans.document import ActionText, PlanDocument
from recovery_plans.models import Action, PlanRevision


@dataclass(frozen=True)
class CountedAction:
    action: ActionText
    pillar: str  # code


Counts = Callable[[CountedAction], bool]


def actions_in(revision: PlanRevision) -> list[CountedAction]:
    """Each once, under its main pathway."""
    return list(actions_of(PlanDocument.from_json(revision.content)))


def actions_of(document: PlanDocument) -> Iterator[CountedAction]:
    for pillar in document.pillars:
        for pathway in pillar.pathways:
            for action in pathway.actions:
                yield CountedAction(action, pillar.code)


def actions_counted_by(key: str) -> Counts | None:
    """None where the figure counts something else than actions."""
    for begins, rule in RULES.items():
        if key == begins or (begins.endswith("-") and key.startswith(begins)):
            return rule(key.removeprefix(begins))
    return None


def each_one(_rest: str) -> Counts:
    return lambda each: True


def with_a_cost(_rest: str) -> Counts:
    return lambda each: each.action.costing != Action.Costing.NOT_COSTED


def with_a_gender_note(_rest: str) -> Counts:
    return lambda each: bool(each.action.gender_note.strip())


def on_the_pathway(code: str) -> Counts:
    return lambda each: each.action.pathway.lower() == code


def on_the_pathway_of_a_cell(rest: str) -> Counts:
    """Of `<city>-<code>`."""
    return lambda each: rest.endswith(f"-{each.action.pathway.lower()}")


def in_the_pillar(code: str) -> Counts:
    return lambda each: each.pillar.lower() == code


def of_this_number(rest: str) -> Counts:
    """Of `<city>-<number>`."""
    return lambda each: rest.rpartition("-")[2] == str(each.action.number)


RULES: dict[str, Callable[[str], Counts]] = {
    "actions": each_one,
    "pathways": each_one,
    "costed": with_a_cost,
    "gender-notes": with_a_gender_note,
    "pathway-": on_the_pathway,
    "pillar-": in_the_pillar,
    "matrix-": each_one,
    "cell-": on_the_pathway_of_a_cell,
    "city-actions-": each_one,
    "city-costed-": with_a_cost,
    "cost-": of_this_number,
    "secured-": of_this_number,
}
