"""The workshops: those that were held, as their sources tell, and one invented one to come."""

import datetime
import re
from typing import Any
from zoneinfo import ZoneInfo

from cities.models import City
from desk.example.files import read_invented, read_workshops
from projects.models import Body, Phase, Project
from workshops.models import Objective, Session, Workshop, WorkshopBody

FIRST_REGIONAL = "da13-ap-regional-1"
SECOND_REGIONAL = "da13-ap-regional-2"
KINDS = {
    "regional technical workshop": Workshop.Kind.REGIONAL,
    "city workshop": Workshop.Kind.CITY,
    "city validation workshop": Workshop.Kind.VALIDATION,
}
MODES = {None: "", "online": "virtual", "in_person": "in_person", "hybrid": "hybrid"}


def load_workshops(project: Project) -> dict[str, Workshop]:
    """The workshops that were held, by slug; all closed, with nothing filled in that is unknown."""
    return {row["code"]: _load_held(project, row) for row in read_workshops(project.code)}


def load_validation_workshop(project: Project, *, today: datetime.date) -> Workshop:
    """The invented workshop to come; its days are counted from the day of loading."""
    facts = read_invented("validation_workshop")
    zone = ZoneInfo(facts["time_zone"])
    day = today + datetime.timedelta(days=facts["days_ahead"])
    closes = day - datetime.timedelta(days=facts["registration_closes_days_before"])
    workshop = Workshop.objects.create(
        project=project,
        slug=facts["slug"],
        title=facts["title"],
        phase=Phase.objects.get(project=project, number=facts["phase"]),
        kind=Workshop.Kind.VALIDATION,
        mode=Workshop.Mode.VIRTUAL,
        starts_on=day,
        ends_on=day,
        start_time=facts["start_time"],
        end_time=facts["end_time"],
        time_zone=facts["time_zone"],
        working_languages=facts["languages"],
        joining_link=facts["joining_link"],
        seats=facts["seats"],
        registration_closes_at=datetime.datetime.combine(closes, datetime.time(23, 59), zone),
        description=facts["description"].strip(),
        state=Workshop.State.OPEN,
        is_example=True,
    )
    _add_hosts(workshop, [facts["body"]])
    _add_objectives(workshop, facts["objectives"])
    _add_sessions(workshop, facts["sessions"], day=day, zone=zone)
    return workshop


def _load_held(project: Project, row: dict[str, Any]) -> Workshop:
    phases = {phase.number: phase for phase in project.phases.all()}
    workshop = Workshop.objects.create(
        project=project,
        slug=row["code"],
        title=row["title"],
        phase=phases.get(row["phase"]),
        kind=KINDS[row["kind"]],
        mode=MODES[row["mode"]],
        starts_on=row["start_date"],
        ends_on=row["end_date"],
        start_time=row["start_time"],
        end_time=row["end_time"],
        time_zone=row["time_zone"] or "",
        city=City.objects.filter(slug=row["city_slug"]).first(),
        other_hosts=", ".join(row["other_hosts"]),
        working_languages=row["languages"],
        description="\n\n".join(row["description"]),
        state=Workshop.State.CLOSED,
        source=" ".join(re.findall(r"https?://\S+", row["source"])),
        source_note=_note(row),
    )
    _add_hosts(workshop, row["host_entities"])
    _add_objectives(workshop, row["objectives"])
    return workshop


def _note(row: dict[str, Any]) -> str:
    """What the sources leave open and what is in our own words, in sentences."""
    sentences = [
        row["note"] or "",
        "Title in own words." if row["wording_of_title"] == "own words" else "",
        "Objectives in own words." if row["objectives_wording"] == "own words" else "",
        "That it was held in person is inferred." if row["mode_status"] == "inferred" else "",
    ]
    said = sentences[0]
    return " ".join(sentence for sentence in sentences if sentence == said or sentence not in said)


def _add_hosts(workshop: Workshop, codes: list[str]) -> None:
    bodies = {body.code: body for body in Body.objects.filter(code__in=codes)}
    WorkshopBody.objects.bulk_create(
        WorkshopBody(workshop=workshop, body=bodies[code], order=order)
        for order, code in enumerate(codes, 1)
    )


def _add_objectives(workshop: Workshop, texts: list[str]) -> None:
    Objective.objects.bulk_create(
        Objective(workshop=workshop, order=order, text=text) for order, text in enumerate(texts, 1)
    )


def _add_sessions(
    workshop: Workshop, sessions: list[dict[str, str]], *, day: datetime.date, zone: ZoneInfo
) -> None:
    def at(time: str) -> datetime.datetime:
        return datetime.datetime.combine(day, datetime.time.fromisoformat(time), zone)

    Session.objects.bulk_create(
        Session(
            workshop=workshop,
            order=order,
            title=session["title"],
            starts_at=at(session["start"]),
            ends_at=at(session["end"]),
            moderator=session["moderator"],
        )
        for order, session in enumerate(sessions, 1)
    )
