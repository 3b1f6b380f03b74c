"""A plan and the next edition of its framework: the deed that takes every word along."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from frameworks.crosswalk import Crosswalk, crosswalk_of
from frameworks.models import Framework, Pathway
from recovery_plans.models import Action, Comment, PathwaySection, RecoveryPlan, WritingStatus
from recovery_plans.services.locking import lock_plan
from recovery_plans.services.text import PlanClosed
from writing.services import save_version

LONGEST_REASON = PathwaySection._meta.get_field("reason").max_length or 0


class CrosswalkIncomplete(Exception):
    """Of some pathway nobody has said where it goes in the other edition."""


@transaction.atomic
def move_to_edition(plan: RecoveryPlan, *, to: Framework, by: User) -> RecoveryPlan:
    """Let the draft follow another edition: each section and action goes where its pathway goes.

    Sections that come together become one, with the texts and comments of all. Published
    revisions stay as they are. Raises PlanClosed and CrosswalkIncomplete, with nothing moved;
    done twice it does nothing.
    """
    plan = lock_plan(plan)
    if plan.framework_id == to.pk:
        return plan
    if not plan.is_writable:
        raise PlanClosed
    crosswalk = crosswalk_of(plan.framework, to)
    if crosswalk.missing:
        raise CrosswalkIncomplete
    save_version(plan, fields={"framework": to}, expected_version=plan.version, by=by)
    _move_sections(plan, crosswalk, by=by)
    for action in plan.actions.select_related("pathway").prefetch_related("other_pathways"):
        _move_action(action, crosswalk.goes_to, by=by)
    return plan


def _move_sections(plan: RecoveryPlan, crosswalk: Crosswalk, *, by: User) -> None:
    arriving: dict[Pathway, list[PathwaySection]] = {}
    for section in plan.sections.select_related("pathway").order_by("pathway__order"):
        arriving.setdefault(crosswalk.goes_to[section.pathway_id], []).append(section)
    for pathway, sections in arriving.items():
        _bring_together(sections, pathway, by=by)
    PathwaySection.objects.bulk_create(
        PathwaySection(plan=plan, pathway=pathway) for pathway in crosswalk.added
    )
    _let_no_open_form_fit(plan)


def _let_no_open_form_fit(plan: RecoveryPlan) -> None:
    """Two editions may use one code: a form opened before is stale wherever it is sent."""
    last = plan.sections.aggregate(last=Max("version"))["last"] or 0
    plan.sections.update(version=last + 1)


def _bring_together(sections: list[PathwaySection], pathway: Pathway, *, by: User) -> None:
    """The first of them goes on under the new pathway and takes in what the others say."""
    first, *others = sections
    fields = {"pathway": pathway, **(_said_together(sections) if others else {})}
    save_version(first, fields=fields, expected_version=first.version, by=by)
    Comment.objects.filter(section__in=others).update(section=first)
    for section in others:
        section.delete()


def _said_together(sections: list[PathwaySection]) -> dict[str, Any]:
    """Every narrative and reason under the title that it was written for."""
    texts = [_with_title(section, section.narrative) for section in sections if section.narrative]
    decided = [section.is_part for section in sections]
    is_part = True if True in decided else None if None in decided else False
    reasons = [_with_title(section, section.reason) for section in sections if section.reason]
    reason = " ".join(one.reason for one in sections if one.reason)
    if is_part is not False or len(reason) > LONGEST_REASON:
        texts, reason = texts + reasons, reason[:LONGEST_REASON] if is_part is False else ""
    statuses = {section.status for section in sections if section.is_part}
    status = statuses.pop() if len(statuses) == 1 else WritingStatus.IN_PROGRESS
    return {
        "narrative": "\n\n".join(texts), "reason": reason, "is_part": is_part, "status": status,
    }  # fmt: skip


def _with_title(section: PathwaySection, text: str) -> str:
    return f"**{section.pathway}**\n\n{text}"


def _move_action(action: Action, goes_to: dict[int, Pathway], *, by: User) -> None:
    pathway = goes_to[action.pathway_id]
    others = {goes_to[other.pk] for other in action.other_pathways.all()} - {pathway}
    fields = {"pathway": pathway, "other_pathways": sorted(others, key=lambda one: one.order)}
    save_version(action, fields=fields, expected_version=action.version, by=by)
