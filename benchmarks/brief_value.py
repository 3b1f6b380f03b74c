"""The frozen value of a brief of a hundred cities with published plans: milliseconds and queries.

Beside it: loading the same hundred revisions and reading their JSON, which it cannot do without.
"""

from collections.abc import Iterator

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from benchmarks.measuring import Measurement, compare_times
from briefs.document import build_brief
from briefs.models import Brief
from briefs.services import begin_brief
from desk.scale import seed_scale
from projects.models import Project
from recovery_plans.document import PlanDocument, build_plan, checksum_of
from recovery_plans.models import Action, PlanRevision, RecoveryPlan

CITIES, ACTIONS = 100, 12


def run() -> Iterator[Measurement]:
    project = seed_scale(people=0, workshops=4, plans=CITIES)
    for plan in RecoveryPlan.objects.filter(project_city__project=project):
        publish(plan)
    brief = Brief.objects.select_related("project__framework").get(pk=begun(project).pk)
    yield compare_times(
        "brief_value", lambda: build_brief(brief, as_of=timezone.now()), read_revisions
    )
    with CaptureQueriesContext(connection) as queries:
        build_brief(brief, as_of=timezone.now())
    yield Measurement("brief_value_queries", len(queries), "queries", 40, 1)


def begun(project: Project) -> Brief:
    organiser = User.objects.create_superuser("bench@example.org")
    return begin_brief(project, title="Bench", slug="bench", language="en", by=organiser)


def publish(plan: RecoveryPlan) -> None:
    pathways = list(plan.framework.pathways.all())
    Action.objects.bulk_create(
        Action(plan=plan, number=number, title=f"Action {number}",
               pathway=pathways[number % len(pathways)])
        for number in range(100, 100 + ACTIONS)
    )  # fmt: skip
    content = build_plan(plan).to_json()
    plan.published = PlanRevision.objects.create(
        plan=plan, number=1, content=content, checksum=checksum_of(content)
    )
    plan.state = RecoveryPlan.State.PUBLISHED
    plan.save(update_fields=["published", "state"])


def read_revisions() -> None:
    for content in PlanRevision.objects.values_list("content", flat=True):
        PlanDocument.from_json(content)
