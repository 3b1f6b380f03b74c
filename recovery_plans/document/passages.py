"""Two texts of a plan, passage by passage: what came, what went, what was put in other words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from recovery_plans.document.facts import (
    action_facts,
    action_tables,
    pathway_note,
    plan_facts,
)
from recovery_plans.document.text import ActionText, PathwayText, PlanDocument
from writing.passages import Passage, Reworded, side_by_side


def passages_of(document: PlanDocument) -> list[Passage]:
    """All that a plan says, in reading order."""
    return [passage for passage in _passages(document) if passage.text]


def reworded(before: PlanDocument, after: PlanDocument) -> list[Reworded]:
    """Every passage of either text, in the order of the later one."""
    return side_by_side(passages_of(before), passages_of(after))


def _passages(document: PlanDocument) -> Iterator[Passage]:
    yield Passage("title", _("Title"), document.title)
    yield Passage("facts", _("The plan"), _lines(plan_facts(document)))
    yield Passage("vision", _("Vision"), document.vision)
    priorities = [" ".join(filter(None, [one.text, one.workshop])) for one in document.priorities]
    yield Passage("priorities", _("Priorities"), "\n".join(priorities))
    for chapter in document.chapters:
        yield Passage(f"chapter-{chapter.key}", chapter.title, chapter.text)
    for pillar in document.pillars:
        for pathway in pillar.pathways:
            yield from _of_pathway(pathway, document.currency)
    yield Passage("annexes", _("Annexes and photographs"), _annexes(document))


def _annexes(document: PlanDocument) -> str:
    lines = ([one.title, one.alt_text, one.note] for one in document.annexes)
    return "\n".join(" · ".join(filter(None, line)) for line in lines)


def _of_pathway(pathway: PathwayText, currency: str) -> Iterator[Passage]:
    heading = f"{pathway.code} {pathway.title}"
    text = "\n\n".join(filter(None, [pathway_note(pathway), pathway.narrative]))
    yield Passage(f"pathway-{pathway.code}", heading, text)
    for action in pathway.actions:
        yield from _of_action(action, currency)


def _of_action(action: ActionText, currency: str) -> Iterator[Passage]:
    key = f"action-{action.number}"
    named = _("Action %(number)s") % {"number": action.number}
    yield Passage(key, named, "\n\n".join(filter(None, [action.title, action.objective])))
    facts = [(_("Main pathway"), action.pathway), *action_facts(action, currency)]
    yield Passage(f"{key}-facts", f"{named}, {_('particulars')}", _lines(facts))
    for table in action_tables(action):
        rows = "\n".join(" · ".join(filter(None, row)) for row in table.rows)
        yield Passage(f"{key}-{table.key}", table.caption, rows)


def _lines(facts: list[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {text}" for name, text in facts)
