"""What a report cannot say, each with of how many and with the page where it is put right."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from briefs.reports.content import ReportColumn, ReportFigure, ReportTable
from briefs.reports.parts.computed import Computed, fixed, with_rows
from briefs.reports.parts.indicators import has_value_in_period
from briefs.reports.sources import ReportSources
from participants.missing import GAPS
from participants.models import Registration
from recommendations.validation import Standing
from recovery_plans.models import RecoveryPlan


@dataclass(frozen=True)
class Gap:
    what: str
    where: str
    count: int | str  # empty where there is nothing to count
    whole: int | str
    link: str


def missing(sources: ReportSources) -> Computed:
    gaps = [gap for find in FINDERS for gap in find(sources)]
    table = ReportTable(
        key="missing",
        caption=_("What is not known"),
        columns=(
            ReportColumn(_("What is missing"), share=46), ReportColumn(_("Where"), share=50),
            ReportColumn(_("How many"), "number", share=14),
            ReportColumn(_("Of how many"), "number", share=14),
        ),
        rows=fixed((gap.what, gap.where, gap.count, gap.whole) for gap in gaps),
        definition=_("Of what this report counts; each row leads to where it is put right"),
        links=tuple(gap.link for gap in gaps),
    )  # fmt: skip
    count = ReportFigure(
        "missing", _("things not known"), str(len(gaps)),
        _("Rows of the list of what is missing"),
    )  # fmt: skip
    notes = () if gaps else (_("Nothing that this report asks for is missing."),)
    return Computed((count,), with_rows(table), notes)


def days(sources: ReportSources) -> Iterator[Gap]:
    counted = {workshop.pk for workshop in sources.workshops}
    for workshop in sources.without_day:
        is_counted = workshop.pk in counted
        what = _("Day of the workshop: counted because this report says so")
        if not is_counted:
            what = _("Day of the workshop: it is counted in no period")
        link = reverse("workshops:workshop_edit", args=[workshop.slug])
        yield Gap(what, workshop.title, "", "", link)


def sign_offs(sources: ReportSources) -> Iterator[Gap]:
    for workshop in sources.workshops:
        said = sources.participation[workshop.pk]
        link = reverse("participants:sign_off", args=[workshop.slug])
        if said.line is None:
            yield Gap(_("Who took part"), workshop.title, "", "", link)
        elif not said.is_signed_off:
            yield Gap(_("Sign-off of the figures"), workshop.title, "", "", link)


def people(sources: ReportSources) -> Iterator[Gap]:
    """Of the people on the lists of the project's own workshops."""
    own = [each for each in sources.workshops if each.project_id == sources.project.pk]
    counts = {key: Count("pk", filter=gap.condition) for key, gap in GAPS.items()}
    rows = (
        Registration.objects.filter(workshop__in=own).counted()
        .values("workshop").annotate(people=Count("pk"), **counts)
    )  # fmt: skip
    found: dict[int, dict[str, Any]] = {row["workshop"]: {**row} for row in rows.order_by()}
    for workshop in own:
        row = found.get(workshop.pk, {})
        link = reverse("participants:participant_list", args=[workshop.slug])
        for key, gap in GAPS.items():
            if row.get(key):
                what = _("%(what)s of participants") % {"what": gap.words}
                yield Gap(
                    what, workshop.title, row[key], row["people"], f"{link}?missing={key}"
                )  # fmt: skip


def evaluations(sources: ReportSources) -> Iterator[Gap]:
    evaluated = {result.workshop_id for result in sources.evaluations}
    for workshop in sources.workshops:
        if workshop.pk not in evaluated:
            link = reverse("participants:evaluation", args=[workshop.slug])
            yield Gap(_("Evaluation"), workshop.title, "", "", link)


def city_plans(sources: ReportSources) -> Iterator[Gap]:
    without = sources.project.project_cities.filter(recovery_plan__isnull=True)
    names = list(without.order_by("city__name").values_list("city__name", flat=True))
    if names:
        link = reverse("recovery_plans:plan_list")
        yield Gap(_("Recovery plan"), ", ".join(names), len(names), sources.cities, link)
    for plan in sources.plans:
        yield from plan_gaps(sources, plan)


def plan_gaps(sources: ReportSources, plan: RecoveryPlan) -> Iterator[Gap]:
    totals = sources.totals[plan.pk]
    city = plan.project_city.city.name
    link = reverse("recovery_plans:plan_detail", args=[plan.pk])
    if not totals.actions:
        yield Gap(_("Actions of the plan"), city, "", "", link)
    if uncosted := totals.going_actions - totals.costed:
        yield Gap(_("Cost of actions"), city, uncosted, totals.going_actions, link)
    if unmeasured := totals.progress.unmeasured:
        yield Gap(
            _("Milestones or progress of published actions"), city, unmeasured,
            totals.progress.actions, link,
        )  # fmt: skip
    if plan.published_id and not reported(sources, totals.reported_until):
        yield Gap(_("Progress note of the city for the period"), city, "", "", link)


def reported(sources: ReportSources, until: datetime.date | None) -> bool:
    return until is not None and until >= sources.report.starts_on


def indicator_gaps(sources: ReportSources) -> Iterator[Gap]:
    if not sources.indicators:
        link = reverse("projects:indicator_list", args=[sources.project.code])
        yield Gap(_("Project indicators"), sources.project.code, "", "", link)
    for one in sources.indicators:
        link = reverse("projects:indicator_edit", args=[sources.project.code, one.pk])
        if one.baseline is None:
            yield Gap(_("Baseline of the indicator"), str(one), "", "", link)
        if one.target is None:
            yield Gap(_("Target of the indicator"), str(one), "", "", link)
        if not has_value_in_period(sources, one):
            yield Gap(_("Value of the indicator in the period"), str(one), "", "", link)


def unasked(sources: ReportSources) -> Iterator[Gap]:
    for each in sources.recommendations:
        said = sources.validations.get(each.pk)
        link = reverse("recommendations:recommendation_detail", args=[each.pk])
        if said is None:
            yield Gap(_("Wording"), str(each), "", "", link)
        elif said.standing in {Standing.NOT_ASKED, Standing.CHANGED}:
            yield Gap(_("Validation of the present wording"), str(each), "", "", link)


def headings(sources: ReportSources) -> Iterator[Gap]:
    for heading in sources.headings:
        if not heading.is_computed and not heading.text.strip():
            link = reverse(
                "briefs:report_heading_edit",
                args=[sources.project.code, sources.report.pk, heading.pk],
            )
            yield Gap(_("Text of this report"), heading.title, "", "", link)


FINDERS = (days, sign_offs, people, evaluations, city_plans, indicator_gaps, unasked, headings)
