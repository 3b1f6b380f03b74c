from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from participants.breakdown import GenderBreakdown
from participants.models import ParticipationRecord, Registration
from participants.models.registrations import IS_PARTICIPANT, IS_SPEAKER, IS_THERE
from workshops.models import Workshop


def who_counts() -> str:
    """The rule in words, printed beside every line it made."""
    return _(
        "Confirmed participants and observers who are not marked as absent. Speakers and resource "
        "persons are on the second line. Facilitators, organisers and support staff are never "
        "counted."
    )


@dataclass(frozen=True)
class Participation:
    """The participation line of one workshop with all that is printed beside it."""

    line: GenderBreakdown | None  # None: not known
    speakers: GenderBreakdown | None
    label: str  # Confirmed, Present or Participants
    basis: str
    precision: str
    is_signed_off: bool
    citation: str
    who_counts: str
    as_of: datetime.datetime

    @property
    def text(self) -> str:
        """`19 (11/8)`, with *at least* or *about* where the source says no more."""
        if self.line is None:
            return _("not known")
        if self.precision == ParticipationRecord.Precision.EXACT:
            return str(self.line)
        return f"{ParticipationRecord.Precision(self.precision).label} {self.line}"

    @property
    def basis_words(self) -> str:
        return str(ParticipationRecord.Basis(self.basis).label)


def participation_of(workshops: Iterable[Workshop]) -> dict[int, Participation]:
    """By the workshop's primary key: the signed-off figures, else the live list.

    Two queries for any number of workshops.
    """
    of_workshop = {workshop.pk: workshop for workshop in workshops}
    records = latest_records(of_workshop)
    live = live_lines(pk for pk in of_workshop if pk not in records)
    now = timezone.now()
    return {
        pk: signed_off(records[pk]) if pk in records else from_list(workshop, live.get(pk), now)
        for pk, workshop in of_workshop.items()
    }


def participation_from(workshop: Workshop, record: ParticipationRecord | None) -> Participation:
    """The same for one workshop whose latest record has been looked up."""
    if record is not None:
        return signed_off(record)
    return from_list(workshop, live_lines([workshop.pk]).get(workshop.pk), timezone.now())


def latest_records(workshops: Iterable[int]) -> dict[int, ParticipationRecord]:
    """The record that holds for each workshop, without its tables, which are long."""
    records = ParticipationRecord.objects.filter(workshop__in=list(workshops)).order_by("number")
    return {each.workshop_id: each for each in records.defer("tables")}


Lines = tuple[GenderBreakdown, GenderBreakdown]


def live_lines(workshops: Iterable[int]) -> dict[int, Lines]:
    """Who counts and who speaks; a workshop with nobody on its list is not among them."""
    rows = (
        Registration.objects.filter(workshop__in=list(workshops))
        .order_by()
        .values_list("workshop", "gender")
        .annotate(
            counted=Count("pk", filter=IS_PARTICIPANT & IS_THERE),
            speakers=Count("pk", filter=IS_SPEAKER & IS_THERE),
        )
    )
    lines: dict[int, Lines] = {}
    for workshop, gender, counted, speakers in rows:
        line, second = lines.get(workshop, (GenderBreakdown(), GenderBreakdown()))
        lines[workshop] = (
            line + GenderBreakdown.of_genders({gender: counted}),
            second + GenderBreakdown.of_genders({gender: speakers}),
        )
    return lines


def signed_off(record: ParticipationRecord) -> Participation:
    return Participation(
        line=record.breakdown,
        speakers=GenderBreakdown(**record.speakers) if record.speakers else None,
        label=_("Participants"),
        basis=record.basis,
        precision=record.precision,
        is_signed_off=True,
        citation=record.citation,
        who_counts=record.who_counts,
        as_of=record.signed_at,
    )


def from_list(
    workshop: Workshop, lines: Lines | None, now: datetime.datetime | None = None
) -> Participation:
    line, speakers = lines or (None, None)
    if line is None and workshop.state == Workshop.State.OPEN:
        line = speakers = GenderBreakdown()  # nobody yet, which is not the same as not known
    return Participation(
        line=line,
        speakers=speakers,
        label=label_on(workshop),
        basis=ParticipationRecord.Basis.LIST,
        precision=ParticipationRecord.Precision.EXACT,
        is_signed_off=False,
        citation="",
        who_counts=who_counts(),
        as_of=now or timezone.now(),
    )


def label_on(workshop: Workshop) -> str:
    if workshop.has_ended:
        return _("Participants")
    is_under_way = workshop.begins_at is not None and workshop.begins_at <= timezone.now()
    return _("Present") if is_under_way else _("Confirmed")
