"""What was said about a plan: each comment with its replies."""

from __future__ import annotations

from django.db.models import F, Prefetch, QuerySet

from recovery_plans.models import Action, Chapter, Comment, PathwaySection, RecoveryPlan

REPLIES = Prefetch("replies", Comment.objects.select_related("by").order_by("at"))


def threads_of(plan: RecoveryPlan) -> QuerySet[Comment]:
    """Every thread, open requests first, then the newest; two queries."""
    return (
        plan.comments.filter(answers__isnull=True)
        .select_related("by", "settled_by", "chapter", "section__pathway", "action")
        .prefetch_related(REPLIES)
        .order_by(F("settled_at").asc(nulls_first=True), "-is_request", "-at")
    )


def threads_about(part: Chapter | PathwaySection | Action) -> QuerySet[Comment]:
    return (
        part.comments.filter(answers__isnull=True)
        .select_related("by", "settled_by")
        .prefetch_related(REPLIES)
        .order_by("at")
    )
