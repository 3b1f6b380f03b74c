"""The invented policy brief."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from briefs.models import Brief, BriefSection
from briefs.services import begin_brief, choose_contents, make_edition, publish_edition
from cities.models import CityMembership, ProjectCity
from desk.example.files import read_invented
from projects.models import Project
from workshops.models import Workshop


def load_brief(project: Project, *, by: User) -> Brief:
    """The brief with all its parts written, and its first edition published."""
    facts = read_invented("brief")
    brief = begin_brief(
        project,
        title=facts["title"],
        slug=facts["slug"],
        language=facts["language"],
        by=by,
        is_example=True,
    )
    Brief.objects.filter(pk=brief.pk).update(subtitle=facts["subtitle"], series=facts["series"])
    _write_sections(brief, facts["sections"])
    choose_contents(
        brief,
        cities=_in_order(project, facts["cities"]),
        workshops=Workshop.objects.filter(project=project, slug__in=facts["workshops"]),
        findings=project.findings.order_by("order"),
        recommendations=project.recommendations.order_by("number"),
    )
    _fill_boxes(brief, facts["boxes"])
    brief.refresh_from_db()
    publish_edition(make_edition(brief, by=by), by=by)
    return brief


def _write_sections(brief: Brief, texts: dict[str, str]) -> None:
    for section in brief.sections.filter(key__in=texts):
        section.text = texts[section.key].strip()
        section.status = BriefSection.Status.READY
        section.save(update_fields=["text", "status"])


def _fill_boxes(brief: Brief, boxes: dict[str, dict[str, Any]]) -> None:
    """A box of a published plan is confirmed by its focal point; the other is still open."""
    for box in brief.brief_cities.filter(project_city__city__slug__in=boxes):
        place, facts = box.project_city, boxes[box.project_city.city.slug]
        plan = place.recovery_plan
        box.vision = facts["vision"]
        if plan.published:
            focal = place.memberships.filter(role=CityMembership.Role.FOCAL_POINT).first()
            box.confirmed_by = focal.user if focal else None
            box.confirmed_at, box.confirmed_revision = timezone.now(), plan.published
        box.save()
        box.flagship_actions.set(plan.actions.filter(number__in=facts["flagships"]))


def _in_order(project: Project, slugs: list[str]) -> list[ProjectCity]:
    places = {place.city.slug: place for place in project.project_cities.select_related("city")}
    return [places[slug] for slug in slugs]
