from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from briefs.reports.content import Cell, ReportColumn, ReportFigure, ReportTable
from briefs.reports.parts.computed import Computed, amount, fixed, share, with_rows
from briefs.reports.sources import ReportSources
from recovery_plans.models import RecoveryPlan
from recovery_plans.money import MoneyTotals, by_currency


def plans(sources: ReportSources) -> Computed:
    tables = with_rows(by_state(sources), by_city(sources), money(sources))
    return Computed(figures_of(sources), tables)


def figures_of(sources: ReportSources) -> tuple[ReportFigure, ...]:
    first, last = sources.report.starts_on, sources.report.ends_on
    published = [plan for plan in sources.plans if plan.published_id]
    adopted = {adoption.plan_id for adoption in sources.adoptions}
    adopted_now = {each.plan_id for each in sources.adoptions if first <= each.on <= last}
    newly_public = {revision.plan_id for revision in sources.revisions}
    return (
        ReportFigure(
            "plans", _("cities with a recovery plan"), share(len(sources.plans), sources.cities),
            _("Cities of the project that have begun a plan, at whatever state it is"),
        ),
        ReportFigure(
            "plans-published", _("plans published"), share(len(published), len(sources.plans)),
            _("Plans of which a revision is public; %(n)d published a revision in the period")
            % {"n": len(newly_public)},
        ),
        ReportFigure(
            "plans-adopted", _("published plans adopted"), share(len(adopted), len(published)),
            _("Plans whose public revision a council has adopted, with or without changes; "
              "%(n)d in the period") % {"n": len(adopted_now)},
        ),
    )  # fmt: skip


def by_state(sources: ReportSources) -> ReportTable:
    counts = Counter(plan.state for plan in sources.plans)
    rows = [
        (str(state.label), counts[state.value])
        for state in RecoveryPlan.State
        if counts[state.value]
    ]
    return ReportTable(
        key="plans-by-state",
        caption=_("Plans by state"),
        columns=(ReportColumn(_("State"), share=50), ReportColumn(_("Plans"), "number")),
        rows=fixed([*rows, (_("Total"), len(sources.plans))]) if rows else (),
        definition=_("Each plan once, in the state it has now; a published plan whose next draft "
                     "is being written is counted as that draft"),
        has_total=True,
    )  # fmt: skip


def by_city(sources: ReportSources) -> ReportTable:
    columns = (
        ReportColumn(_("City"), share=20),
        ReportColumn(_("Country or area"), on_paper=False),
        ReportColumn(_("Body"), on_paper=False),
        ReportColumn(_("State"), share=18),
        ReportColumn(_("Published"), "day", share=20),
        ReportColumn(_("Adoption"), share=34),
        ReportColumn(_("Actions"), "number", share=14),
        ReportColumn(_("Costed"), "number", share=14),
        ReportColumn(_("Carried out, %"), "number", share=16),
    )
    return ReportTable(
        key="plans-by-city",
        caption=_("Plans by city"),
        columns=columns,
        rows=fixed(city_rows(sources)),
        definition=_("Actions of the plan as it is written now, of which so many have a cost; "
                     "carried out is of the published actions"),
        links=tuple(
            reverse("recovery_plans:plan_detail", args=[plan.pk]) for plan in sources.plans
        ),
    )  # fmt: skip


def city_rows(sources: ReportSources) -> Iterator[tuple[Cell, ...]]:
    for plan in sources.plans:
        place, totals = plan.project_city, sources.totals[plan.pk]
        public = plan.published
        yield (
            place.city.name, place.city.country.name, place.body.code if place.body else "",
            str(plan.get_state_display()),
            timezone.localdate(public.made_at).isoformat() if public else "",
            sources.stamps.get(plan.pk, _("not published")),
            totals.actions, totals.costed, totals.progress.percent,
        )  # fmt: skip


def money(sources: ReportSources) -> ReportTable:
    """A row for each currency: amounts of different ones are never added."""
    columns = (
        ReportColumn(_("Currency"), share=14),
        ReportColumn(_("Costed"), share=16),
        *(ReportColumn(title, "amount", share=20) for title in
          (_("Cost"), _("Secured"), _("Requested"), _("Spent"), _("Gap"))),
    )  # fmt: skip
    totals = by_currency(each.money for each in sources.totals.values() if each.actions)
    return ReportTable(
        key="money",
        caption=_("Money in the plans, by currency"),
        columns=columns,
        rows=fixed(money_row(total) for total in totals),
        definition=_("Of the actions that go on, as the plans are written now. The gap is cost "
                     "less secured, action by action, of the costed ones"),
        note=_("Amounts in different currencies are not added.") if len(totals) > 1 else "",
    )  # fmt: skip


def money_row(total: MoneyTotals) -> tuple[Cell, ...]:
    """What nothing is costed of is not known, which is not nought."""
    is_costed = total.costed > 0
    return (
        total.currency, share(total.costed, total.actions),
        amount(total.cost) if is_costed else None, amount(total.secured),
        amount(total.requested), amount(total.spent), amount(total.gap) if is_costed else None,
    )  # fmt: skip
