"""A plan in which every field of every row says something that stands nowhere else."""

import datetime
import io

from django.core.files.base import ContentFile
from PIL import Image

from cities.models import FiscalYear
from frameworks.models import Goal, Target
from projects.services import find_or_create_organisations
from recovery_plans.models import RecoveryPlan
from tests.factories import (
    make_body,
    make_city,
    make_country,
    make_officer,
    make_plan,
    make_project_city,
    make_workshop,
)

DAY = datetime.date(2021, 2, 3)


def make_organisation(project, name):
    rows = find_or_create_organisations(project, [(name, "")])
    return next(iter(rows.values()))


def make_full_plan(project):
    country = make_country(name="Countryland")
    city = make_city(name="Cityville", country=country, time_zone="Pacific/Fiji")
    place = make_project_city(project, city=city, body=make_body(name="Reviewing commission"))
    plan = make_plan(
        project, project_city=place, title="Plan of titles", currency="FJD",
        vision="Vision *of visions*", period_start=2021, period_end=2027,
        parent_plan="Statutory parent",
    )  # fmt: skip
    plan.priorities.create(
        order=1, text="Priority of priorities",
        workshop=make_workshop(project, title="Visioning workshop"),
    )  # fmt: skip
    for order, word in enumerate(("Situation", "Financing"), 1):
        plan.chapters.create(
            key=word.lower(), order=order, title=f"{word} chapter", status="ready",
            text=f"## {word} heading\n\n- {word} item\n\n| {word} cell | 2 |\n|---|---|\n| 3 | 4 |",
        )  # fmt: skip
    first, second, *others = plan.sections.select_related("pathway")
    first.is_part, first.narrative, first.status = True, "Narrative **of the pathway**", "ready"
    first.save()
    for section in (second, *others):
        section.is_part, section.reason = False, f"Reason about {section.pathway.code}."
        section.save()
    action = make_full_action(plan, first.pathway, second.pathway)
    plan.annexes.create(
        title="Photograph of the market", alt_text="Stalls under new roofs", kind="jpeg",
        file=ContentFile(photograph(), name="market.jpg"), action=action,
    )  # fmt: skip
    return RecoveryPlan.objects.with_city().get(pk=plan.pk)


def photograph(size=(900, 600)):
    target = io.BytesIO()
    Image.new("RGB", size, "seagreen").save(target, "JPEG")
    return target.getvalue()


def make_full_action(plan, pathway, other):
    project = plan.project_city.project
    action = plan.actions.create(
        number=7, order=1, title="Action of actions", objective="Objective *of the action*",
        pathway=pathway, lead=make_organisation(project, "Leading office"),
        starts_on=datetime.date(2022, 1, 4), ends_on=datetime.date(2024, 5, 6),
        legal_needs="Bylaw needed", institutional_needs="Unit needed", risk="Risk of floods",
        gender_note="Stalls for women", costing="budgeted", state="under_way",
        state_reason="Reason of the state", state_on=datetime.date(2022, 2, 7),
    )  # fmt: skip
    action.other_pathways.add(other)
    action.partners.add(make_organisation(project, "Partner bank"))
    action.targets.add(make_target())
    action.milestones.create(
        title="Milestone reached", due_on=datetime.date(2022, 3, 8),
        done_on=datetime.date(2022, 3, 9),
    )  # fmt: skip
    year = FiscalYear.objects.create(
        city=plan.project_city.city, label="FY 2022-23",
        starts_on=datetime.date(2022, 8, 1), ends_on=datetime.date(2023, 7, 31),
    )  # fmt: skip
    for kind, amount in (("cost", 91_000), ("secured", 52_000), ("requested", 23_000)):
        action.money.create(
            kind=kind, amount=amount, fiscal_year=year, source=f"Source of {kind}",
            on=datetime.date(2022, 4, 10),
        )  # fmt: skip
    action.money.create(kind="spent", amount=14_000)
    indicator = action.indicators.create(
        title="Stalls reopened", unit="stalls", baseline=11, target=77,
        baseline_on=datetime.date(2021, 5, 11), target_on=datetime.date(2024, 6, 12),
    )  # fmt: skip
    indicator.values.create(
        value=33, on=datetime.date(2023, 7, 13), source="Market count", is_estimate=True
    )
    return action


def make_target():
    goal, _made = Goal.objects.get_or_create(number=11, defaults={"title": "Cities"})
    fields = {"goal": goal, "order": 999, "label": "Target of targets"}
    return Target.objects.get_or_create(code="11.z", defaults=fields)[0]


def make_focal_point(plan):
    return make_officer(plan.project_city, role="focal_point")
