"""The edition that a plan follows, and taking it to the one that its project follows now."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import UserRequest
from frameworks.crosswalk import crosswalk_of
from recovery_plans.services import CrosswalkIncomplete, PlanClosed, move_to_edition
from recovery_plans.views.scope import require, whole_plan_or_404


def plan_edition(request: UserRequest, plan_id: int) -> HttpResponse:
    """Where each pathway of the plan goes; the deed itself is for who writes or reviews it."""
    plan = whole_plan_or_404(request.user, plan_id)
    if plan.follows_its_project:
        raise Http404
    to = plan.project_city.project.framework
    if request.method == "POST":
        require(plan.can_be_taken_along_by(request.user))
        try:
            move_to_edition(plan, to=to, by=request.user)
        except (CrosswalkIncomplete, PlanClosed):
            messages.error(request, _("The plan could not be moved. This is how it stands now."))
            return redirect("recovery_plans:plan_edition", plan.pk)
        messages.success(request, _("The plan follows %(edition)s now.") % {"edition": to})
        return redirect("recovery_plans:plan_detail", plan.pk)
    shown = {
        "plan": plan,
        "to": to,
        "crosswalk": crosswalk_of(plan.framework, to),
        "can_move": plan.can_be_taken_along_by(request.user),
    }
    return render(request, "recovery_plans/plan_edition.html", shown)
