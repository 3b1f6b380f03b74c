from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from briefs.reports.content import Cell, ReportColumn, ReportFigure, ReportTable
from briefs.reports.parts.computed import Computed, amount, fixed, share, with_rows
from briefs.reports.sources import ReportSources
from participants.models import FEWEST_ANSWERS, EvaluationResult
from writing.values import print_figure


def evaluation(sources: ReportSources) -> Computed:
    return Computed(figures_of(sources), with_rows(table(sources)))


def figures_of(sources: ReportSources) -> tuple[ReportFigure, ...]:
    evaluated = {result.workshop_id for result in sources.evaluations}
    return (
        ReportFigure(
            "evaluated", _("workshops with an evaluation"),
            share(len(evaluated), len(sources.workshops)),
            _("Workshops of the period for which results of an evaluation have been entered"),
        ),
    )  # fmt: skip


def table(sources: ReportSources) -> ReportTable:
    columns = (
        ReportColumn(_("Workshop"), share=30),
        ReportColumn(_("Question"), share=34),
        ReportColumn(_("Result"), share=36),
        ReportColumn(_("Answered"), share=18),
        ReportColumn(_("Mean"), "amount", on_paper=False),
        ReportColumn(_("Scale"), on_paper=False),
        ReportColumn(_("How many answered"), "number", on_paper=False),
        ReportColumn(_("Of how many participants"), "number", on_paper=False),
        ReportColumn(_("Source"), share=20),
    )
    return ReportTable(
        key="evaluation",
        caption=_("What participants said"),
        columns=columns,
        rows=fixed(rows_of(sources)),
        definition=_("As entered by those who ran the workshop; how many answered, of those who "
                     "are counted as its participants"),
        note=_("Results to which fewer than %(n)d people answered are not shown.")
        % {"n": FEWEST_ANSWERS},
        links=tuple(
            reverse("participants:evaluation", args=[titles[result.workshop_id].slug])
            for titles in [{workshop.pk: workshop for workshop in sources.workshops}]
            for result in sources.evaluations
        ),
    )  # fmt: skip


def rows_of(sources: ReportSources) -> Iterator[tuple[Cell, ...]]:
    titles = {workshop.pk: workshop.title for workshop in sources.workshops}
    for result in sources.evaluations:
        line = sources.participation[result.workshop_id].line
        whole = line.total if line else None
        is_mean = result.is_shown and result.mean is not None
        yield (
            titles[result.workshop_id], result.question, result_in_words(result),
            answered_of(result.answered, whole), amount(result.mean) if is_mean else "",
            result.scale, result.answered, whole, result.source,
        )  # fmt: skip


def answered_of(answered: int, whole: int | None) -> str:
    if whole is None:
        return _("%(n)d, of how many is not known") % {"n": answered}
    return share(answered, whole)


def result_in_words(result: EvaluationResult) -> str:
    """The shares of those who answered, or the mean with its scale; nothing of too few."""
    if not result.is_shown:
        return _("too few to show")
    if result.mean is not None:
        return _("%(mean)s on the scale %(scale)s") % {
            "mean": print_figure(result.mean), "scale": result.scale,
        }  # fmt: skip
    said = (
        _("%(answer)s: %(count)d (%(percent)d %%)") % {
            "answer": one.label, "count": one.people,
            "percent": round(100 * one.people / result.answered),
        }
        for one in result.shares
    )  # fmt: skip
    return "; ".join(said)
