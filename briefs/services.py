from __future__ import annotations

from collections.abc import Iterable

from django.db import models, transaction

from accounts.models import User
from briefs.models import Brief, BriefCity, BriefFinding, BriefRecommendation, BriefSection
from cities.models import ProjectCity
from projects.models import Project
from recommendations.models import Finding, Recommendation
from workshops.models import Workshop


@transaction.atomic
def begin_brief(
    project: Project,
    *,
    title: str,
    slug: str,
    language: str,
    by: User,
    is_example: bool = False,
) -> Brief:
    """A brief with every part still to be written, and all that the project has to choose from."""
    brief = Brief.objects.create(
        project=project,
        title=title,
        slug=slug,
        language=language,
        changed_by=by,
        is_example=is_example,
    )
    BriefSection.objects.bulk_create(
        BriefSection(brief=brief, key=key, title=label, order=order)
        for order, (key, label) in enumerate(BriefSection.Key.choices, 1)
    )
    choose_contents(
        brief,
        cities=project.project_cities.filter(recovery_plan__isnull=False),
        workshops=project.workshops.exclude(state=Workshop.State.DRAFT),
        findings=project.findings.order_by("order", "pk"),
        recommendations=project.recommendations.order_by("number"),
    )
    return brief


@transaction.atomic
def choose_contents(
    brief: Brief,
    *,
    cities: Iterable[ProjectCity],
    workshops: Iterable[Workshop],
    findings: Iterable[Finding],
    recommendations: Iterable[Recommendation],
) -> None:
    """What the brief is made of, in the order given; what was chosen before and is not, goes."""
    brief.workshops.set(workshops)
    put_in_order(BriefCity, brief, "project_city", cities)
    put_in_order(BriefFinding, brief, "finding", findings)
    put_in_order(BriefRecommendation, brief, "recommendation", recommendations)


def put_in_order(
    model: type[models.Model], brief: Brief, field: str, things: Iterable[models.Model]
) -> None:
    model._default_manager.filter(brief=brief).delete()
    model._default_manager.bulk_create(
        model(brief=brief, order=order, **{field: thing}) for order, thing in enumerate(things, 1)
    )
