"""The real project that the portal begins with. Nothing here is invented, so nothing is removed."""

import datetime
from typing import Any

from cities.models import City, ProjectCity
from desk.example.files import read_cities, read_invented, read_project
from frameworks.models import Framework
from projects.models import Body, DatePrecision, Phase, Project, ProjectBody
from recovery_plans.models import ChapterTemplate

CODE = "DA13"
FRAMEWORK = "FoAPC-2019"


def load_project() -> Project:
    """The project with its bodies, phases and cities, and the chapters its plans begin with."""
    facts = read_project(CODE)
    project = Project.objects.create(
        code=CODE,
        name=facts["title"],
        aim=facts["aim"],
        funding=facts["funding"],
        starts_on=datetime.date.fromisoformat(facts["start_month"] + "-01"),
        starts_precision=DatePrecision.MONTH,
        ends_on=datetime.date(facts["actual_end_year"], 12, 31),
        ends_precision=DatePrecision.YEAR,
        framework=Framework.objects.get(code=FRAMEWORK),
        source=f"reference/programmes.json. {facts['dates_note']}",
    )
    _load_bodies(project, facts["entities"])
    _load_phases(project, facts["phases"])
    _load_cities(project)
    _load_chapters(project)
    return project


def _load_bodies(project: Project, entities: list[dict[str, Any]]) -> None:
    for order, entity in enumerate(entities, 1):
        body, _ = Body.objects.get_or_create(code=entity["code"], defaults={"name": entity["name"]})
        ProjectBody.objects.create(project=project, body=body, role=entity["role"], order=order)


def _load_phases(project: Project, phases: list[dict[str, Any]]) -> None:
    Phase.objects.bulk_create(
        Phase(
            project=project,
            number=phase["number"],
            title=phase["title"],
            description=phase["description"],
        )
        for phase in phases
    )


def _load_cities(project: Project) -> None:
    cities = {city.slug: city for city in City.objects.all()}
    bodies = {body.code: body for body in Body.objects.all()}
    ProjectCity.objects.bulk_create(
        ProjectCity(project=project, city=cities[row["slug"]], body=bodies[row["commission"]])
        for row in read_cities(CODE)
    )


def _load_chapters(project: Project) -> None:
    ChapterTemplate.objects.bulk_create(
        ChapterTemplate(project=project, order=order, **chapter)
        for order, chapter in enumerate(read_invented("chapters")["chapters"], 1)
    )
