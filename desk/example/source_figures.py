"""Figures of workshops of which no list exists, only a page that says how many came."""

from accounts.models import User
from desk.example.files import read_workshops
from participants.breakdown import GenderBreakdown
from participants.models import ParticipationRecord
from participants.services import Figures, sign_off
from workshops.models import Workshop


def figures_of_source(workshop: Workshop) -> GenderBreakdown | None:
    """What the source of a shipped workshop says of who came; None where it says nothing."""
    shipped = {row["code"]: row["participants"] for row in read_workshops(workshop.project.code)}
    figures = shipped.get(workshop.slug)
    if figures is None or figures["total"] is None:
        return None
    return GenderBreakdown(
        female=figures["female"],
        male=figures["male"],
        not_recorded=figures["other_or_not_stated"],
    )


def sign_off_from_source(workshop: Workshop, *, by: User) -> ParticipationRecord | None:
    """Sign the workshop off with the figures of its source; None where the source has none."""
    stated = figures_of_source(workshop)
    if stated is None:
        return None
    basis = ParticipationRecord.Basis.SOURCE
    return sign_off(
        workshop, by=by, figures=Figures(basis=basis, stated=stated, citation=workshop.source)
    )
