from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from projects.models import Language, Project
from recommendations.models import ActionResponse, Finding, Recommendation, Wording
from recovery_plans.models import Action
from writing.services import record_change


@transaction.atomic
def add_recommendation(
    project: Project,
    *,
    text: str,
    by: User,
    language: str = Language.ENGLISH,
    addressee: str = "",
    is_example: bool = False,
) -> Recommendation:
    """Add a recommendation with the next free number and its first wording."""
    Project.objects.select_for_update().get(pk=project.pk)  # one number at a time
    last = project.recommendations.aggregate(last=Max("number"))["last"] or 0
    recommendation = Recommendation.objects.create(
        project=project, number=last + 1, addressee=addressee, changed_by=by, is_example=is_example
    )
    add_wording(recommendation, text=text, by=by, language=language)
    return recommendation


@transaction.atomic
def add_wording(
    recommendation: Recommendation, *, text: str, by: User, language: str = Language.ENGLISH
) -> Wording:
    """The next wording; the same text again is not a new one, the current one is returned."""
    Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    current = recommendation.current_wording(language)
    if current is not None and current.text == text:
        return current
    return Wording.objects.create(
        recommendation=recommendation,
        language=language,
        number=current.number + 1 if current else 1,
        text=text,
        made_by=by,
    )


def say_action_answers(
    recommendation: Recommendation, *, action: Action, note: str, by: User
) -> ActionResponse:
    """Say that an action of a plan acts on the recommendation; saying it again changes the note."""
    response, _created = ActionResponse.objects.update_or_create(
        recommendation=recommendation,
        action=action,
        defaults={"note": note, "by": by, "at": timezone.now()},
    )
    return response


@transaction.atomic
def take_back_response(response: ActionResponse, *, by: User) -> None:
    """No longer said; the history of the recommendation keeps that it was, and the note."""
    before = "\n\n".join(filter(None, [str(response.action), response.note]))
    record_change(response.recommendation, field="response", before=before, after="", by=by)
    response.delete()


@transaction.atomic
def move_finding(finding: Finding, *, up: bool) -> None:
    """Change places with its neighbour of the same theme; at an end nothing happens."""
    Project.objects.select_for_update().get(pk=finding.project_id)
    in_order = list(finding.project.findings.order_by("theme", "order", "pk"))
    place = in_order.index(finding)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(in_order) or in_order[other].theme != finding.theme:
        return
    in_order[place], in_order[other] = in_order[other], in_order[place]
    for order, one in enumerate(in_order, 1):
        one.order = order
    Finding.objects.bulk_update(in_order, ["order"])
