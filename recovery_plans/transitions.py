"""The states of a plan, and the one table of who may move it from which to which."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from recovery_plans.roles import Role


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    REVIEWED = "reviewed", _("Review complete")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = PlanState
FOCAL_POINT = frozenset({Role.FOCAL_POINT})
REVIEWER = frozenset({Role.REVIEWER})
WRITER = frozenset({Role.WRITER})

TRANSITIONS: dict[tuple[PlanState, PlanState], frozenset[Role]] = {
    (S.DRAFT, S.SUBMITTED): FOCAL_POINT,
    (S.CHANGES_REQUESTED, S.SUBMITTED): FOCAL_POINT,
    (S.SUBMITTED, S.DRAFT): FOCAL_POINT,  # taken back before the review is complete
    (S.SUBMITTED, S.CHANGES_REQUESTED): REVIEWER,
    (S.SUBMITTED, S.REVIEWED): REVIEWER,
    (S.REVIEWED, S.CHANGES_REQUESTED): REVIEWER,
    (S.REVIEWED, S.DRAFT): FOCAL_POINT,  # changed after the review: it is reviewed again
    (S.REVIEWED, S.PUBLISHED): FOCAL_POINT,
    (S.PUBLISHED, S.DRAFT): WRITER,  # the next revision is begun; this one stays public
    (S.DRAFT, S.WITHDRAWN): FOCAL_POINT,
    (S.CHANGES_REQUESTED, S.WITHDRAWN): FOCAL_POINT,
    (S.SUBMITTED, S.WITHDRAWN): FOCAL_POINT,
    (S.REVIEWED, S.WITHDRAWN): FOCAL_POINT,
    (S.PUBLISHED, S.WITHDRAWN): FOCAL_POINT,
    (S.WITHDRAWN, S.DRAFT): FOCAL_POINT,
}


def may_move(origin: str, to: str, roles: Collection[Role]) -> bool:
    allowed = TRANSITIONS.get((PlanState(origin), PlanState(to)), frozenset())
    return not allowed.isdisjoint(roles)
