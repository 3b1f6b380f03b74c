from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from briefs.reports.content import Cell, ReportColumn, ReportFigure, ReportTable
from briefs.reports.parts.computed import Computed, fixed, share, with_rows
from briefs.reports.sources import ReportSources
from participants.breakdown import GenderBreakdown
from recommendations.models import RoundWording, ValidationRound
from recommendations.validation import Standing


def recommendations(sources: ReportSources) -> Computed:
    return Computed(figures_of(sources), with_rows(table(sources), rounds(sources)))


def figures_of(sources: ReportSources) -> tuple[ReportFigure, ...]:
    every, standing = sources.recommendations, sources.validations.values()
    validated = sum(each.standing == Standing.VALIDATED for each in standing)
    return (
        ReportFigure(
            "validated", _("recommendations validated as worded"), share(validated, len(every)),
            _("Recommendations whose present wording a closed round has validated"),
        ),
        ReportFigure(
            "acted-on", _("recommendations a plan acts on"),
            share(sum(each.plans_acting > 0 for each in every), len(every)),
            _("Recommendations of which somebody said that an action of a plan acts on them"),
        ),
        ReportFigure(
            "rounds", _("validation rounds closed"), str(len(sources.rounds)),
            _("Rounds closed within the period, in the room or in writing"),
        ),
    )  # fmt: skip


def table(sources: ReportSources) -> ReportTable:
    counts = (_("Support"), _("With changes"), _("Cannot"), _("No position"))
    columns = (
        ReportColumn(_("Number"), "number", share=18),
        ReportColumn(_("Recommendation"), share=56),
        ReportColumn(_("Addressed to"), on_paper=False),
        ReportColumn(_("Wording"), "number", on_paper=False),
        ReportColumn(_("Standing"), share=20),
        *(ReportColumn(title, "number", share=16) for title in counts),
        ReportColumn(_("Closed on"), "day", on_paper=False),
        ReportColumn(_("Plans that act on it"), share=16),
    )
    return ReportTable(
        key="recommendations",
        caption=_("Recommendations and their validation"),
        columns=columns,
        rows=fixed(rows_of(sources)),
        definition=_("The present wording, and the positions of the last closed round it was put "
                     "to; changed after validation: the positions are of the wording before"),
        links=tuple(
            reverse("recommendations:recommendation_detail", args=[each.pk])
            for each in sources.recommendations
        ),
    )  # fmt: skip


def rows_of(sources: ReportSources) -> Iterator[tuple[Cell, ...]]:
    for each in sources.recommendations:
        said = sources.validations.get(each.pk)
        counts, closed_on = result_of(said.item if said else None)
        yield (
            each.number, said.wording.text if said else _("no wording yet"), each.addressee,
            said.wording.number if said else "", str(said.standing.label) if said else "",
            *counts, closed_on, share(each.plans_acting, len(sources.plans)),
        )  # fmt: skip


def result_of(item: RoundWording | None) -> tuple[tuple[Cell, ...], str]:
    """Four positions and the day; nothing where nobody has been asked."""
    if item is None:
        return ("",) * 4, ""
    counts = tuple(getattr(item, name) or 0 for name in RoundWording.COUNTS)
    closed_at = item.round.closed_at
    return counts, timezone.localdate(closed_at).isoformat() if closed_at else ""


def rounds(sources: ReportSources) -> ReportTable:
    columns = (
        ReportColumn(_("Validation round"), share=40),
        ReportColumn(_("Workshop"), share=40),
        ReportColumn(_("Closed on"), "day", share=20),
        ReportColumn(_("Who could answer (M/F)"), share=20),
    )
    return ReportTable(
        key="rounds",
        caption=_("Validation rounds closed in the period"),
        columns=columns,
        rows=fixed(round_row(each) for each in sources.rounds),
        definition=_("Who could answer is frozen when a round is closed"),
        links=tuple(
            reverse("recommendations:round_detail", args=[each.pk]) for each in sources.rounds
        ),
    )


def round_row(held: ValidationRound) -> tuple[Cell, ...]:
    people = str(GenderBreakdown(**held.participation)) if held.participation else None
    closed_on = timezone.localdate(held.closed_at).isoformat() if held.closed_at else ""
    return (held.title, held.workshop.title if held.workshop else "", closed_on, people)
