"""What is missing from a plan. Lenient while it is written, strict when it is submitted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from recovery_plans.models import (
    Action,
    Chapter,
    Comment,
    PathwaySection,
    RecoveryPlan,
    WritingStatus,
)
from recovery_plans.money import ActionMoney, money_in


@dataclass(frozen=True)
class Gap:
    text: str
    url: str  # where it is mended
    must: bool = True  # else a question: the plan may be submitted with it


@dataclass(frozen=True)
class Gaps:
    all: tuple[Gap, ...]

    @property
    def missing(self) -> list[Gap]:
        return [gap for gap in self.all if gap.must]

    @property
    def questions(self) -> list[Gap]:
        return [gap for gap in self.all if not gap.must]


def gaps_of(plan: RecoveryPlan) -> Gaps:
    """Every gap of the plan in the order of its page; six queries."""
    return Gaps(
        (*_of_plan(plan), *_of_chapters(plan), *_of_sections(plan), *_of_actions(plan),
         *_of_requests(plan))
    )  # fmt: skip


def _of_plan(plan: RecoveryPlan) -> Iterator[Gap]:
    url = reverse("recovery_plans:plan_edit", args=[plan.pk])
    if not plan.vision.strip():
        yield Gap(_("The vision is not written."), url)
    if not plan.period_start or not plan.period_end:
        yield Gap(_("The years the plan is for are not given."), url)


def _of_chapters(plan: RecoveryPlan) -> Iterator[Gap]:
    for chapter in plan.chapters.all():
        url = reverse("recovery_plans:chapter_edit", args=[plan.pk, chapter.key])
        if text := _of_chapter(chapter):
            yield Gap(text, url, must=bool(chapter.text.strip()))


def _of_chapter(chapter: Chapter) -> str:
    """An empty chapter is asked about; one that was begun has to be finished."""
    if not chapter.text.strip():
        return _("Nothing is written under “%(title)s”.") % {"title": chapter.title}
    if chapter.status != WritingStatus.READY:
        return _("“%(title)s” is not marked Ready.") % {"title": chapter.title}
    return ""


def _of_sections(plan: RecoveryPlan) -> Iterator[Gap]:
    main = Action.objects.current().filter(plan=plan, pathway=OuterRef("pathway"))
    sections = list(plan.sections.select_related("pathway").annotate(has_action=Exists(main)))
    if not any(section.is_part for section in sections):
        yield Gap(_("No pathway is part of this plan yet."), _pathways_url(plan))
    for section in sections:
        yield from _of_section(plan, section, has_action=section.has_action)


def _of_section(plan: RecoveryPlan, section: PathwaySection, *, has_action: bool) -> Iterator[Gap]:
    code = {"code": section.pathway.code}
    if section.is_part is None:
        yield Gap(_("%(code)s: is it part of this plan?") % code, _pathways_url(plan))
    elif section.is_part:
        url = reverse("recovery_plans:section_edit", args=[plan.pk, section.pathway.code])
        if not section.narrative.strip():
            yield Gap(_("%(code)s has no text yet.") % code, url)
        elif section.status != WritingStatus.READY:
            yield Gap(_("%(code)s is not marked Ready.") % code, url)
        if not has_action:
            yield Gap(_("%(code)s is part of this plan, but no action is.") % code, url, must=False)
    else:
        if not section.reason.strip():
            text = _("%(code)s is not part: one sentence why is missing.")
            yield Gap(text % code, _pathways_url(plan))
        if has_action:
            text = _("%(code)s is not part of this plan, but an action names it.")
            yield Gap(text % code, _pathways_url(plan), must=False)


def _of_actions(plan: RecoveryPlan) -> Iterator[Gap]:
    actions = list(plan.actions.current().with_sums())
    if not actions:
        url = reverse("recovery_plans:action_add", args=[plan.pk])
        yield Gap(_("The plan has no action yet."), url)
    for action in actions:
        url = reverse("recovery_plans:action_edit", args=[plan.pk, action.number])
        for text, must in _of_action(action, money_in(action)):
            yield Gap(f"{_('Action %(number)s') % {'number': action.number}}: {text}", url, must)


def _of_action(action: Action, money: ActionMoney) -> Iterator[tuple[str, bool]]:
    if not action.lead_id:
        yield _("who leads it is not said."), True
    if not action.starts_on or not action.ends_on:
        yield _("when it begins and ends is not said."), True
    if action.costing != Action.Costing.NOT_COSTED and money.cost is None:
        yield _("it says it is costed, but no cost is entered."), True
    if money.asks_more_than_gap:
        yield _("more money is requested than is missing. Is that meant?"), False
    if action.costing == Action.Costing.NOT_COSTED and action.state != Action.State.STOPPED:
        yield _("it is not costed."), False


def _of_requests(plan: RecoveryPlan) -> Iterator[Gap]:
    for request in unanswered_requests(plan):
        url = reverse("recovery_plans:comment_list", args=[plan.pk]) + f"#comment-{request.pk}"
        where = _("The reviewer’s request is not answered: “%(text)s”")
        yield Gap(where % {"text": str(request)}, url)


def unanswered_requests(plan: RecoveryPlan) -> list[Comment]:
    """What the reviewer asked, neither settled nor replied to, the oldest first."""
    return list(
        plan.comments.open_requests()
        .filter(replies__isnull=True)
        .select_related("chapter", "section__pathway", "action")
        .only("plan", "text", "chapter__key", "chapter__title", "section__pathway__code",
              "action__number")
    )  # fmt: skip


def _pathways_url(plan: RecoveryPlan) -> str:
    return reverse("recovery_plans:plan_pathways", args=[plan.pk])
