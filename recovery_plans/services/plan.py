from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max, Q, Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import ProjectCity
from recovery_plans.chapters import CHAPTERS
from recovery_plans.document import build_plan, checksum_of
from recovery_plans.gaps import Gap, gaps_of
from recovery_plans.models import (
    Chapter,
    Comment,
    PathwaySection,
    PlanRevision,
    PlanTransition,
    RecoveryPlan,
)
from recovery_plans.roles import roles_of
from recovery_plans.services.export import request_first_files
from recovery_plans.services.locking import lock_plan
from recovery_plans.transitions import PlanState, may_move


class PlanExists(Exception):
    """A city has one plan in a project, for ever."""


class MoveRefused(Exception):
    """The plan is in another state by now, or this user may not move it there."""


class NoteMissing(Exception):
    """Asking for changes without saying which."""


class PlanIncomplete(Exception):
    """What is missing before the plan can be submitted stands in `gaps`."""

    def __init__(self, gaps: Iterable[Gap]) -> None:
        self.gaps = list(gaps)
        super().__init__(", ".join(gap.text for gap in self.gaps))


@transaction.atomic
def create_plan(
    project_city: ProjectCity, *, by: User, currency: str, language: str, is_example: bool = False
) -> RecoveryPlan:
    """The plan of a city, with the project's framework of today, its chapters and its sections.

    Two people doing it at once make one plan: the later one gets PlanExists.
    """
    project_city = ProjectCity.objects.select_for_update(of=("self",)).get(pk=project_city.pk)
    if RecoveryPlan.objects.filter(project_city=project_city).exists():
        raise PlanExists
    plan = RecoveryPlan.objects.create(
        project_city=project_city,
        framework=project_city.project.framework,
        currency=currency,
        language=language,
        changed_by=by,
        is_example=is_example,
    )
    Chapter.objects.bulk_create(_first_chapters(plan))
    PathwaySection.objects.bulk_create(
        PathwaySection(plan=plan, pathway=pathway) for pathway in plan.framework.pathways.all()
    )
    return plan


def _first_chapters(plan: RecoveryPlan) -> list[Chapter]:
    templates = list(plan.project_city.project.chapter_templates.all())
    if templates:
        rows = [(one.key, one.title, one.guidance) for one in templates]
    else:
        with translation.override(plan.language):
            rows = [(key, str(title), str(guidance)) for key, title, guidance in CHAPTERS]
    return [
        Chapter(plan=plan, order=order, key=key, title=title, guidance=guidance)
        for order, (key, title, guidance) in enumerate(rows, 1)
    ]


@transaction.atomic
def move_plan(plan: RecoveryPlan, *, to: str, by: User, note: str = "") -> RecoveryPlan:
    """Move the plan to another state, if the table in `transitions` lets `by` do it.

    Submitting refuses an incomplete plan, asking for changes needs a note, publishing freezes a
    revision, withdrawing takes the public page away. Of two people at once the later is refused.
    """
    plan = lock_plan(plan)
    if not may_move(plan.state, to, roles_of(by, plan.project_city)):
        raise MoveRefused(_("This plan cannot be moved there now."))
    _check_move(plan, to, note)
    PlanTransition.objects.create(
        plan=plan, from_state=plan.state, to_state=to, by=by, note=note.strip()
    )
    _carry_out(plan, to, by=by, note=note.strip())
    plan.state = to
    plan.save(update_fields=["state", "published", "due_on"])
    return plan


def _check_move(plan: RecoveryPlan, to: str, note: str) -> None:
    if to == PlanState.SUBMITTED and (gaps := gaps_of(plan).missing):
        raise PlanIncomplete(gaps)
    if to == PlanState.CHANGES_REQUESTED and not (
        note.strip() or plan.comments.open_requests().exists()
    ):
        raise NoteMissing(_("Say what should be changed."))


def _carry_out(plan: RecoveryPlan, to: str, *, by: User, note: str) -> None:
    if to == PlanState.CHANGES_REQUESTED and note:
        Comment.objects.create(plan=plan, text=note, is_request=True, by=by)
    elif to == PlanState.SUBMITTED:
        plan.due_on = None
    elif to == PlanState.REVIEWED:  # a complete review leaves nothing asked
        plan.comments.open_requests().update(settled_at=timezone.now(), settled_by=by)
    elif to == PlanState.PUBLISHED:
        plan.published = _publish(plan, by)
    elif to == PlanState.WITHDRAWN:
        plan.published = None
        plan.actions.update(is_published=False)
        plan.annexes.update(is_published=False)


def _publish(plan: RecoveryPlan, by: User) -> PlanRevision:
    """Freeze the plan as the next revision; decisions on the reviewed text become its own."""
    content = build_plan(plan).to_json()
    last = plan.revisions.aggregate(last=Max("number"))["last"] or 0
    revision = PlanRevision.objects.create(
        plan=plan, number=last + 1, content=content, checksum=checksum_of(content), made_by=by
    )
    plan.actions.update(is_published=False)
    plan.actions.current().update(is_published=True)
    plan.annexes.update(is_published=Q(removed_at__isnull=True))
    reviews = plan.transitions.filter(to_state=PlanState.REVIEWED).values("at")
    since = Subquery(reviews.order_by("-at")[:1])
    plan.adoptions.waiting().filter(recorded_at__gte=since).update(revision=revision)
    request_first_files(revision, by=by)
    return revision
