"""The figures a brief prints: each with what is counted, of which rows, and when."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from string import ascii_uppercase

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.document.content import (
    CityText,
    Figure,
    FindingText,
    Matrix,
    RecommendationText,
    SourceRows,
    WorkshopText,
)
from briefs.document.published import PublishedPlan
from participants.breakdown import GenderBreakdown
from participants.models import ParticipationRecord, Registration
from participants.participation import latest_records
from recovery_plans.document import ActionText
from recovery_plans.models import Action, Adoption, PlanRevision
from workshops.models import Workshop


@dataclass(frozen=True)
class Counted:
    """What figures are counted from, read once."""

    as_of: datetime.datetime
    cities: tuple[CityText, ...]
    plans: tuple[PublishedPlan, ...]
    workshops: tuple[WorkshopText, ...]
    workshop_rows: tuple[Workshop, ...]  # beside `workshops`, one to one
    matrix: Matrix
    findings: tuple[FindingText, ...]
    recommendations: tuple[RecommendationText, ...]

    @property
    def actions(self) -> list[ActionText]:
        return [action for published in self.plans for action in published.text.actions]

    @property
    def revisions(self) -> tuple[SourceRows, ...]:
        return (
            SourceRows(
                model=PlanRevision._meta.label_lower,
                ids=tuple(published.revision.pk for published in self.plans),
                versions=tuple(published.revision.number for published in self.plans),
                count=len(self.plans),
            ),
        )


def figures_of(counted: Counted) -> tuple[Figure, ...]:
    """The main figures, lettered, then the lines of the tables."""
    records = latest_records(workshop.pk for workshop in counted.workshop_rows)
    main = [count(counted) for count in MAIN[:4]]
    main += [attendances(counted, records), *(count(counted) for count in MAIN[4:])]
    lettered = [
        replace(figure, mark=mark) for figure, mark in zip(main, ascii_uppercase, strict=False)
    ]
    return (*lettered, *participation_lines(counted, records), *pathway_lines(counted))


def plans(counted: Counted) -> Figure:
    return Figure(
        key="plans",
        label=_("city plans published"),
        value=share(len(counted.plans), len(counted.cities)),
        definition=_("Cities of this brief whose recovery plan is public, of all its cities"),
        filter=_("The published revision of each plan; drafts and withdrawn plans do not count"),
        as_of=counted.as_of,
        source_rows=counted.revisions,
    )


def actions(counted: Counted) -> Figure:
    return of_actions(
        counted, "actions", _("actions in them"),
        str(len(counted.actions)), _("Actions of the published plans, each once"),
    )  # fmt: skip


def costed(counted: Counted) -> Figure:
    has_cost = [action.costing != Action.Costing.NOT_COSTED for action in counted.actions]
    return of_actions(
        counted, "costed", _("actions with a cost"),
        share(sum(has_cost), len(has_cost)),
        _("Actions whose cost is an estimate or is budgeted; not costed is never nought"),
    )  # fmt: skip


def pathways(counted: Counted) -> Figure:
    rows = counted.matrix.rows
    return of_actions(
        counted, "pathways", _("pathways with an action"),
        share(sum(row.total > 0 for row in rows), len(rows)),
        _("Pathways that are the main pathway of at least one action"),
    )  # fmt: skip


def gender_notes(counted: Counted) -> Figure:
    noted = [bool(action.gender_note.strip()) for action in counted.actions]
    return of_actions(
        counted, "gender-notes", _("actions with a gender note"),
        share(sum(noted), len(noted)),
        _("Actions that say what changes for women and men"),
    )  # fmt: skip


def of_actions(counted: Counted, key: str, label: str, value: str, definition: str) -> Figure:
    return Figure(
        key=key,
        label=label,
        value=value,
        definition=definition,
        filter=_("The published revisions of the plans of this brief’s cities"),
        as_of=counted.as_of,
        source_rows=counted.revisions,
    )


def adopted(counted: Counted) -> Figure:
    adoptions = Adoption.objects.filter(
        revision__in=[published.revision for published in counted.plans],
        result__in=Adoption.ADOPTING,
    ).order_by("pk")
    found = list(adoptions.values_list("pk", "plan"))
    return Figure(
        key="adopted",
        label=_("plans adopted by a council"),
        value=share(len({plan for _pk, plan in found}), len(counted.plans)),
        definition=_("Published plans that a council has adopted, with or without changes"),
        filter=_("Decisions on the published revision"),
        as_of=counted.as_of,
        source_rows=(
            SourceRows(
                Adoption._meta.label_lower, tuple(pk for pk, _plan in found), count=len(found)
            ),
        ),
    )


def validated(counted: Counted) -> Figure:
    return of_recommendations(
        counted, "validated", _("recommendations validated as printed"),
        sum(each.is_validated for each in counted.recommendations),
        _("Recommendations whose printed wording is the one a closed round validated"),
    )  # fmt: skip


def acted_on(counted: Counted) -> Figure:
    return of_recommendations(
        counted, "acted-on", _("recommendations a plan acts on"),
        sum(bool(each.acting) for each in counted.recommendations),
        _("Recommendations of which somebody said that an action of a published plan acts on them"),
    )  # fmt: skip


def of_recommendations(
    counted: Counted, key: str, label: str, count: int, definition: str
) -> Figure:
    every = counted.recommendations
    rows = SourceRows(
        model="recommendations.recommendation",
        ids=tuple(each.row for each in every),
        versions=tuple(each.wording for each in every),
        count=len(every),
    )
    return Figure(
        key=key,
        label=label,
        value=share(count, len(every)),
        definition=definition,
        filter=_("The recommendations of this brief"),
        as_of=counted.as_of,
        source_rows=(rows,),
    )


Records = dict[int, ParticipationRecord]


def attendances(counted: Counted, records: Records) -> Figure:
    known = [workshop.line for workshop in counted.workshops if workshop.line is not None]
    total = sum(known, GenderBreakdown()) if known else None
    return Figure(
        key="attendances",
        label=ngettext(
            "attendances (M/F) at %(count)d workshop",
            "attendances (M/F) at %(count)d workshops",
            len(known),
        )
        % {"count": len(known)},
        value=str(total) if total is not None else _("not known"),
        definition=_("The participation lines of the workshops added up: total (men/women). "
                     "Somebody at two workshops counts twice"),
        filter=_("The workshops of this brief whose participants are known"),
        as_of=counted.as_of,
        source_rows=tuple(rows_of_lines(counted, records)),
    )  # fmt: skip


def rows_of_lines(counted: Counted, records: Records) -> Iterator[SourceRows]:
    """Signed-off records by number; of live lists only how many people."""
    kept = [records[row.pk] for row in counted.workshop_rows if row.pk in records]
    if kept:
        yield SourceRows(
            model=ParticipationRecord._meta.label_lower,
            ids=tuple(record.pk for record in kept),
            versions=tuple(record.number for record in kept),
            count=len(kept),
        )
    live = [
        text.line.total
        for text, row in zip(counted.workshops, counted.workshop_rows, strict=True)
        if row.pk not in records and text.line is not None
    ]
    if live:
        yield SourceRows(model=Registration._meta.label_lower, count=sum(live))


def participation_lines(counted: Counted, records: Records) -> Iterator[Figure]:
    for text, row in zip(counted.workshops, counted.workshop_rows, strict=True):
        of_this = replace(counted, workshops=(text,), workshop_rows=(row,))
        yield Figure(
            key=f"participants-{text.slug}",
            label=_("%(label)s (M/F), %(workshop)s")
            % {"label": text.label, "workshop": text.title},
            value=text.text,
            definition=_("Total (men/women) by the rule of who counts"),
            filter=basis_of(text),
            as_of=counted.as_of,
            source_rows=tuple(rows_of_lines(of_this, records)),
        )


def basis_of(text: WorkshopText) -> str:
    if not text.is_signed_off:
        return _("%(basis)s; figures not signed off") % {"basis": text.basis}
    return f"{text.basis}: {text.citation}" if text.citation else text.basis


def pathway_lines(counted: Counted) -> Iterator[Figure]:
    for row in counted.matrix.rows:
        yield Figure(
            key=f"pathway-{row.code.lower()}",
            label=_("actions on %(pathway)s") % {"pathway": f"{row.code} {row.title}"},
            value=str(row.total),
            definition=_("Actions whose main pathway it is"),
            filter=_("The published revisions of the plans of this brief’s cities"),
            as_of=counted.as_of,
            source_rows=counted.revisions,
        )


def share(part: int, whole: int) -> str:
    return _("%(part)d of %(whole)d") % {"part": part, "whole": whole}


# In the order of their letters; the first four stand at a glance, with the attendances.
MAIN: list[Callable[[Counted], Figure]] = [
    plans, actions, pathways, validated, costed, adopted, gender_notes, acted_on,
]  # fmt: skip
