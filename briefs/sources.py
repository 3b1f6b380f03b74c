"""The rows a printed figure was counted from, as far as its reader may follow them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.counted_actions import CountedAction, actions_counted_by, actions_in
from briefs.document.content import Figure, SourceRows
from participants.models import ParticipationRecord
from recommendations.models import Answer, Finding, Recommendation
from recovery_plans.models import Adoption, PlanRevision, RecoveryPlan
from workshops.models import Workshop

MOST_PLANS_LISTED = 12  # with the actions counted in each


@dataclass(frozen=True)
class Row:
    words: str
    address: str  # empty: nothing there that this reader may open
    details: tuple[str, ...] = ()  # what was counted in it


@dataclass(frozen=True)
class Source:
    words: str  # what kind of rows, and how many
    rows: tuple[Row, ...] = ()


def sources_of(figure: Figure, user: Any) -> list[Source]:
    """One query for each kind of row. People are a count: no row of theirs is ever listed."""
    return [source_of(rows, user, figure) for rows in figure.source_rows]


def source_of(rows: SourceRows, user: Any, figure: Figure) -> Source:
    words, listed = KINDS.get(rows.model, (people, None))
    if rows.model == PlanRevision._meta.label_lower:
        listed = partial(list_revisions, counts=actions_counted_by(figure.key))
    return Source(words(rows.count), tuple(listed(rows, user)) if listed else ())


def people(count: int) -> str:
    return ngettext(
        "%(count)d registration on a list that was not signed off; counted, never listed",
        "%(count)d registrations on lists that were not signed off; counted, never listed",
        count,
    ) % {"count": count}


def revisions(count: int) -> str:
    words = ngettext("%(count)d published plan", "%(count)d published plans", count)
    return words % {"count": count}


def list_revisions(
    rows: SourceRows, user: Any, counts: Callable[[CountedAction], bool] | None = None
) -> Iterator[Row]:
    """Frozen and once public; of a plan that was withdrawn since no more than that it counted."""
    found = PlanRevision.objects.filter(pk__in=rows.ids).select_related(
        "plan__project_city__city"
    )  # fmt: skip
    if counts is None:
        found = found.defer("content")
    open_plans = RecoveryPlan.objects.visible_to(user).filter(revisions__in=rows.ids)
    visible = set(open_plans.values_list("pk", flat=True))
    for revision in found.order_by("plan__project_city__city__name"):
        yield revision_row(
            revision, counts if revision.plan_id in visible else None,
            is_visible=revision.plan_id in visible,
            is_alone=len(rows.ids) <= MOST_PLANS_LISTED,
        )  # fmt: skip


def revision_row(
    revision: PlanRevision, counts: Callable[[CountedAction], bool] | None, *, is_visible: bool,
    is_alone: bool,
) -> Row:  # fmt: skip
    words = _("%(city)s, revision %(number)d") % {
        "city": revision.plan.project_city.city, "number": revision.number,
    }  # fmt: skip
    address = reverse("recovery_plans:plan_revision", args=[revision.plan_id, revision.number])
    if counts is None:
        return Row(words, address if is_visible else "")
    every = actions_in(revision)
    counted = [each.action for each in every if counts(each)]
    said = ngettext("%(part)d of %(count)d action", "%(part)d of %(count)d actions", len(every)) % {
        "part": len(counted), "count": len(every),
    }  # fmt: skip
    named = (f"{action.number}. {action.title}" for action in counted) if is_alone else ()
    return Row(f"{words}: {said}", address, tuple(named))


def records(count: int) -> str:
    words = ngettext("%(count)d signed-off record", "%(count)d signed-off records", count)
    return words % {"count": count}


def list_records(rows: SourceRows, user: Any) -> Iterator[Row]:
    found = ParticipationRecord.objects.filter(pk__in=rows.ids).select_related("workshop")
    visible = set(
        Workshop.objects.visible_to(user)
        .filter(participation_records__in=rows.ids)
        .values_list("pk", flat=True)
    )
    for record in found.order_by("workshop__title"):
        yield Row(
            _("%(workshop)s, record %(number)d: %(line)s")
            % {"workshop": record.workshop, "number": record.number, "line": record.breakdown},
            reverse("desk:workshop_detail", args=[record.workshop.slug])
            if record.workshop_id in visible
            else "",
        )


def recommendations(count: int) -> str:
    words = ngettext("%(count)d recommendation", "%(count)d recommendations", count)
    return words % {"count": count}


def list_recommendations(rows: SourceRows, user: Any) -> Iterator[Row]:
    wording_of = dict(zip(rows.ids, rows.versions, strict=True))
    visible = set(
        Recommendation.objects.visible_to(user).filter(pk__in=rows.ids).values_list("pk", flat=True)
    )
    for each in Recommendation.objects.filter(pk__in=rows.ids).order_by("number"):
        yield Row(
            _("Recommendation %(number)d, wording %(wording)d")
            % {"number": each.number, "wording": wording_of[each.pk]},
            reverse("recommendations:recommendation_detail", args=[each.pk])
            if each.pk in visible
            else "",
        )


def decisions(count: int) -> str:
    words = ngettext("%(count)d decision of a council", "%(count)d decisions of councils", count)
    return words % {"count": count}


def list_decisions(rows: SourceRows, user: Any) -> Iterator[Row]:
    for decision in Adoption.objects.filter(pk__in=rows.ids).select_related("revision"):
        yield Row(
            _("%(body)s, %(result)s")
            % {"body": decision.body, "result": decision.get_result_display()},
            reverse("recovery_plans:plan_detail", args=[decision.plan_id]),
        )


def findings(count: int) -> str:
    return ngettext("%(count)d finding", "%(count)d findings", count) % {"count": count}


def list_findings(rows: SourceRows, user: Any) -> Iterator[Row]:
    """Only for those who read findings: where it was said, and by which city, is not public."""
    found = Finding.objects.visible_to(user).filter(pk__in=rows.ids).select_related("project")
    for finding in found:
        listed = reverse("recommendations:finding_list", args=[finding.project.code])
        yield Row(finding.title, listed)


def answers(count: int) -> str:
    words = ngettext(
        "%(count)d answer; counted, never listed", "%(count)d answers; counted, never listed", count
    )
    return words % {"count": count}


Kind = tuple[Callable[[int], str], Callable[[SourceRows, Any], Iterator[Row]] | None]
KINDS: dict[str, Kind] = {
    PlanRevision._meta.label_lower: (revisions, list_revisions),
    ParticipationRecord._meta.label_lower: (records, list_records),
    Recommendation._meta.label_lower: (recommendations, list_recommendations),
    Adoption._meta.label_lower: (decisions, list_decisions),
    Finding._meta.label_lower: (findings, list_findings),
    Answer._meta.label_lower: (answers, None),
}
