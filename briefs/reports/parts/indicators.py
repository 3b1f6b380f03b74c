from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from briefs.reports.content import Cell, ReportColumn, ReportFigure, ReportTable
from briefs.reports.parts.computed import Computed, amount, fixed, share, with_rows, yes_or_no
from briefs.reports.sources import ReportSources


def indicators(sources: ReportSources) -> Computed:
    return Computed(figures_of(sources), with_rows(standing(sources), values(sources)))


def has_value_in_period(sources: ReportSources, indicator: Any) -> bool:
    """Of one with its values to the end of the period, newest first."""
    newest = indicator.known_values[0] if indicator.known_values else None
    return newest is not None and newest.on >= sources.report.starts_on


def is_reached(indicator: Any) -> bool:
    """In whichever direction the target lies from the baseline; without one, upwards."""
    if indicator.target is None or not indicator.known_values:
        return False
    value = indicator.known_values[0].value
    is_downwards = indicator.baseline is not None and indicator.baseline > indicator.target
    return bool(value <= indicator.target if is_downwards else value >= indicator.target)


def figures_of(sources: ReportSources) -> tuple[ReportFigure, ...]:
    every = sources.indicators
    with_target = [one for one in every if one.target is not None]
    return (
        ReportFigure(
            "indicators-reported", _("project indicators with a value in the period"),
            share(sum(has_value_in_period(sources, one) for one in every), len(every)),
            _("Indicators of which a value is dated within the period"),
        ),
        ReportFigure(
            "indicators-reached", _("project indicators at their target"),
            share(sum(map(is_reached, with_target)), len(with_target)),
            _("Indicators whose last value up to the end of the period is at the target or past "
              "it, of those that have a target"),
        ),
    )  # fmt: skip


def standing(sources: ReportSources) -> ReportTable:
    columns = (
        ReportColumn(_("Number"), share=18),
        ReportColumn(_("Project indicator"), share=44),
        ReportColumn(_("Unit"), share=17),
        ReportColumn(_("Baseline"), "amount", share=17),
        ReportColumn(_("Baseline as of"), "day", on_paper=False),
        ReportColumn(_("Target"), "amount", share=15),
        ReportColumn(_("Target by"), "day", on_paper=False),
        ReportColumn(_("Value"), "amount", share=15),
        ReportColumn(_("As of"), "day", share=22),
        ReportColumn(_("Source"), share=30),
        ReportColumn(_("Means of verification"), on_paper=False),
    )
    return ReportTable(
        key="indicators",
        caption=_("Project indicators"),
        columns=columns,
        rows=fixed(standing_rows(sources)),
        definition=_("The last value of each up to the end of the period, whenever it was entered"),
        links=tuple(
            reverse("projects:indicator_edit", args=[sources.project.code, one.pk])
            for one in sources.indicators
        ),
    )


def standing_rows(sources: ReportSources) -> Iterator[tuple[Cell, ...]]:
    every: list[Any] = list(sources.indicators)
    for one in every:
        newest = one.known_values[0] if one.known_values else None
        yield (
            one.code, one.title, one.unit, amount(one.baseline), day(one.baseline_on),
            amount(one.target), day(one.target_on), amount(newest.value) if newest else None,
            day(newest.on) if newest else "", sourced(newest) if newest else "", one.verification,
        )  # fmt: skip


def values(sources: ReportSources) -> ReportTable:
    """Those of the period, in the order of their days."""
    every: list[Any] = list(sources.indicators)
    rows = [
        (one.code, one.title, day(value.on), amount(value.value), one.unit, value.source,
         yes_or_no(value.is_estimate))
        for one in every
        for value in reversed(one.known_values)
        if value.on >= sources.report.starts_on
    ]  # fmt: skip
    return ReportTable(
        key="indicator-values",
        caption=_("Values of the period"),
        columns=(
            ReportColumn(_("Number"), share=18), ReportColumn(_("Project indicator"), share=50),
            ReportColumn(_("As of"), "day", share=20), ReportColumn(_("Value"), "amount", share=15),
            ReportColumn(_("Unit"), share=17), ReportColumn(_("Source"), share=30),
            ReportColumn(_("Estimate"), share=17),
        ),
        rows=fixed(rows),
        definition=_("Every value that is dated within the period"),
    )  # fmt: skip


def sourced(value: Any) -> str:
    return _("%(source)s (estimate)") % {"source": value.source} if value.is_estimate else (
        str(value.source)
    )  # fmt: skip


def day(value: Any) -> str:
    return value.isoformat() if value else ""
