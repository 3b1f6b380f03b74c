"""What an edition was made of that has moved since, with where to read what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.document import BriefDocument, RecommendationText, WorkshopText
from briefs.models import Edition
from participants.models import ParticipationRecord
from participants.participation import Participation, latest_records, participation_of
from recommendations.models import ActionResponse, Finding, Recommendation
from recommendations.validation import Validation, validations_of
from recovery_plans.models import RecoveryPlan
from workshops.models import Workshop


@dataclass(frozen=True)
class Moved:
    words: str
    address: str = ""  # empty: nothing there that can be opened


@dataclass(frozen=True)
class MovedSince:
    plans: tuple[Moved, ...]
    workshops: tuple[Moved, ...]
    findings: tuple[Moved, ...] = ()
    recommendations: tuple[Moved, ...] = ()
    answers: tuple[Moved, ...] = ()  # actions said to act on a recommendation

    @property
    def things(self) -> list[Moved]:
        kinds = self.plans, self.workshops, self.findings, self.recommendations, self.answers
        return [moved for kind in kinds for moved in kind]

    @property
    def summary(self) -> str:
        """Such as *3 plans, 1 workshop*."""
        counted = (
            (ngettext("%d plan", "%d plans", len(self.plans)), self.plans),
            (ngettext("%d workshop", "%d workshops", len(self.workshops)), self.workshops),
            (ngettext("%d finding", "%d findings", len(self.findings)), self.findings),
            (
                ngettext("%d recommendation", "%d recommendations", len(self.recommendations)),
                self.recommendations,
            ),
            (ngettext("%d answer of a plan", "%d answers of plans", len(self.answers)),
             self.answers),
        )  # fmt: skip
        return ", ".join(words % len(things) for words, things in counted if things)


def moved_since(edition: Edition, document: BriefDocument, user: Any) -> MovedSince:
    """As many queries for a hundred cities as for one. The public is told what is public only."""
    plans = tuple(moved_plans(edition, document))
    workshops = tuple(moved_workshops(document, user))
    if not edition.brief.can_be_read_whole_by(user):
        return MovedSince(plans, workshops)
    return MovedSince(
        plans,
        workshops,
        findings=tuple(moved_findings(edition, document)),
        recommendations=tuple(moved_recommendations(document)),
        answers=tuple(new_answers(edition, document)),
    )


def moved_plans(edition: Edition, document: BriefDocument) -> Iterator[Moved]:
    before = {city.slug: city.revision for city in document.cities}
    plans = (
        RecoveryPlan.objects.filter(
            project_city__project=edition.brief.project_id, project_city__city__slug__in=before
        )
        .select_related("published", "project_city__city")
        .defer("published__content")
        .order_by("project_city__city__name")
    )
    for plan in plans:
        is_public = plan.published and plan.state != RecoveryPlan.State.WITHDRAWN
        now = plan.published.number if plan.published and is_public else None
        if now != before[plan.project_city.city.slug]:
            yield moved_plan(plan, before[plan.project_city.city.slug], now)


def moved_plan(plan: RecoveryPlan, before: int | None, now: int | None) -> Moved:
    city = {"city": plan.project_city.city.name, "before": before, "now": now}
    if now is None:
        return Moved(_("%(city)s: revision %(before)s, no longer public") % city)
    if before is None:
        address = reverse("recovery_plans:plan_revision", args=[plan.pk, now])
        return Moved(_("%(city)s: published since, revision %(now)s") % city, address)
    compare = reverse("recovery_plans:plan_compare", args=[plan.pk])
    words = _("%(city)s: revision %(before)s, now revision %(now)s") % city
    return Moved(words, f"{compare}?old={before}&new={now}")


def moved_workshops(document: BriefDocument, user: Any) -> Iterator[Moved]:
    printed = {workshop.slug: workshop for workshop in document.workshops}
    workshops = list(Workshop.objects.visible_to(user).filter(slug__in=printed).order_by("title"))
    participation = participation_of(workshops)
    records = latest_records(workshop.pk for workshop in workshops)
    for workshop in workshops:
        text, record = printed[workshop.slug], records.get(workshop.pk)
        if has_moved(text, document, participation[workshop.pk], record):
            yield Moved(
                workshop_words(text, participation[workshop.pk], record),
                reverse("desk:workshop_detail", args=[workshop.slug]),
            )


def has_moved(
    text: WorkshopText,
    document: BriefDocument,
    now: Participation,
    record: ParticipationRecord | None,
) -> bool:
    return text.text != now.text or record_of(text, document) != (record and record.number)


def record_of(text: WorkshopText, document: BriefDocument) -> int | None:
    """The number of the record that its printed line came from."""
    model = ParticipationRecord._meta.label_lower
    rows = document.figure(f"participants-{text.slug}").source_rows
    numbers = [number for row in rows if row.model == model for number in row.versions]
    return numbers[0] if numbers else None


def workshop_words(
    text: WorkshopText, now: Participation, record: ParticipationRecord | None
) -> str:
    words = _("%(workshop)s: %(before)s, now %(now)s") % {
        "workshop": text.title, "before": text.text, "now": now.text,
    }  # fmt: skip
    return f"{words}, {_('record %(number)d') % {'number': record.number}}" if record else words


def moved_findings(edition: Edition, document: BriefDocument) -> Iterator[Moved]:
    numbers = {finding.row: finding.number for finding in document.findings}
    listed = reverse("recommendations:finding_list", args=[document.project_code])
    found = Finding.objects.filter(pk__in=numbers, changed_at__gt=edition.as_of)
    for finding in sorted(found, key=lambda finding: numbers[finding.pk]):
        yield Moved(
            _("Finding %(number)d: changed since") % {"number": numbers[finding.pk]}, listed
        )


def moved_recommendations(document: BriefDocument) -> Iterator[Moved]:
    printed = {each.row: each for each in document.recommendations}
    rows = Recommendation.objects.filter(pk__in=printed).order_by("number")
    validations = validations_of(rows, document.worded_in)
    for row in rows:
        now = validations.get(row.pk)
        if now and (words := recommendation_words(printed[row.pk], now)):
            yield Moved(words, recommendation_address(row.pk))


def recommendation_words(before: RecommendationText, now: Validation) -> str:
    said = {
        "number": before.number, "before": before.wording, "now": now.wording.number,
        "standing": now.standing.label,
    }  # fmt: skip
    if now.wording.number != before.wording:
        return _("Recommendation %(number)s: wording %(before)s, now wording %(now)s") % said
    if now.standing != before.standing:
        return _("Recommendation %(number)s: now %(standing)s") % said
    return ""


def new_answers(edition: Edition, document: BriefDocument) -> Iterator[Moved]:
    rows: Iterable[ActionResponse] = (
        ActionResponse.objects.filter(
            recommendation__in=[each.row for each in document.recommendations],
            at__gt=edition.as_of,
        )
        .select_related("recommendation", "action__plan__project_city__city")
        .order_by("at")
    )
    for row in rows:
        words = _("%(city)s, action %(action)d: said to act on recommendation %(number)d") % {
            "city": row.action.plan.project_city.city.name,
            "action": row.action.number,
            "number": row.recommendation.number,
        }
        yield Moved(words, recommendation_address(row.recommendation_id))


def recommendation_address(pk: int) -> str:
    return reverse("recommendations:recommendation_detail", args=[pk])
