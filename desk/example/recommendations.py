"""Findings, recommendations and the round in which the invented people answered them."""

from typing import Any

from accounts.models import User
from cities.models import City
from desk.example.files import read_invented
from frameworks.models import Pathway, Target
from participants.models import Registration
from projects.models import Project
from recommendations.models import Answer, Finding, Recommendation, RoundWording, ValidationRound
from recommendations.services import (
    add_recommendation,
    add_wording,
    close_round,
    open_round,
    say_action_answers,
)
from recovery_plans.models import Action
from workshops.models import Workshop

Facts = dict[str, Any]
POSITIONS = (
    Answer.Position.SUPPORT,
    Answer.Position.SUPPORT_WITH_CHANGES,
    Answer.Position.CANNOT_SUPPORT,
    Answer.Position.NO_POSITION,
)


def load_recommendations(project: Project, *, by: User) -> None:
    """Six findings, eight recommendations; the round is closed before one of them is reworded."""
    file = read_invented("recommendations")
    actions = _actions_by_name(project)
    findings = [
        _load_finding(project, order, row, actions) for order, row in enumerate(file["findings"], 1)
    ]
    made = [_load_recommendation(project, row, findings, by=by) for row in file["recommendations"]]
    _hold_round(project, file["round"], made, file["recommendations"], by=by)
    for recommendation, row in zip(made, file["recommendations"], strict=True):
        for text in row["wordings"][1:]:
            add_wording(recommendation, text=text, by=by)
        for answer in row.get("acted_on_by", []):
            say_action_answers(
                recommendation, action=actions[answer["action"]], note=answer["note"], by=by
            )


def _actions_by_name(project: Project) -> dict[str, Action]:
    """Actions by the city's slug and their number: `suva 7`."""
    actions = Action.objects.filter(plan__project_city__project=project, plan__is_example=True)
    return {
        f"{action.plan.project_city.city.slug} {action.number}": action
        for action in actions.select_related("plan__project_city__city")
    }


def _load_finding(project: Project, order: int, row: Facts, actions: dict[str, Action]) -> Finding:
    finding = Finding.objects.create(
        project=project,
        order=order,
        title=row["title"],
        text=row["text"].strip(),
        workshop=Workshop.objects.get(slug=row["workshop"]),
        is_attributable=row.get("is_attributable", False),
        is_example=True,
    )
    finding.cities.set(City.objects.filter(slug__in=row["cities"]))
    finding.actions.set(actions[name] for name in row["rests_on"])
    return finding


def _load_recommendation(
    project: Project, row: Facts, findings: list[Finding], *, by: User
) -> Recommendation:
    recommendation = add_recommendation(
        project, text=row["wordings"][0], addressee=row["addressee"], by=by, is_example=True
    )
    pathways = Pathway.objects.filter(framework=project.framework_id, code__in=row["pathways"])
    recommendation.pathways.set(pathways)
    recommendation.targets.set(Target.objects.filter(code__in=row["targets"]))
    recommendation.findings.set(findings[number - 1] for number in row["findings"])
    return recommendation


def _hold_round(
    project: Project, facts: Facts, made: list[Recommendation], rows: list[Facts], *, by: User
) -> ValidationRound:
    workshop = Workshop.objects.get(project=project, slug=facts["workshop"])
    held = open_round(workshop, title=facts["title"], recommendations=made, is_example=True)
    people = list(held.people().order_by("pk"))
    items = {item.wording.recommendation_id: item for item in held.items.select_related("wording")}
    for recommendation, row in zip(made, rows, strict=True):
        _answer(items[recommendation.pk], row["answers"], people)
    return close_round(held, by=by)


def _answer(item: RoundWording, counts: list[int], people: list[Registration]) -> None:
    """One answer each; who says what begins at another person for every recommendation."""
    positions = [
        position for position, count in zip(POSITIONS, counts, strict=True) for _ in range(count)
    ]
    start = item.pk % len(people)
    Answer.objects.bulk_create(
        Answer(item=item, registration=person, position=position)
        for person, position in zip(people[start:] + people[:start], positions, strict=True)
    )
