"""A plan that has everything a submission asks for, and one that has come further."""

import datetime

from cities.models import CityMembership
from projects.services import find_or_create_organisations
from recovery_plans.models import Milestone, Money
from recovery_plans.services import move_plan
from recovery_plans.transitions import PlanState
from tests.factories import make_action, make_officer, make_organiser, make_plan

DAY = datetime.date(2027, 1, 1)


def make_focal_point(plan):
    return make_officer(plan.project_city, role=CityMembership.Role.FOCAL_POINT)


def make_lead(plan):
    project = plan.project_city.project
    return find_or_create_organisations(project, [("City Council", "city")])["city council"]


def make_complete_plan(project, **fields):
    """One pathway with one action; the others are left out."""
    fields = {"vision": "A city at ease.", "period_start": 2027, "period_end": 2031, **fields}
    plan = make_plan(project, **fields)
    plan.sections.update(is_part=False, reason="Another body does it.")
    first = plan.sections.first()
    plan.sections.filter(pk=first.pk).update(
        is_part=True, reason="", narrative="We plant **trees**.", status="ready"
    )
    make_action(
        plan, pathway=first.pathway, lead=make_lead(plan), starts_on=DAY,
        ends_on=DAY.replace(year=2029),
    )  # fmt: skip
    return plan


def publish(plan, focal_point=None, reviewer=None):
    focal_point = focal_point or make_focal_point(plan)
    reviewer = reviewer or make_organiser(plan.project_city.project)
    move_plan(plan, to=PlanState.SUBMITTED, by=focal_point)
    move_plan(plan, to=PlanState.REVIEWED, by=reviewer)
    return move_plan(plan, to=PlanState.PUBLISHED, by=focal_point)


def make_published_plan(project, **fields):
    return publish(make_complete_plan(project, **fields))


def make_milestones(action, *, reached, waiting):
    for number in range(reached + waiting):
        Milestone.objects.create(
            action=action, title=f"Step {number}", done_on=DAY if number < reached else None
        )


def make_money(action, **amounts):
    for kind, amount in amounts.items():
        Money.objects.create(action=action, kind=kind, amount=amount)
