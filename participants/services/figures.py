from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from participants.breakdown import GenderBreakdown
from participants.groups import groups_of
from participants.models import ParticipationRecord
from participants.participation import who_counts
from participants.services.evidence import seal
from participants.services.seats import lock_workshop
from participants.workshop_report import counted_of
from workshops.models import Workshop
from workshops.services import CannotMove, move_workshop

Basis = ParticipationRecord.Basis
Precision = ParticipationRecord.Precision


class CannotSignOff(Exception):
    """The figures cannot be signed off or corrected now; the message says why."""


@dataclass(frozen=True)
class Figures:
    """What the figures rest on. Of the list, they are counted; else somebody says them."""

    basis: str = Basis.LIST
    stated: GenderBreakdown | None = None
    precision: str = Precision.EXACT
    citation: str = ""


LIST = Figures()


@transaction.atomic
def sign_off(
    workshop: Workshop, *, by: User | None, figures: Figures = LIST, reason: str = ""
) -> ParticipationRecord:
    """Freeze the line and every table of the workshop report; from now on they never move.

    Nobody signs where the clock does it before it takes the names away; `reason` says so.
    Raises `CannotSignOff` before the end of the workshop, and for figures that stand already.
    """
    workshop = lock_workshop(workshop)
    if workshop.state == Workshop.State.SIGNED_OFF:
        raise CannotSignOff(_("The figures are signed off already. You can correct them."))
    if not workshop.has_ended:
        raise CannotSignOff(_("The figures can be signed off from the end of the workshop on."))
    try:
        move_workshop(workshop, move="sign_off", by=by)
    except CannotMove as refusal:
        raise CannotSignOff(str(refusal)) from refusal
    return freeze(workshop, figures, number=1, by=by, reason=reason)


@transaction.atomic
def correct_figures(
    workshop: Workshop, *, by: User, reason: str, figures: Figures = LIST
) -> ParticipationRecord:
    """A new record beside the old one, with who, when and why. The old one stays as it is."""
    workshop = lock_workshop(workshop)
    last = workshop.participation_records.order_by("-number").first()
    if last is None:
        raise CannotSignOff(_("There are no signed-off figures to correct."))
    if not reason.strip():
        raise CannotSignOff(_("Say why the figures are corrected."))
    return freeze(workshop, figures, number=last.number + 1, by=by, reason=reason.strip())


def freeze(
    workshop: Workshop, figures: Figures, *, number: int, by: User | None, reason: str = ""
) -> ParticipationRecord:
    of_list = counted_of_list(workshop) if figures.basis == Basis.LIST else {}
    stated = figures.stated.as_columns() if figures.stated else {}
    record = ParticipationRecord.objects.create(
        workshop=workshop,
        number=number,
        basis=figures.basis,
        precision=figures.precision,
        citation=figures.citation,
        who_counts=who_counts() if of_list else _("As the count or the source says."),
        signed_by=by,
        reason=reason,
        **(of_list or stated),
    )
    if of_list:
        seal(record)
    return record


def counted_of_list(workshop: Workshop) -> dict[str, Any]:
    counted = counted_of(workshop, groups_of(workshop))
    return {
        **counted.line.as_columns(),
        "speakers": counted.speakers.as_columns(),
        "tables": counted.to_freeze(),
    }
