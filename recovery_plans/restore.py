"""The texts of an earlier revision beside those of today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from recovery_plans.document import ActionText, PathwayText, PlanDocument
from recovery_plans.models import RecoveryPlan
from writing.differences import Segment, compare

OF_PLAN = ("vision", "parent_plan")
OF_ACTION = (
    "title", "objective", "legal_needs", "institutional_needs", "risk", "gender_note",
)  # fmt: skip


@dataclass(frozen=True)
class Restored:
    """A row of the plan and those of its texts that read otherwise in the revision."""

    thing: Any  # Versioned
    heading: str
    fields: dict[str, str]

    @property
    def seen(self) -> str:
        """Names the row and the version that the user saw."""
        return f"{self.thing._meta.model_name}:{self.thing.pk}:{self.thing.version}"

    @property
    def segments(self) -> list[list[Segment]]:
        return [compare(str(getattr(self.thing, name)), text) for name, text in self.fields.items()]


def restored_from(plan: RecoveryPlan, document: PlanDocument) -> list[Restored]:
    """What differs, in reading order; four queries. Rows that are gone stay gone."""
    differing = (
        Restored(thing, heading, _differing(thing, texts))
        for thing, heading, texts in _texts(plan, document)
    )
    return [one for one in differing if one.fields]


def _texts(plan: RecoveryPlan, document: PlanDocument) -> Iterator[tuple[Any, str, dict[str, str]]]:
    yield plan, _("The plan"), {name: getattr(document, name) for name in OF_PLAN}
    chapters = {chapter.key: chapter for chapter in plan.chapters.all()}
    for old in document.chapters:
        if old.key in chapters:
            yield chapters[old.key], old.title, {"title": old.title, "text": old.text}
    sections = _sections(plan) if document.framework == plan.framework.code else {}
    actions = {action.number: action for action in plan.actions.current()}
    for pillar in document.pillars:
        for pathway in pillar.pathways:
            yield from _of_pathway(pathway, sections, actions)


def _sections(plan: RecoveryPlan) -> dict[str, Any]:
    """By the codes of the plan's own edition: another may use them for other pathways."""
    return {one.pathway.code: one for one in plan.sections.select_related("pathway")}


def _of_pathway(
    pathway: PathwayText, sections: dict[str, Any], actions: dict[int, Any]
) -> Iterator[tuple[Any, str, dict[str, str]]]:
    if pathway.code in sections:
        texts = {"narrative": pathway.narrative, "reason": pathway.reason}
        yield sections[pathway.code], f"{pathway.code} {pathway.title}", texts
    for action in pathway.actions:
        if action.number in actions:
            yield actions[action.number], _named(action), _of_action(action)


def _named(action: ActionText) -> str:
    return _("Action %(number)s: %(title)s") % {"number": action.number, "title": action.title}


def _of_action(action: ActionText) -> dict[str, str]:
    return {name: getattr(action, name) for name in OF_ACTION}


def _differing(thing: Any, texts: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if getattr(thing, name) != text}
