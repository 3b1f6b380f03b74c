"""Which plan acts on which recommendation, said by cities and organisers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from recommendations.coverage import answered_by, on_its_pathways
from recommendations.forms import ActionResponseForm, actions_of
from recommendations.models import ActionResponse, Recommendation
from recommendations.services import say_action_answers, take_back_response
from recovery_plans.models import RecoveryPlan


def plan_recommendations(request: UserRequest, plan_id: int) -> HttpResponse:
    """What the project recommends, from the side of one plan: what acts on it, what may."""
    plans = RecoveryPlan.objects.read_whole_by(request.user).with_city()
    plan = get_object_or_404(plans, pk=plan_id)
    context = {
        "plan": plan,
        "rows": answered_by(plan),
        "can_say": may_speak_for(request, plan),
    }
    return render(request, "recommendations/plan_recommendations.html", context)


def may_speak_for(request: UserRequest, plan: RecoveryPlan) -> bool:
    """Organisers speak for any plan of the project, people of a city for their own plan."""
    if plan.project_city.project.can_be_organised_by(request.user):
        return True
    return RecoveryPlan.objects.written_by(request.user).filter(pk=plan.pk).exists()


def actions_that_may_answer(request: UserRequest, recommendation: Recommendation) -> Any:
    """The same, of all actions of a project."""
    actions = actions_of(recommendation.project)
    if recommendation.project.can_be_organised_by(request.user):
        return actions
    return actions.filter(plan__in=RecoveryPlan.objects.written_by(request.user))


def response_add(request: UserRequest, pk: int) -> HttpResponse:
    recommendation = get_object_or_404(Recommendation.objects.select_related("project"), pk=pk)
    actions = actions_that_may_answer(request, recommendation)
    if not actions.exists():
        raise PermissionDenied

    form = ActionResponseForm(
        request.POST or None, actions=actions, suggested=on_its_pathways(actions, recommendation)
    )
    if form.is_valid():
        action = form.cleaned_data["action"]
        say_action_answers(
            recommendation, action=action, note=form.cleaned_data["note"], by=request.user
        )
        messages.success(request, _("It is noted that this action acts on it."))
        return redirect(back(request, recommendation, action.plan_id))
    return render(
        request,
        "recommendations/response_form.html",
        {
            "recommendation": recommendation,
            "project": recommendation.project,
            "wording": recommendation.current_wording(),
            "form": form,
            "plan": None if is_seen(request, recommendation) else actions[0].plan,
        },
    )


@require_POST
def response_remove(request: UserRequest, pk: int, response: int) -> HttpResponse:
    """Said in error: taken back by whoever may say it; the history keeps that it was said."""
    recommendation = get_object_or_404(Recommendation.objects.select_related("project"), pk=pk)
    actions = actions_that_may_answer(request, recommendation)
    said = get_object_or_404(
        ActionResponse.objects.filter(recommendation=recommendation, action__in=actions)
        .select_related("action", "recommendation"),
        pk=response,
    )  # fmt: skip
    take_back_response(said, by=request.user)
    messages.success(request, _("It is taken back that this action acts on it."))
    return redirect(back(request, recommendation, said.action.plan_id))


def back(request: UserRequest, recommendation: Recommendation, plan_id: int) -> str:
    """Where it was said."""
    if request.POST.get("from") != "plan" and is_seen(request, recommendation):
        return reverse("recommendations:recommendation_detail", args=[recommendation.pk])
    page = reverse("recommendations:plan_recommendations", args=[plan_id])
    return f"{page}#r{recommendation.number}"


def is_seen(request: UserRequest, recommendation: Recommendation) -> bool:
    """People of a city do not see the page of a recommendation, but the page of their plan."""
    return Recommendation.objects.visible_to(request.user).filter(pk=recommendation.pk).exists()
