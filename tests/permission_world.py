"""Where each page of the table in test_permissions stands: its object, in the state asked for.

One function for each room: it is given the world, the page and the state, makes what the page
shows, and returns the arguments of its address. A room that needs nothing is not here.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from accounts.services import invite
from briefs.models import Brief, BriefExport, Edition
from briefs.services import make_edition, publish_edition
from projects.models import Project, ProjectMembership
from recommendations.models import Finding, Recommendation, ValidationRound
from recovery_plans.models import RecoveryPlan
from tests.factories import make_action, make_registration, make_user
from workshops.models import Workshop


@dataclass
class World:
    """The cast around one project: a facilitator of `workshop`, an officer of `plan`'s city."""

    project: Project
    workshop: Workshop
    plan: RecoveryPlan
    people: dict[str, User | None]


def accounts(world, page, state):
    if page != "invitation_accept":
        return {}
    membership = ProjectMembership(
        project=world.project, email="new@example.org", role=ProjectMembership.Role.READER
    )
    code = invite(membership, by=make_user())
    if state == "over":
        past = timezone.now() - datetime.timedelta(days=1)
        ProjectMembership.objects.filter(pk=membership.pk).update(expires_at=past)
    return {"code": code}


def desk(world, page, state):
    if page == "workshop_detail":
        return in_state(world.workshop, state)
    if page == "city_detail":
        return {"slug": world.plan.project_city.city.slug}
    return {}


def workshops(world, page, state):
    return {} if page == "workshop_add" else in_state(world.workshop, state)


def in_state(workshop, state):
    workshop.state = state
    if state == "open":
        day = timezone.localdate() + datetime.timedelta(days=14)
        workshop.starts_on = workshop.ends_on = day
        workshop.time_zone = "Pacific/Fiji"
    workshop.save()
    return {"slug": workshop.slug}


def recommendations(world, page, state):
    project = world.project
    if page.startswith("finding") and state:
        workshop = world.workshop if state == "of the workshop" else None
        return {"pk": Finding.objects.create(project=project, title="F", workshop=workshop).pk}
    if page in {"recommendation_detail", "recommendation_edit", "response_add"}:
        make_action(world.plan)
        return {"pk": Recommendation.objects.create(project=project, number=1).pk}
    if page in {"round_detail", "round_close", "answers_edit"}:
        held = ValidationRound.objects.create(project=project, workshop=world.workshop, title="R")
        if page == "answers_edit":
            return {"pk": held.pk, "code": make_registration(world.workshop).code}
        return {"pk": held.pk}
    return {"code": project.code}


def briefs(world, page, state):
    if page in {"brief_list", "brief_add"}:
        return {}
    brief = Brief.objects.create(project=world.project, slug="brief", title="Brief")
    if page == "brief_section_edit":
        brief.sections.create(key="context", order=1, title="Context")
        return {"slug": brief.slug, "key": "context"}
    if state == "no edition":
        return {"slug": brief.slug}
    edition = make_edition(brief, by=world.people["organiser"])
    if state == "published":
        publish_edition(edition, by=world.people["organiser"])
    return {"slug": brief.slug, **of_edition(page, edition)}


def of_edition(page: str, edition: Edition):
    if page == "figure":
        return {"number": edition.number, "key": edition.content["figures"][0]["key"]}
    if page.startswith("edition") or page == "export_make":
        return {"number": edition.number}
    if page.startswith("export"):
        return {"pk": BriefExport.objects.create(edition=edition).pk}
    return {}


PLACES = {
    "accounts": accounts,
    "desk": desk,
    "workshops": workshops,
    "recommendations": recommendations,
    "briefs": briefs,
}
