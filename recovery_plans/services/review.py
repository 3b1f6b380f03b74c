from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from recovery_plans.models import (
    Action,
    Adoption,
    Chapter,
    Comment,
    PathwaySection,
    RecoveryPlan,
)
from recovery_plans.services.export import request_first_files


@transaction.atomic
def add_comment(
    plan: RecoveryPlan,
    *,
    text: str,
    by: User,
    about: Chapter | PathwaySection | Action | None = None,
    answers: Comment | None = None,
    is_request: bool = False,
) -> Comment:
    """Say something about a plan or a part of it. A reply is about what it answers."""
    if answers is not None:
        answers = answers.answers or answers  # one level deep: a reply to a reply joins it
        about, is_request = answers.part, False
    return Comment.objects.create(
        plan=plan,
        chapter=about if isinstance(about, Chapter) else None,
        section=about if isinstance(about, PathwaySection) else None,
        action=about if isinstance(about, Action) else None,
        answers=answers,
        is_request=is_request,
        text=text,
        by=by,
    )


def settle_request(comment: Comment, *, by: User) -> bool:
    """The reviewer is content. False if somebody settled it before."""
    open_one = Comment.objects.open_requests().filter(pk=comment.pk)
    return bool(open_one.update(settled_at=timezone.now(), settled_by=by))


@transaction.atomic
def record_adoption(adoption: Adoption, *, by: User) -> Adoption:
    """Write down what a council decided; the files of the revision are made with its stamp."""
    adoption.recorded_by = by
    adoption.save()
    if adoption.revision is not None:
        request_first_files(adoption.revision, by=by)
    return adoption
