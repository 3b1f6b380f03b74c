"""What each person has to do for a plan now: what a reminder says."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import CityMembership, ProjectCity
from projects.models import ProjectMembership
from recovery_plans.models import Comment, RecoveryPlan
from recovery_plans.transitions import PlanState

AHEAD = datetime.timedelta(days=14)  # a date is spoken of from two weeks before it


@dataclass(frozen=True)
class Duty:
    plan: RecoveryPlan
    text: str
    zone: str  # whose morning it is told in; empty: the person's own

    @property
    def page(self) -> str:
        return "comment_list" if self.plan.state == PlanState.CHANGES_REQUESTED else "plan_detail"


Duties = dict[User, list[Duty]]


def duties_of_everybody(now: datetime.datetime) -> Duties:
    """Five queries, however many plans and people. Invented plans remind nobody."""
    plans = RecoveryPlan.objects.filter(is_example=False).with_city()
    people, asked = People.of_today(), _asked()
    duties: Duties = defaultdict(list)
    for plan in plans:
        of_plan = (*_of_city(plan, now, people, asked[plan.pk]), *_of_reviewers(plan, now, people))
        for person, duty in of_plan:
            duties[person].append(duty)
    return duties


@dataclass(frozen=True)
class People:
    members: dict[int, list[CityMembership]]  # of each city, now
    organisers: list[ProjectMembership]
    ever_wrote: set[tuple[int | None, int]]  # user and city: nobody reviews the own plan

    @classmethod
    def of_today(cls) -> People:
        members: dict[int, list[CityMembership]] = defaultdict(list)
        for member in CityMembership.objects.current().select_related("user").order_by("pk"):
            members[member.project_city_id].append(member)
        organiser = ProjectMembership.Role.ORGANISER
        organisers = ProjectMembership.objects.current().filter(role=organiser)
        ever = CityMembership.objects.filter(accepted_at__isnull=False)
        return cls(
            members,
            list(organisers.select_related("user").order_by("pk")),
            set(ever.values_list("user", "project_city")),
        )

    def reviewers_of(self, place: ProjectCity) -> Iterator[User]:
        for one in self.organisers:
            is_theirs = one.project_id == place.project_id and one.body_id in {None, place.body_id}
            if one.user and is_theirs and (one.user_id, place.pk) not in self.ever_wrote:
                yield one.user


def _of_city(
    plan: RecoveryPlan, now: datetime.datetime, people: People, asked: int
) -> Iterator[tuple[User, Duty]]:
    zone, to_write = plan.project_city.city.time_zone, _to_write(plan, now, asked)
    for member in people.members[plan.project_city_id]:
        is_focal_point = member.role == CityMembership.Role.FOCAL_POINT
        if member.user and plan.is_writable and to_write:
            yield member.user, Duty(plan, to_write, zone)
        elif member.user and plan.state == PlanState.REVIEWED and is_focal_point:
            yield member.user, Duty(plan, _("is reviewed; publish it"), zone)


def _of_reviewers(
    plan: RecoveryPlan, now: datetime.datetime, people: People
) -> Iterator[tuple[User, Duty]]:
    if text := _to_review(plan, now):
        for reviewer in people.reviewers_of(plan.project_city):
            yield reviewer, Duty(plan, text, "")


def _to_write(plan: RecoveryPlan, now: datetime.datetime, asked: int) -> str:
    said = []
    if asked and plan.state == PlanState.CHANGES_REQUESTED:
        said.append(_("the reviewer’s requests not answered yet: %(n)s") % {"n": asked})
    if plan.due_on and plan.due_on <= _day(plan, now) + AHEAD:
        said.append(_due(plan, now))
    return "; ".join(said)


def _to_review(plan: RecoveryPlan, now: datetime.datetime) -> str:
    if plan.state == PlanState.SUBMITTED:
        return _("waits for your review")
    if plan.is_writable and plan.due_on and plan.due_on < _day(plan, now):
        return _due(plan, now)
    return ""


def _due(plan: RecoveryPlan, now: datetime.datetime) -> str:
    day = {"day": formats.date_format(plan.due_on, "j F Y") if plan.due_on else ""}
    if plan.due_on and plan.due_on < _day(plan, now):
        return _("was to be submitted by %(day)s") % day
    return _("is to be submitted by %(day)s") % day


def _day(plan: RecoveryPlan, now: datetime.datetime) -> datetime.date:
    """Of the city."""
    return now.astimezone(ZoneInfo(plan.project_city.city.time_zone or "UTC")).date()


def _asked() -> dict[int, int]:
    unanswered = Comment.objects.open_requests().filter(replies__isnull=True)
    counts: dict[int, int] = defaultdict(int)
    for plan in unanswered.order_by().values_list("plan", flat=True):
        counts[plan] += 1
    return counts
