"""Which plans act on a recommendation: said by people, and what a shared pathway suggests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from recommendations.models import ActionResponse, Recommendation
from recommendations.validation import Validation, validations_of
from recovery_plans.models import Action, RecoveryPlan


@dataclass(frozen=True)
class Answered:
    """One recommendation from the side of one plan."""

    recommendation: Recommendation
    validation: Validation
    responses: Sequence[ActionResponse]  # of the plan's actions
    suggested: Sequence[Action]  # on a pathway of the recommendation, and not said to act on it


def on_its_pathways(actions: QuerySet[Any], recommendation: Recommendation) -> QuerySet[Any]:
    """Actions with a main or other pathway among its own, of which nobody has said anything."""
    pathways = list(recommendation.pathways.values_list("pk", flat=True))
    shared = Q(pathway__in=pathways) | Q(other_pathways__in=pathways)
    said = recommendation.responses.values("action")
    found = actions.filter(shared).exclude(pk__in=said).distinct()
    return found.order_by("plan__project_city__city__name", "plan", "number")


def answered_by(plan: RecoveryPlan) -> list[Answered]:
    """Every recommendation of its project that has a wording. Six queries."""
    own = ActionResponse.objects.filter(
        action__plan=plan, action__removed_at__isnull=True
    ).select_related("action", "by")
    project = plan.project_city.project_id
    recommendations = (
        Recommendation.objects.filter(project=project)
        .prefetch_related("pathways", Prefetch("responses", own, to_attr="own_responses"))
        .order_by("number")
    )
    validations = validations_of(recommendations)
    actions = list(plan.actions.current().prefetch_related("other_pathways").order_by("number"))
    return [
        Answered(each, validations[each.pk], each.own_responses, suggested_for(each, actions))
        for each in recommendations
        if each.pk in validations
    ]


def suggested_for(recommendation: Any, actions: Iterable[Action]) -> list[Action]:
    pathways = {pathway.pk for pathway in recommendation.pathways.all()}
    said = {response.action_id for response in recommendation.own_responses}
    return [each for each in actions if each.pk not in said and pathways & pathways_of(each)]


def pathways_of(action: Action) -> set[int]:
    return {action.pathway_id, *(pathway.pk for pathway in action.other_pathways.all())}
