from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.reports.content import Cell, ReportColumn, ReportFigure, ReportTable
from briefs.reports.parts.computed import Computed, fixed, share, with_rows, yes_or_no
from briefs.reports.sources import ReportSources
from participants.across import Across, people_words
from participants.breakdown import GenderBreakdown
from participants.participation import who_counts
from participants.suppression import SMALLEST

DIVIDED_BY = ("country", "organisation_kind")


def workshops(sources: ReportSources) -> Computed:
    across = sources.figures_by("workshop")
    divided = [sources.figures_by(what) for what in DIVIDED_BY]
    tables = with_rows(
        table_of_workshops(sources, across), *(table_of_groups(each) for each in divided)
    )
    return Computed(figures_of(sources, across), tables, tuple(notes(sources, across, divided)))


def figures_of(sources: ReportSources, across: Across) -> tuple[ReportFigure, ...]:
    held = sources.workshops
    is_known = across.workshops > 0
    return (
        ReportFigure(
            "workshops", _("workshops held"), str(len(held)),
            _("Workshops that began in the period and have ended, and those of an unknown day "
              "that the report says belong to it; drafts and cancelled ones are not among them"),
        ),
        ReportFigure(
            "attendances", _("attendances (M/F)"), across.text if is_known else _("not known"),
            _("The participation lines of these workshops added up: total (men/women). Somebody "
              "at two workshops counts twice"),
        ),
        ReportFigure(
            "people", _("different people (M/F)"),
            str(across.people) if is_known else _("not known"), people_words(),
        ),
        ReportFigure(
            "signed-off", _("workshops with figures signed off"),
            share(across.signed_off, len(held)),
            _("Workshops of the period whose figures somebody has signed off; the others are "
              "counted from their lists as they stand"),
        ),
    )  # fmt: skip


def line_columns() -> tuple[ReportColumn, ...]:
    """The line, and for spreadsheets its numbers."""
    numbers = (_("Total"), _("Men"), _("Women"), _("Other or not stated"))
    return (
        ReportColumn(_("Participants (M/F)"), share=24),
        *(ReportColumn(title, "number", on_paper=False) for title in numbers),
    )


def line_cells(line: GenderBreakdown | None, text: str = "") -> tuple[Cell, ...]:
    if line is None:
        return (None,) * 5
    return (text or str(line), line.total, line.male, line.female, line.not_stated)


def table_of_workshops(sources: ReportSources, across: Across) -> ReportTable:
    columns = (
        ReportColumn(_("Workshop"), share=46),
        ReportColumn(_("First day"), "day", share=21),
        ReportColumn(_("Last day"), "day", share=21, on_paper=False),
        ReportColumn(_("Kind of workshop"), share=22),
        *line_columns(),
        ReportColumn(_("Signed off"), share=12),
        ReportColumn(_("Basis of the figure"), share=20, on_paper=False),
    )
    total = (_("Total"), "", "", "", *line_cells(across.attendances, across.text), "", "")
    return ReportTable(
        key="workshops",
        caption=_("Workshops and their participants"),
        columns=columns,
        rows=fixed([*workshop_rows(sources), total]) if sources.workshops else (),
        definition=who_counts(),
        has_total=True,
        links=tuple(
            reverse("participants:breakdown_detail", args=[workshop.slug])
            for workshop in sources.workshops
        ),
    )


def workshop_rows(sources: ReportSources) -> Iterator[tuple[Cell, ...]]:
    for workshop in sources.workshops:
        said = sources.participation[workshop.pk]
        yield (
            workshop.title, day(workshop.starts_on), day(workshop.ends_on),
            str(workshop.get_kind_display()), *line_cells(said.line, said.text),
            yes_or_no(said.is_signed_off), said.basis_words,
        )  # fmt: skip


def day(value: datetime.date | None) -> str | None:
    return value.isoformat() if value else None


def table_of_groups(across: Across) -> ReportTable:
    people = _("Different people (M/F)")
    columns = (
        ReportColumn(across.heading, share=50),
        *line_columns(),
        ReportColumn(people, share=20),
    )
    rows = [
        (row.label, *line_cells(row.attendances), str(row.people) if row.people else None)
        for row in across.rows
    ]
    total = (_("Total"), *line_cells(across.attendances, across.text), str(across.people))
    return ReportTable(
        key=f"participants-by-{across.by}".replace("_", "-"),
        caption=_("Participants by %(what)s") % {"what": across.heading.lower()},
        columns=columns,
        rows=fixed([*rows, total]) if rows else (),
        definition=_("Attendances, and people each once; somebody in two groups is in both, so "
                     "people do not add up"),
        has_total=True,
    )  # fmt: skip


def notes(sources: ReportSources, across: Across, divided: list[Across]) -> Iterator[str]:
    coming = len(sources.begun_in_period) - len(sources.workshops)
    if coming:
        words = ngettext(
            "%(n)d workshop of the period is not over yet and is not counted.",
            "%(n)d workshops of the period are not over yet and are not counted.", coming,
        )  # fmt: skip
        yield words % {"n": coming}
    if across.unknown:
        words = ngettext(
            "Of %(n)d workshop nothing is known of who took part; it adds nothing.",
            "Of %(n)d workshops nothing is known of who took part; they add nothing.",
            across.unknown,
        )
        yield words % {"n": across.unknown}
    if across.shared:
        words = ngettext(
            "%(n)d workshop is shared with another project and counts once in each.",
            "%(n)d workshops are shared with another project and count once in each.",
            across.shared,
        )
        yield words % {"n": across.shared}
    if any(0 < row.attendances.total < SMALLEST for each in divided for row in each.rows):
        yield _("Groups of fewer than five people are shown: this report is not for publication "
                "as it stands.")  # fmt: skip
