"""What the page of a plan shows to those who write and review it, in ten queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import CityMembership
from frameworks.models import Pillar, Words
from recovery_plans.gaps import unanswered_requests
from recovery_plans.models import (
    Chapter,
    Comment,
    PathwaySection,
    RecoveryPlan,
    WritingStatus,
)
from recovery_plans.money import MoneyTotals, totals_in
from recovery_plans.progress import Progress, measure, progress_over
from recovery_plans.stamp import stamp_of

TAGS = {
    WritingStatus.NOT_STARTED: "",
    WritingStatus.IN_PROGRESS: "tag-go",
    WritingStatus.READY: "tag-good",
}


@dataclass(frozen=True)
class Task:
    """One line of the task list: where it leads, how far it is in a word, and one line more."""

    title: str
    url: str
    status: str
    tag: str
    code: str = ""
    note: str = ""
    request: Comment | None = None
    is_part: bool | None = True
    is_linked: bool = True


@dataclass(frozen=True)
class PillarTasks:
    pillar: Pillar
    tasks: list[Task]

    @property
    def parts(self) -> int:
        return sum(task.is_part is True for task in self.tasks)


class PlanOverview:
    """Read once for a page; each part is asked for by the template or by the next step."""

    def __init__(self, plan: RecoveryPlan) -> None:
        self.plan = plan

    @cached_property
    def chapters(self) -> list[Chapter]:
        return list(self.plan.chapters.defer("text", "guidance"))

    @cached_property
    def sections(self) -> list[PathwaySection]:
        return list(
            self.plan.sections.select_related("pathway__pillar").defer(
                "narrative", "pathway__description", "pathway__source"
            )
        )

    @cached_property
    def requests(self) -> list[Comment]:
        return unanswered_requests(self.plan)

    @cached_property
    def actions(self) -> list[Any]:
        return list(
            self.plan.actions.with_sums().with_milestones().only(
                "plan", "number", "pathway", "state", "costing", "is_published", "removed_at"
            )
        )  # fmt: skip

    @cached_property
    def people(self) -> list[CityMembership]:
        memberships = CityMembership.objects.current()
        return list(
            memberships.filter(project_city=self.plan.project_city_id)
            .select_related("user")
            .order_by("pk")
        )

    @property
    def focal_points(self) -> list[CityMembership]:
        return [one for one in self.people if one.role == CityMembership.Role.FOCAL_POINT]

    # This draft

    @property
    def parts(self) -> list[PathwaySection]:
        return [section for section in self.sections if section.is_part]

    @property
    def undecided(self) -> list[PathwaySection]:
        return [section for section in self.sections if section.is_part is None]

    @property
    def unwritten(self) -> list[PathwaySection]:
        return [section for section in self.parts if section.status != WritingStatus.READY]

    @property
    def written(self) -> int:
        return len(self.parts) - len(self.unwritten)

    @cached_property
    def has_working_titles(self) -> bool:
        return any(section.pathway.wording != Words.VERIFIED for section in self.sections)

    @cached_property
    def pillars(self) -> list[PillarTasks]:
        counts = Counter(action.pathway_id for action in self.actions if not action.removed_at)
        asked = {one.section_id: one for one in self.requests if one.section_id}
        return [
            PillarTasks(pillar, [_section_task(self.plan, one, counts, asked) for one in group])
            for pillar, group in groupby(self.sections, key=lambda one: one.pathway.pillar)
        ]

    @cached_property
    def chapter_tasks(self) -> list[Task]:
        asked = {one.chapter_id: one for one in self.requests if one.chapter_id}
        return [_chapter_task(self.plan, chapter, asked) for chapter in self.chapters]

    @cached_property
    def money(self) -> MoneyTotals:
        currency = self.plan.currency
        current = (action for action in self.actions if not action.removed_at)
        return sum(
            (totals_in(action, currency=currency) for action in current), MoneyTotals(currency)
        )

    # The published revision

    @cached_property
    def progress(self) -> Progress:
        measured = measure(self.actions).values()
        return progress_over(action for action in measured if action.is_published)

    @cached_property
    def stamp(self) -> str:
        published = self.plan.published_id
        return stamp_of([one for one in self.adoptions if one.revision_id == published])

    @cached_property
    def adoptions(self) -> Sequence[Any]:
        return list(self.plan.adoptions.select_related("revision").defer("revision__content"))


def _section_task(
    plan: RecoveryPlan, section: PathwaySection, counts: Counter[int], asked: dict[int, Comment]
) -> Task:
    pathway, request = section.pathway, asked.get(section.pk)
    status, tag = _status(section, request)
    return Task(
        code=pathway.code,
        title=pathway.title,
        url=reverse("recovery_plans:section_edit", args=[plan.pk, pathway.code]),
        status=status,
        tag=tag,
        note=_section_note(section, counts[pathway.pk]),
        request=request,
        is_part=section.is_part,
        is_linked=section.is_part is not False or bool(counts[pathway.pk] or request),
    )


def _status(section: PathwaySection, request: Comment | None) -> tuple[str, str]:
    if section.is_part is None:
        return _("Not decided"), "tag-ask"
    if not section.is_part:
        return _("Not part"), "tag-none"
    if request:
        return _("Changes requested"), "tag-ask"
    return section.get_status_display(), TAGS[WritingStatus(section.status)]


def _section_note(section: PathwaySection, actions: int) -> str:
    if section.is_part is False and not actions:
        return section.reason or _("Not said why")
    if actions:
        count = ngettext("%(n)s action", "%(n)s actions", actions) % {"n": actions}
        return f"{section.reason} {count}".strip() if section.is_part is False else count
    if section.is_part and section.status == WritingStatus.NOT_STARTED:
        return _("Part of this plan, no text yet")
    return _("No action yet") if section.is_part else ""


def _chapter_task(plan: RecoveryPlan, chapter: Chapter, asked: dict[int, Comment]) -> Task:
    request = asked.get(chapter.pk)
    return Task(
        title=chapter.title,
        url=reverse("recovery_plans:chapter_edit", args=[plan.pk, chapter.key]),
        status=_("Changes requested") if request else chapter.get_status_display(),
        tag="tag-ask" if request else TAGS[WritingStatus(chapter.status)],
        request=request,
    )
