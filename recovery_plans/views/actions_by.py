"""The actions of a plan in other orders than its own: by pathway, time, money and SDG target."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import UserRequest
from recovery_plans.actions_by import (
    actions_in_time,
    lines_by_source,
    lines_by_year,
    rows_by_pathway,
    rows_by_target,
    timeline_of,
)
from recovery_plans.models import RecoveryPlan
from recovery_plans.progress import RULE_OF_ACTION
from recovery_plans.totals import totals_of_plan
from recovery_plans.views.scope import whole_plan_or_404


@require_safe
def actions_by(request: UserRequest, plan_id: int, way: str) -> HttpResponse:
    plan = whole_plan_or_404(request.user, plan_id)
    if way not in WAYS:
        raise Http404
    shown = {"plan": plan, "way": way, "piece": f"recovery_plans/actions_by/_{way}.html"}
    return render(request, "recovery_plans/actions_by.html", shown | WAYS[way](request, plan))


def _by_pathway(request: UserRequest, plan: RecoveryPlan) -> dict[str, Any]:
    pillars, totals = rows_by_pathway(plan)
    return {"pillars": pillars, "totals": totals, "rule": RULE_OF_ACTION}


def _by_time(request: UserRequest, plan: RecoveryPlan) -> dict[str, Any]:
    page = Paginator(actions_in_time(plan), 50).get_page(request.GET.get("page"))
    actions = list(page.object_list)
    timeline = timeline_of(plan, actions)
    rows = list(zip(actions, timeline.bars, strict=True))
    return {"page": page, "timeline": timeline, "rows": rows}


def _by_money(request: UserRequest, plan: RecoveryPlan) -> dict[str, Any]:
    money = totals_of_plan(plan).money
    return {"years": lines_by_year(plan), "sources": lines_by_source(plan), "money": money}


def _by_target(request: UserRequest, plan: RecoveryPlan) -> dict[str, Any]:
    goals, others = rows_by_target(plan)
    return {"goals": goals, "others": others}


WAYS: dict[str, Callable[[UserRequest, RecoveryPlan], dict[str, Any]]] = {
    "pathway": _by_pathway,
    "time": _by_time,
    "money": _by_money,
    "target": _by_target,
}
