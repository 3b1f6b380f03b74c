"""Findings and recommendations as the brief prints them, and how each wording stands."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch
from django.utils import timezone

from briefs.document.content import (
    ActingPlan,
    FindingText,
    PathwayName,
    RecommendationText,
    Result,
)
from briefs.document.published import PublishedPlan
from briefs.models import Brief
from frameworks.models import Pathway, Words
from participants.breakdown import GenderBreakdown
from recommendations.models import ActionResponse, Finding, Recommendation, RoundWording
from recommendations.validation import Validation, validations_of
from recovery_plans.models import Action


def findings_of(brief: Brief) -> dict[int, FindingText]:
    """By the finding's primary key, numbered as this brief prints them."""
    chosen = (
        brief.brief_findings.select_related("finding__workshop")
        .prefetch_related(
            "finding__sessions",
            "finding__cities",
            Prefetch("finding__actions", Action.objects.current()),
        )  # fmt: skip
        .order_by("order", "pk")
    )
    return {
        row.finding_id: finding_text(row.finding, number) for number, row in enumerate(chosen, 1)
    }


def finding_text(finding: Finding, number: int) -> FindingText:
    cities = finding.cities.all()
    return FindingText(
        row=finding.pk,
        number=number,
        title=finding.title,
        text=finding.text,
        workshop=finding.workshop.title if finding.workshop else "",
        sessions=tuple(session.title for session in finding.sessions.all()),
        cities=tuple(city.name for city in cities) if finding.is_attributable else (),
        city_count=len(cities),
        action_count=len(finding.actions.all()),
    )


def recommendations_of(
    brief: Brief, findings: dict[int, FindingText], plans: Sequence[PublishedPlan]
) -> tuple[RecommendationText, ...]:
    """Those that have a wording in the brief's language, in the order of the brief."""
    chosen = (
        brief.brief_recommendations.select_related("recommendation")
        .prefetch_related(
            "recommendation__pathways", "recommendation__targets", "recommendation__findings"
        )
        .order_by("order", "pk")
    )
    recommendations = [row.recommendation for row in chosen]
    validations = validations_of(recommendations, brief.language)
    acting = acting_plans(recommendations, plans)
    return tuple(
        recommendation_text(each, validations[each.pk], findings, acting.get(each.pk, []))
        for each in recommendations
        if each.pk in validations
    )


def recommendation_text(
    recommendation: Recommendation,
    validation: Validation,
    findings: dict[int, FindingText],
    acting: list[ActingPlan],
) -> RecommendationText:
    wording = validation.wording
    return RecommendationText(
        row=recommendation.pk,
        number=recommendation.number,
        text=wording.text,
        wording=wording.number,
        worded_on=timezone.localdate(wording.made_at),
        addressee=recommendation.addressee,
        pathways=tuple(pathway_name(pathway) for pathway in recommendation.pathways.all()),
        targets=tuple(target.code for target in recommendation.targets.all()),
        findings=tuple(
            sorted(
                findings[finding.pk].number
                for finding in recommendation.findings.all()
                if finding.pk in findings
            )
        ),
        standing=validation.standing,
        result=result_of(validation.item) if validation.item else None,
        acting=tuple(acting),
    )


def pathway_name(pathway: Pathway) -> PathwayName:
    return PathwayName(pathway.code, pathway.title, pathway.wording != Words.VERIFIED)


def result_of(item: RoundWording) -> Result:
    closed_at = item.round.closed_at or item.round.opened_at
    people = item.round.participation
    return Result(
        wording=item.wording.number,
        support=item.support or 0,
        support_with_changes=item.support_with_changes or 0,
        cannot_support=item.cannot_support or 0,
        no_position=item.no_position or 0,
        round=item.round.title,
        closed_on=timezone.localdate(closed_at),
        people=GenderBreakdown(**people) if people else None,
        silence_is_no_objection=item.round.silence_is_no_objection,
    )


def acting_plans(
    recommendations: Sequence[Recommendation], plans: Sequence[PublishedPlan]
) -> dict[int, list[ActingPlan]]:
    """By recommendation: the actions said to act on it that stand in a published revision."""
    texts = {published.plan.pk: published.text for published in plans}
    titles = {
        (pk, action.number): action.title for pk, text in texts.items() for action in text.actions
    }
    responses = (
        ActionResponse.objects.filter(recommendation__in=recommendations, action__plan__in=texts)
        .select_related("action")
        .order_by("action__plan__project_city__city__name", "action__number")
    )
    acting: dict[int, list[ActingPlan]] = {}
    for response in responses:
        plan, number = response.action.plan_id, response.action.number
        if (plan, number) in titles:
            said = acting.setdefault(response.recommendation_id, [])
            said.append(ActingPlan(texts[plan].city, number, titles[plan, number]))
    return acting
