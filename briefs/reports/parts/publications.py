from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from briefs.models import Edition
from briefs.reports.content import Cell, ReportColumn, ReportFigure, ReportTable
from briefs.reports.parts.computed import Computed, fixed, with_rows
from briefs.reports.sources import ReportSources


def publications(sources: ReportSources) -> Computed:
    rows = [*editions(sources), *revisions(sources), *diagnostics(sources)]
    columns = (
        ReportColumn(_("Publication"), share=22),
        ReportColumn(_("Title"), share=54),
        ReportColumn(_("Published"), "day", share=20),
        ReportColumn(_("State"), share=14),
    )
    table = ReportTable(
        key="publications",
        caption=_("Published in the period"),
        columns=columns,
        rows=fixed(row for row, _link in rows),
        definition=_("Editions of policy briefs, revisions of recovery plans and resilience "
                     "performance reports, each with the day it became public"),
        links=tuple(link for _row, link in rows),
    )  # fmt: skip
    count = ReportFigure("publications", _("publications"), str(len(rows)), table.definition)
    return Computed((count,), with_rows(table))


Row = tuple[tuple[Cell, ...], str]


def editions(sources: ReportSources) -> Iterator[Row]:
    for edition in sources.editions:
        title = _("%(brief)s, edition %(number)d") % {
            "brief": edition.brief.title, "number": edition.number,
        }  # fmt: skip
        withdrawn = edition.state == Edition.State.WITHDRAWN
        row = (_("Policy brief"), title, day_of(edition.published_at),
               str(edition.get_state_display()) if withdrawn else _("public"))  # fmt: skip
        yield row, reverse("briefs:edition_detail", args=[edition.brief.slug, edition.number])


def revisions(sources: ReportSources) -> Iterator[Row]:
    for revision in sources.revisions:
        title = _("%(city)s, revision %(number)d") % {
            "city": revision.plan.project_city.city.name, "number": revision.number,
        }  # fmt: skip
        is_public = revision.plan.published_id == revision.pk
        state = _("public") if is_public else _("followed by another")
        row = (_("Recovery plan"), title, day_of(revision.made_at), state)
        link = reverse("recovery_plans:plan_revision", args=[revision.plan_id, revision.number])
        yield row, link


def diagnostics(sources: ReportSources) -> Iterator[Row]:
    for diagnostic in sources.diagnostics:
        slug = diagnostic.project_city.city.slug
        row = (
            _("Resilience performance report"), diagnostic.project_city.city.name,
            day_of(diagnostic.published_at), _("public"),
        )  # fmt: skip
        yield row, reverse("cities:diagnostic_detail", args=[sources.project.code, slug])


def day_of(moment: Any) -> str:
    return timezone.localdate(moment).isoformat()
