"""What somebody finds on signing in: what to do next, and what is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from briefs.models import Brief
from desk.deeds import (
    Deed,
    deed_of_plan,
    deeds_of_boxes,
    deeds_of_delegations,
    deeds_of_organiser,
    deeds_of_requests,
    deeds_of_workshops,
)
from desk.workshop_page import WorkshopLine, workshop_lines, workshops_listed
from projects.models import Project
from recovery_plans.models import RecoveryPlan
from workshops.models import Workshop

WORKSHOPS_SHOWN = 10
PLANS_SHOWN = 20
OWN_PLANS = 3


@dataclass(frozen=True)
class HomePage:
    deeds: list[Deed]
    workshops: list[WorkshopLine]
    plans: list[RecoveryPlan]
    briefs: list[Brief]
    organises: list[Project]
    reads: list[Project]

    @property
    def next(self) -> Deed | None:
        return self.deeds[0] if self.deeds else None

    @property
    def later(self) -> list[Deed]:
        return self.deeds[1:]

    @property
    def has_role(self) -> bool:
        return bool(self.workshops or self.plans or self.organises or self.reads)

    @property
    def has_example(self) -> bool:
        return (
            any(deed.is_example for deed in self.deeds)
            or any(line.has_example for line in self.workshops)
            or any(plan.is_example for plan in self.plans)
            or any(brief.is_example for brief in self.briefs)
        )


def home_page_of(user: Any) -> HomePage:
    reads = list(Project.objects.read_by(user))
    organises = list(Project.objects.organised_by(user))
    own = list(RecoveryPlan.objects.written_by(user).with_city()[:OWN_PLANS])
    running = list(_running(user))
    return HomePage(
        deeds=[
            *(deeds_of_boxes(user) if own else []),
            *(deed_of_plan(plan, user) for plan in own),
            *(deeds_of_delegations(user) if own else []),
            *deeds_of_requests(user, organises),
            *deeds_of_organiser(organises),
            *deeds_of_workshops(running),
        ],
        workshops=workshop_lines(running),
        plans=own or _plans_read(reads),
        briefs=list(Brief.objects.filter(project__in=reads)),
        organises=organises,
        reads=reads,
    )


def _running(user: Any) -> Any:
    """The user's workshops that are not over for good: drafts and the latest first."""
    over = (Workshop.State.SIGNED_OFF, Workshop.State.CANCELLED)
    running = workshops_listed().run_by(user).exclude(state__in=over)
    return running.order_by(F("starts_on").desc(nulls_first=True), "title")[:WORKSHOPS_SHOWN]


def _plans_read(projects: list[Project]) -> list[RecoveryPlan]:
    plans = RecoveryPlan.objects.filter(project_city__project__in=projects).with_city()
    return list(plans[:PLANS_SHOWN])
