"""Where the pages of `recommendations` stand."""

from django.core.files.base import ContentFile

from recommendations.models import Finding, Recommendation, ValidationRound
from recommendations.services import add_recommendation
from recommendations.services.links import renewed_link
from tests.factories import make_action, make_registration


def recommendations(world, page, state):
    project = world.project
    if page.startswith("finding") and state:
        workshop = world.workshop if state == "of the workshop" else None
        finding = Finding.objects.create(project=project, title="F", workshop=workshop)
        if page == "finding_file":
            kept = finding.files.create(title="N", file=ContentFile(b"%PDF-", "n.pdf"))
            return {"pk": finding.pk, "file": kept.pk}
        return {"pk": finding.pk}
    if page == "plan_recommendations":
        return {"plan_id": world.plan.pk}
    if page in {"recommendation_detail", "recommendation_edit"} or page.startswith("response_"):
        return of_recommendation(world, page)
    if page.startswith(("round_", "comment_", "answers_")) and page != "round_add":
        return of_round(world, page)
    return {"code": project.code}


def of_recommendation(world, page):
    action = make_action(world.plan)
    recommendation = Recommendation.objects.create(project=world.project, number=1)
    if page != "response_remove":
        return {"pk": recommendation.pk}
    said = recommendation.responses.create(action=action)
    return {"pk": recommendation.pk, "response": said.pk}


def of_round(world, page):
    held = ValidationRound.objects.create(project=world.project, workshop=world.workshop, title="R")
    if page in {"round_answer", "answers_edit", "comment_reply"}:
        registration = make_registration(world.workshop, state="confirmed")
    if page == "round_answer":
        return {"token": renewed_link(held, registration)}
    if page == "answers_edit":
        return {"pk": held.pk, "code": registration.code}
    if page == "comment_reply":
        wording = add_recommendation(
            world.project, text="Act.", by=world.people["organiser"]
        ).current_wording()
        item = held.items.create(wording=wording)
        said = item.answers.create(registration=registration, position="support", comment="Yes.")
        return {"pk": held.pk, "answer": said.pk}
    return {"pk": held.pk}
