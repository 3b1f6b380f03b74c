"""The history of a plan after 5,000 changes, beside a plain Django list of 50 joined rows.

200 actions with 1,000 milestones, five people, and as many changes again in another plan: the
first page as it is opened, and as it is searched by words, person and page.
"""

from collections.abc import Iterator

from django.conf import settings
from django.test import override_settings
from django.urls import reverse

from accounts.models import User
from benchmarks import list_page
from benchmarks.list_page import UNHASHED, browser, queries_of, with_plain_page
from benchmarks.measuring import Measurement, compare_times
from benchmarks.plan_page import lengthen
from desk.scale import seed_scale
from recovery_plans.models import Milestone, RecoveryPlan
from writing.services import FieldChange, record_changes_of_many

CHANGES, PEOPLE = 5_000, 5


def run() -> Iterator[Measurement]:
    project = seed_scale(people=50, workshops=1, plans=2)
    plan, other = RecoveryPlan.objects.filter(project_city__project=project)[:2]
    lengthen(plan)
    for each in (plan, other):
        change_much(each)
    page = reverse("recovery_plans:plan_history", args=[plan.pk])
    by = User.objects.get(email="bench0@example.org").pk
    searched = f"{page}?words=word+99&by={by}&where=action-7"
    storages = {**settings.STORAGES, "staticfiles": UNHASHED}
    with override_settings(
        ROOT_URLCONF=list_page.__name__, TEMPLATES=with_plain_page(), STORAGES=storages
    ):
        open_page = browser()
        yield compare_times("plan_history", lambda: open_page(page), lambda: open_page("/plain/"))
        yield compare_times(
            "plan_history_search", lambda: open_page(searched), lambda: open_page("/plain/")
        )
        queries = queries_of(lambda: open_page(page))
    yield Measurement("plan_history_queries", queries, "queries", 8, 1)


def change_much(plan: RecoveryPlan) -> None:
    people = [
        User.objects.get_or_create(email=f"bench{number}@example.org")[0]
        for number in range(PEOPLE)
    ]
    rows = [
        plan, *plan.chapters.all(), *plan.sections.all(), *plan.actions.all(),
        *Milestone.objects.filter(action__plan=plan),
    ]  # fmt: skip
    for number, person in enumerate(people):
        changes = [
            (
                rows[place % len(rows)],
                FieldChange("title", f"before {place}", f"word {place} after"),
            )
            for place in range(number, CHANGES, PEOPLE)
        ]
        record_changes_of_many(changes, by=person)
