"""What the page of a plan shows to those who write and review it, in eight queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
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
    Priority,
    RecoveryPlan,
    WritingStatus,
)
from recovery_plans.parts import part_name, part_url
from recovery_plans.periods import Period, late_period
from recovery_plans.stamp import stamp_of
from recovery_plans.totals import PlanTotals, totals_of_plan

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
        return list(self.plan.chapters.only("plan", "key", "title", "status", "order"))

    @cached_property
    def sections(self) -> list[PathwaySection]:
        return list(
            self.plan.sections.select_related("pathway__pillar").only(
                "plan", "is_part", "reason", "status", "pathway__code", "pathway__title",
                "pathway__wording", "pathway__pillar__code", "pathway__pillar__order",
                "pathway__pillar__title",
            )
        )  # fmt: skip

    @cached_property
    def requests(self) -> list[Comment]:
        return unanswered_requests(self.plan)

    @property
    def asked(self) -> list[tuple[str, str, Comment]]:
        """Each request with the name of its part and the address where it is answered."""
        return [(part_name(one), part_url(self.plan, one), one) for one in self.requests]

    @cached_property
    def totals(self) -> PlanTotals:
        return totals_of_plan(self.plan)

    @cached_property
    def priorities(self) -> list[Priority]:
        return list(self.plan.priorities.select_related("workshop"))

    @cached_property
    def people(self) -> list[CityMembership]:
        memberships = CityMembership.objects.current()
        return list(
            memberships.filter(project_city=self.plan.project_city_id)
            .select_related("user")
            .only("role", "user__full_name", "user__email")
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
        asked = {one.section_id: one for one in self.requests if one.section_id}
        return [
            PillarTasks(pillar, [self._section_task(one, asked) for one in group])
            for pillar, group in groupby(self.sections, key=lambda one: one.pathway.pillar)
        ]

    @cached_property
    def chapter_tasks(self) -> list[Task]:
        asked = {one.chapter_id: one for one in self.requests if one.chapter_id}
        return [_chapter_task(self.plan, chapter, asked) for chapter in self.chapters]

    def _section_task(self, section: PathwaySection, asked: dict[int, Comment]) -> Task:
        actions = self.totals.of_pathways({section.pathway_id}).actions
        return _section_task(self.plan, section, actions, asked.get(section.pk))

    # The published revision

    @property
    def late_note(self) -> Period | None:
        """The half-year whose progress note should have come by now."""
        if self.plan.published is None:
            return None
        return late_period(
            published_on=timezone.localdate(self.plan.published.made_at),
            reported_until=self.totals.reported_until,
            today=timezone.localdate(),
        )

    @cached_property
    def stamp(self) -> str:
        published = self.plan.published_id
        return stamp_of([one for one in self.adoptions if one.revision_id == published])

    @cached_property
    def adoptions(self) -> Sequence[Any]:
        return list(self.plan.adoptions.all())


def _section_task(
    plan: RecoveryPlan, section: PathwaySection, actions: int, request: Comment | None
) -> Task:
    pathway = section.pathway
    status, tag = _status(section, request)
    return Task(
        code=pathway.code,
        title=pathway.title,
        url=reverse("recovery_plans:section_edit", args=[plan.pk, pathway.code]),
        status=status,
        tag=tag,
        note=_section_note(section, actions),
        request=request,
        is_part=section.is_part,
        is_linked=section.is_part is not False or bool(actions or request),
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
