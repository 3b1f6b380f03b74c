"""What waits for somebody across cities: late, stale, unreviewed, not yet adopted."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from recovery_plans.across.watch import Concern, findings_of, plans_watched, with_concern
from recovery_plans.models import Milestone, RecoveryPlan
from tests.factories import (
    make_action,
    make_plan,
)
from tests.writing_plans import make_published_plan

DAY = datetime.date(2024, 5, 1)


def watched(project, now=None):
    plans = RecoveryPlan.objects.filter(project_city__project=project).with_city()
    return plans_watched(plans, now=now or timezone.now())


def concerns_of(project, now=None):
    now = now or timezone.now()
    plan = watched(project, now).get()
    return [finding.concern for finding in findings_of(plan, now=now)]


def test_a_fresh_draft_waits_for_nobody(project, plan):
    assert concerns_of(project) == []
    assert list(with_concern(watched(project), "")) == []


def test_a_draft_nobody_writes_in_is_stale(project, plan):
    in_60_days = timezone.now() + datetime.timedelta(days=61)

    assert concerns_of(project, in_60_days) == [Concern.STALE]


def test_what_is_submitted_waits_for_review(project, plan):
    RecoveryPlan.objects.filter(pk=plan.pk).update(state="submitted")

    assert concerns_of(project) == [Concern.UNREVIEWED]


def test_a_published_plan_is_late_by_its_overdue_milestones_until_they_are_reached(project):
    plan = make_published_plan(project)
    action = plan.actions.filter(is_published=True).first() or make_action(plan, is_published=True)
    milestone = Milestone.objects.create(action=action, title="Dig", due_on=DAY)

    late = watched(project).get()
    Milestone.objects.filter(pk=milestone.pk).update(done_on=DAY)

    assert (late.is_late, late.late_milestones, late.is_unadopted) == (True, 1, True)
    assert findings_of(late, now=timezone.now())[0].text == "1 milestone overdue"
    assert concerns_of(project) == [Concern.UNADOPTED]


@pytest.mark.parametrize("plans", [1, 3])
def test_what_waits_takes_six_queries(client, project, organiser, django_assert_num_queries, plans):
    for _ in range(plans):
        RecoveryPlan.objects.filter(pk=make_plan(project).pk).update(state="submitted")
    client.force_login(organiser)

    with django_assert_num_queries(6):
        response = client.get(reverse("recovery_plans:plan_watch"), {"concern": "unreviewed"})

    assert len(response.context["rows"]) == plans
