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
from recommendations.coverage import on_its_pathways
from recommendations.forms import RecommendationForm, seen_by
from recommendations.models import Recommendation, Wording
from recommendations.services import add_recommendation, add_wording
from recommendations.validation import validations_of
from recommendations.views.coverage import actions_that_may_answer
from recommendations.views.findings import project_or_404
from recovery_plans.models import Action, RecoveryPlan
from writing.clock import Clock
from writing.differences import Segment, compare

MOST_SUGGESTED = 20


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
    """Its wordings, each beside the one before; which plans act on it, and which may."""
    recommendation = recommendation_of(request, pk)
    seen = Action.objects.filter(seen_by(request.user))
    wordings = list(recommendation.wordings.prefetch_related("rounds__round__workshop"))
    speaks_for = actions_that_may_answer(request, recommendation)
    plans = RecoveryPlan.objects.filter(project_city__project=recommendation.project)
    context: dict[str, Any] = {
        "recommendation": recommendation,
        "project": recommendation.project,
        "wordings": beside_earlier(wordings),
        "responses": recommendation.responses.filter(action__in=seen).select_related(
            "action__plan__project_city__city", "by"
        ),
        "acting": plans.filter(pk__in=acting_on(recommendation)).count(),
        "plans": plans.count(),
        "suggested": on_its_pathways(speaks_for, recommendation)[:MOST_SUGGESTED],
        "can_edit": recommendation.can_be_edited_by(request.user),
        "can_say": speaks_for.exists(),
    }
    return render(request, "recommendations/recommendation_detail.html", context)


def acting_on(recommendation: Recommendation) -> Any:
    responses = recommendation.responses.filter(action__removed_at__isnull=True)
    return responses.values("action__plan")


def beside_earlier(wordings: list[Wording]) -> list[tuple[Wording, list[Segment] | None]]:
    """Newest first, each with what it changed; none of the first of its language."""
    return [
        (wording, compare(earlier.text, wording.text) if earlier else None)
        for place, wording in enumerate(wordings)
        for earlier in [
            next((one for one in wordings[place + 1 :] if one.language == wording.language), None)
        ]
    ]


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
