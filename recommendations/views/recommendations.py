from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import UserRequest
from recommendations.forms import ActionResponseForm, RecommendationForm, actions_of, seen_by
from recommendations.models import Recommendation
from recommendations.services import add_recommendation, add_wording, say_action_answers
from recommendations.validation import validations_of
from recommendations.views.findings import project_or_404
from recovery_plans.models import Action, RecoveryPlan
from writing.clock import Clock


def recommendation_list(request: UserRequest, code: str) -> HttpResponse:
    project = project_or_404(request, code)
    recommendations = (
        project.recommendations.prefetch_related("pathways").annotate_coverage().order_by("number")
    )
    page = Paginator(recommendations, 50).get_page(request.GET.get("page"))
    validations = validations_of(page.object_list)
    rounds = project.rounds.select_related("workshop").order_by("-opened_at")
    return render(
        request,
        "recommendations/recommendation_list.html",
        {
            "project": project,
            "page": page,
            "rows": [(row, validations.get(row.pk)) for row in page.object_list],
            "rounds": rounds,
            "has_examples": any(row.is_example for row in page.object_list),
            "plans": RecoveryPlan.objects.filter(project_city__project=project).count(),
            "can_edit": project.can_be_organised_by(request.user),
        },
    )


def recommendation_add(request: UserRequest, code: str) -> HttpResponse:
    project = project_or_404(request, code)
    if not project.can_be_organised_by(request.user):
        raise PermissionDenied

    form = RecommendationForm(request.POST or None, project=project)
    if form.is_valid():
        recommendation = save_new_recommendation(form, by=request.user)
        messages.success(request, _("%(it)s is added.") % {"it": recommendation})
        return redirect("recommendations:recommendation_list", code)
    return render(
        request,
        "recommendations/recommendation_form.html",
        {"project": project, "form": form, "clock": Clock.of(request.user)},
    )


@transaction.atomic
def save_new_recommendation(form: RecommendationForm, *, by: User) -> Recommendation:
    recommendation = add_recommendation(
        form.instance.project,
        text=form.cleaned_data["text"],
        by=by,
        addressee=form.cleaned_data["addressee"],
    )
    for name in ("pathways", "targets", "findings"):
        getattr(recommendation, name).set(form.cleaned_data[name])
    return recommendation


def recommendation_of(request: UserRequest, pk: int) -> Recommendation:
    visible = Recommendation.objects.visible_to(request.user).select_related("project__framework")
    found: Recommendation = get_object_or_404(visible, pk=pk)
    return found


def recommendation_detail(request: UserRequest, pk: int) -> HttpResponse:
    recommendation = recommendation_of(request, pk)
    seen = Action.objects.filter(seen_by(request.user))
    context: dict[str, Any] = {
        "recommendation": recommendation,
        "project": recommendation.project,
        "wordings": recommendation.wordings.prefetch_related("rounds__round__workshop"),
        "responses": recommendation.responses.filter(action__in=seen).select_related(
            "action__plan__project_city__city", "by"
        ),
        "can_edit": recommendation.can_be_edited_by(request.user),
        "can_say": actions_that_may_answer(request, recommendation).exists(),
    }
    return render(request, "recommendations/recommendation_detail.html", context)


def recommendation_edit(request: UserRequest, pk: int) -> HttpResponse:
    recommendation = recommendation_of(request, pk)
    if not recommendation.can_be_edited_by(request.user):
        raise PermissionDenied

    project = recommendation.project
    form = RecommendationForm(request.POST or None, instance=recommendation, project=project)
    if form.is_valid() and save_recommendation(form, by=request.user):
        messages.success(request, _("%(it)s is saved.") % {"it": recommendation})
        return redirect("recommendations:recommendation_detail", pk)
    return render(
        request,
        "recommendations/recommendation_form.html",
        {
            "project": project,
            "form": form,
            "recommendation": recommendation,
            "clock": Clock.of(request.user),
        },
    )


@transaction.atomic
def save_recommendation(form: RecommendationForm, *, by: User) -> bool:
    if not form.save_by(by):
        return False
    add_wording(form.instance, text=form.cleaned_data["text"], by=by)
    return True


def response_add(request: UserRequest, pk: int) -> HttpResponse:
    recommendation = get_object_or_404(Recommendation.objects.select_related("project"), pk=pk)
    actions = actions_that_may_answer(request, recommendation)
    if not actions.exists():
        raise PermissionDenied

    form = ActionResponseForm(request.POST or None, actions=actions)
    if form.is_valid():
        say_action_answers(
            recommendation,
            action=form.cleaned_data["action"],
            note=form.cleaned_data["note"],
            by=request.user,
        )
        messages.success(request, _("It is noted that this action acts on it."))
        return after_saying(request, recommendation, form.cleaned_data["action"])
    return render(
        request,
        "recommendations/response_form.html",
        {"recommendation": recommendation, "project": recommendation.project, "form": form},
    )


def after_saying(
    request: UserRequest, recommendation: Recommendation, action: Action
) -> HttpResponse:
    """People of a city do not see the page of the recommendation: back to their own action."""
    if Recommendation.objects.visible_to(request.user).filter(pk=recommendation.pk).exists():
        return redirect("recommendations:recommendation_detail", recommendation.pk)
    return redirect("recovery_plans:action_edit", action.plan_id, action.number)


def actions_that_may_answer(request: UserRequest, recommendation: Recommendation) -> Any:
    """Organisers speak for any plan of the project, people of a city for their own plan."""
    actions = actions_of(recommendation.project)
    if recommendation.project.can_be_organised_by(request.user):
        return actions
    return actions.filter(plan__in=RecoveryPlan.objects.written_by(request.user))
