"""Where else a person may be named or shown: texts found by their words, files by who was there.

An erasure overwrites what is nobody's text; what others wrote is listed for a human to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from briefs.models import BriefSection, ClearanceStep, Edition, FileOfRecord
from cities.models import DiagnosticFile
from desk.models import PlaceToCheck
from desk.privacy.classes import classed_fields
from desk.privacy.kinds import UPLOAD, Trace
from desk.privacy.words import Words
from participants.models import Person, Registration
from recommendations.models import Finding, FindingFile, Recommendation, Wording
from recovery_plans.models import (
    Action,
    Adoption,
    Annex,
    Chapter,
    Comment,
    PathwaySection,
    PlanRevision,
    RecoveryPlan,
)
from workshops.models import Material, Objective, Session, Workshop
from writing.models import Change

MOST_PLACES = 500


class Place(NamedTuple):
    thing: models.Model
    field: str
    why: PlaceToCheck.Why


def places_naming(words: Words) -> Iterator[Place]:
    """Every text of others, in any room, that names the person; one query a field."""
    if not words.words:
        return
    for model, field, _personal in classed_fields(Trace.CHECKED):
        for row, text in rows_naming(model._default_manager.all(), field, words):
            if words.name_in(text):
                yield Place(row, field, PlaceToCheck.Why.NAMED)
    yield from (
        Place(change, "before", PlaceToCheck.Why.NAMED) for change in history_of_texts(words)
    )


def rows_naming(rows: QuerySet[Any], field: str, words: Words) -> Iterator[tuple[Any, str]]:
    """Candidates with their text, a row at a time."""
    is_json = isinstance(rows.model._meta.get_field(field), models.JSONField)
    if rows.model._meta.get_field(field).is_relation:
        return
    named = rows.annotate(searched=Cast(field, TextField()))
    found = named.filter(words.q_of_json("searched") if is_json else words.q("searched"))
    for row in found.iterator(chunk_size=200):
        yield row, text_of(getattr(row, field))


def text_of(value: Any) -> str:
    """The words of a value, of JSON every one in it."""
    if isinstance(value, dict):
        return "\n".join(text_of(one) for one in [*value, *value.values()])
    if isinstance(value, list | tuple):
        return "\n".join(text_of(one) for one in value)
    return str(value)


def history_of_texts(words: Words) -> Iterator[Change]:
    """Entries of the history of texts of others: what a human erases there, if it is to go."""
    of_people = Q(content_type__app_label="participants", content_type__model__in=OF_PEOPLE)
    changes = Change.objects.exclude(of_people).filter(words.q("before") | words.q("after"))
    for change in changes.iterator(chunk_size=200):
        if words.name_in(f"{change.before}\n{change.after}"):
            yield change


OF_PEOPLE = [Person._meta.model_name, Registration._meta.model_name]
Uploads = Callable[[QuerySet[Registration]], QuerySet[Any]]

# Files that came from outside: those that may show or name somebody who was there.
UPLOADS: dict[tuple[type[models.Model], str], Uploads] = {
    (Material, "file"): lambda own: Material.objects.filter(workshop__in=own.values("workshop")),
    (FindingFile, "file"): lambda own: FindingFile.objects.filter(
        finding__workshop__in=own.values("workshop")
    ),
    (DiagnosticFile, "file"): lambda own: DiagnosticFile.objects.filter(
        diagnostic__project_city__city__in=own.exclude(city=None).values("city")
    ),
    (ClearanceStep, "returned_file"): lambda own: ClearanceStep.objects.filter(
        brief__workshops__in=own.values("workshop")
    ).distinct(),
    (FileOfRecord, "file"): lambda own: FileOfRecord.objects.filter(
        edition__brief__workshops__in=own.values("workshop")
    ).distinct(),
    (Annex, "file"): lambda own: Annex.objects.filter(
        plan__project_city__city__in=own.exclude(city=None).values("city")
    ),
    (Adoption, "file"): lambda own: Adoption.objects.filter(
        plan__project_city__city__in=own.exclude(city=None).values("city")
    ),
}


def uploads_beside(registrations: QuerySet[Registration]) -> Iterator[Place]:
    for (_model, field), beside in UPLOADS.items():
        for row in beside(registrations).exclude(**{field: ""}):
            yield Place(row, field, PlaceToCheck.Why.MAY_SHOW)


def unlisted_uploads() -> set[str]:
    """Fields of uploads that no rule leads to; a test holds that there are none."""
    return {
        f"{model._meta.label}.{field}"
        for model, field, personal in classed_fields(Trace.CHECKED)
        if personal is UPLOAD and (model, field) not in UPLOADS
    }


def url_of(thing: Any) -> str:
    """The page on which a place is read and corrected, where the portal has one."""
    for model, address in ADDRESSES.items():
        if isinstance(thing, model):
            return address(thing)
    return ""


def of_plan(plan_id: int, name: str = "plan_detail", **more: Any) -> str:
    return reverse(f"recovery_plans:{name}", kwargs={"plan_id": plan_id, **more})


ADDRESSES: dict[type[models.Model], Callable[[Any], str]] = {
    Workshop: lambda row: reverse("workshops:workshop_edit", args=[row.slug]),
    Objective: lambda row: reverse("workshops:workshop_edit", args=[row.workshop.slug]),
    Session: lambda row: reverse("desk:workshop_detail", args=[row.workshop.slug]),
    Material: lambda row: reverse("desk:workshop_detail", args=[row.workshop.slug]),
    RecoveryPlan: lambda row: of_plan(row.pk),
    Chapter: lambda row: of_plan(row.plan_id, "chapter_edit", key=row.key),
    PathwaySection: lambda row: of_plan(row.plan_id, "section_edit", code=row.pathway.code),
    Action: lambda row: of_plan(row.plan_id, "action_edit", number=row.number),
    Comment: lambda row: of_plan(row.plan_id, "comment_list"),
    Adoption: lambda row: of_plan(row.plan_id),
    Annex: lambda row: of_plan(row.plan_id),
    PlanRevision: lambda row: of_plan(row.plan_id, "plan_revision", number=row.number),
    Finding: lambda row: reverse("recommendations:finding_edit", args=[row.pk]),
    Recommendation: lambda row: reverse("recommendations:recommendation_detail", args=[row.pk]),
    Wording: lambda row: url_of(row.recommendation),
    BriefSection: lambda row: reverse("briefs:brief_section_edit", args=[row.brief.slug, row.key]),
    ClearanceStep: lambda row: reverse("briefs:clearance_step_edit", args=[row.brief.slug, row.pk]),
    FileOfRecord: lambda row: url_of(row.edition),
    Edition: lambda row: reverse("briefs:edition_detail", args=[row.brief.slug, row.number]),
}
