"""The parts of a plan that are spoken about: what each is called, and where it is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from recovery_plans.models import Comment, RecoveryPlan


def part_name(comment: Comment) -> str:
    """What a comment is about, in a word or two."""
    if comment.section:
        return comment.section.pathway.code
    if comment.chapter:
        return comment.chapter.title
    if comment.action:
        return _("action %(number)s") % {"number": comment.action.number}
    return _("the plan")


def part_url(plan: RecoveryPlan, comment: Comment) -> str:
    if comment.section:
        return _url("section_edit", plan, comment.section.pathway.code)
    if comment.chapter:
        return _url("chapter_edit", plan, comment.chapter.key)
    if comment.action:
        return _url("action_edit", plan, comment.action.number)
    return _url("comment_list", plan)


def _url(page: str, plan: RecoveryPlan, *rest: Any) -> str:
    return reverse(f"recovery_plans:{page}", args=[plan.pk, *rest])
