"""Pathways across cities: one frozen value, from which page and files are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import ProjectCity
from frameworks.models import Framework, Pathway, Words
from recovery_plans.amounts import print_short
from recovery_plans.models import PathwaySection, RecoveryPlan, WritingStatus
from recovery_plans.money import NOUGHT
from recovery_plans.rates import NO_RATES, Rates
from recovery_plans.totals import PlanTotals, totals_of_plans


class Measure(models.TextChoices):
    ACTIONS = "actions", gettext_lazy("Actions")
    WRITTEN = "written", gettext_lazy("How far it is written")
    CARRIED_OUT = "carried_out", gettext_lazy("How far it is carried out")
    COST = "cost", gettext_lazy("Cost")
    SECURED = "secured", gettext_lazy("Money secured")
    GAP = "gap", gettext_lazy("Gap")
    WITHOUT_SOURCE = "without_source", gettext_lazy("No source yet")


MONEY = {Measure.COST, Measure.SECURED, Measure.GAP, Measure.WITHOUT_SOURCE}
WRITTEN = {
    WritingStatus.NOT_STARTED: gettext_lazy("no text"),
    WritingStatus.IN_PROGRESS: gettext_lazy("begun"),
    WritingStatus.READY: gettext_lazy("ready"),
}
Content = str | int | Decimal | None


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: `text` on the page, `content` exactly as files carry it.

    `is_quiet`: there is nothing to count, and the text says why.
    """

    text: str
    content: Content
    is_quiet: bool = False


@dataclass(frozen=True)
class Column:
    """A city whose plan is ordered by the pathways of the matrix."""

    name: str
    plan: RecoveryPlan

    @property
    def currency(self) -> str:
        return self.plan.currency


@dataclass(frozen=True)
class Row:
    pathway: Pathway
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class PillarRows:
    code: str
    order: int
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class OfCurrency:
    """What cities with one currency come to: of each pathway, and of all."""

    currency: str
    cities: int
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class PlanMatrix:
    measure: Measure
    columns: tuple[Column, ...]
    pillars: tuple[PillarRows, ...]
    totals: tuple[Cell, ...]  # of each city, then of all
    without_plan: tuple[str, ...]  # cities, by name
    left_out: tuple[str, ...]  # cities whose plan follows another edition of the framework
    costed: tuple[Cell, ...] = ()  # of amounts: how many actions they are of; as `totals`
    of_currencies: tuple[OfCurrency, ...] = ()  # where amounts are in more than one
    rates: tuple[str, ...] = ()  # by which they were added, in words

    @property
    def has_total(self) -> bool:
        """Not of amounts in several currencies, unless by stated rates."""
        return bool(self.rates) or not self.of_currencies

    @property
    def total_head(self) -> str:
        return _("Total, US$") if self.rates else _("Total")

    @property
    def width(self) -> int:
        return 1 + len(self.feet[0][1])

    @property
    def feet(self) -> list[tuple[str, tuple[Cell, ...]]]:
        """The last lines of the table: of all pathways, and of how many actions amounts are."""
        end = None if self.has_total else -1
        feet = [(_("All pathways"), self.totals[:end])]
        return [*feet, (_("Costed actions"), self.costed[:end])] if self.costed else feet

    @property
    def rows(self) -> list[Row]:
        return [row for pillar in self.pillars for row in pillar.rows]

    @property
    def is_money(self) -> bool:
        return self.measure in MONEY

    @property
    def has_working_titles(self) -> bool:
        return any(row.pathway.wording != Words.VERIFIED for row in self.rows)

    @cached_property
    def turned(self) -> list[tuple[Column, list[Cell]]]:
        """City by city: its cells over the pathways, its total, and what it is of."""
        lines = [*(row.cells for row in self.rows), self.totals, self.costed]
        cells = zip(*(line[: len(self.columns)] for line in lines if line), strict=True)
        return [(column, list(of)) for column, of in zip(self.columns, cells, strict=True)]


PlanAndPathway = tuple[int, int]


def build_matrix(
    framework: Framework,
    places: Sequence[ProjectCity],
    *,
    measure: Measure,
    rates: Rates = NO_RATES,
) -> PlanMatrix:
    """From cities read with their plans, in the order of the columns. Three queries."""
    plans = [(place.city.name, getattr(place, "recovery_plan", None)) for place in places]
    columns = tuple(
        Column(city, plan) for city, plan in plans if plan and plan.framework_id == framework.pk
    )
    reading = _Reading(measure, columns, rates)
    pathways = framework.pathways.select_related("pillar").defer("description", "source")
    rows = [_row(pathway, columns, reading) for pathway in pathways.order_by("order")]
    return PlanMatrix(
        measure=measure,
        columns=columns,
        pillars=tuple(
            PillarRows(pillar.code, pillar.order, pillar.title, tuple(group))
            for pillar, group in groupby(rows, key=lambda row: row.pathway.pillar)
        ),
        totals=(*(reading.total_of([one]) for one in columns), reading.total_of(columns)),
        without_plan=tuple(city for city, plan in plans if plan is None),
        left_out=tuple(city for city, plan in plans if plan and plan.framework_id != framework.pk),
        costed=reading.costed(),
        of_currencies=reading.of_currencies([row.pathway for row in rows]),
        rates=rates.said(reading.currencies) if reading.is_in_dollars else (),
    )


def _row(pathway: Pathway, columns: Sequence[Column], reading: _Reading) -> Row:
    cells = tuple(reading.cell(column, pathway) for column in columns)
    return Row(pathway, cells, reading.total_of(columns, pathway))


class _Reading:
    """The rows behind one matrix, and what each cell says of them."""

    def __init__(self, measure: Measure, columns: Sequence[Column], rates: Rates) -> None:
        self.measure, self.columns, self.rates = measure, columns, rates
        plans = [one.plan for one in columns]
        self.currencies = {one.currency for one in columns} if measure in MONEY else set()
        self.is_mixed = len(self.currencies) > 1
        self.is_in_dollars = self.is_mixed and rates.cover(self.currencies)
        self.sections = {
            (plan, pathway): (is_part, status)
            for plan, pathway, is_part, status in PathwaySection.objects.filter(plan__in=plans)
            .order_by()
            .values_list("plan", "pathway", "is_part", "status")
        }
        self.of_plans = totals_of_plans(plans)
        self.totals = {
            (plan, pathway): totals
            for plan, of_plan in self.of_plans.items()
            for pathway, totals in of_plan.by_pathway().items()
        }
        self.pathways = sorted({pathway for _plan, pathway in [*self.sections, *self.totals]})

    def cell(self, column: Column, pathway: Pathway) -> Cell:
        key = (column.plan.id, pathway.id)
        is_part, status = self.sections.get(key, (None, ""))
        totals = self.totals.get(key)
        if not is_part and not (totals and totals.actions):
            words = _("not part") if is_part is False else _("not decided")
            return Cell("–" if is_part is False else "?", words, is_quiet=True)
        if self.measure == Measure.WRITTEN:
            text = str(WRITTEN[WritingStatus(status)])
            return Cell(text, text, is_quiet=status == WritingStatus.NOT_STARTED)
        return self._said(totals or PlanTotals(column.currency, []))

    def total_of(self, columns: Sequence[Column], pathway: Pathway | None = None) -> Cell:
        """Over cities, of one pathway or of all; amounts of several currencies are not added."""
        keys = self._keys(columns, pathway)
        if self.measure == Measure.WRITTEN:
            return self._written(keys)
        if self.is_in_dollars and len(columns) > 1:
            return self._in_dollars(columns, pathway)
        if self.is_mixed and len({one.currency for one in columns}) > 1:
            return Cell("", None, is_quiet=True)  # each currency has its own
        return self._said(self._sum(columns, pathway))

    def of_currencies(self, pathways: Sequence[Pathway]) -> tuple[OfCurrency, ...]:
        """Of each apart, wherever there are several: in dollars or not, nothing typed is lost."""
        if not self.is_mixed:
            return ()
        alike = {code: self._alike(code) for code in sorted(self.currencies)}
        return tuple(
            OfCurrency(
                code, len(of), tuple(self.total_of(of, one) for one in pathways), self.total_of(of)
            )
            for code, of in alike.items()
        )

    def costed(self) -> tuple[Cell, ...]:
        """Of how many actions each city's amounts are, and all of them."""
        if self.measure not in MONEY:
            return ()
        sums = [*(self._sum([one]) for one in self.columns), self._sum(self.columns)]
        texts = [
            _("%(costed)s of %(actions)s") % {"costed": one.costed, "actions": one.going_actions}
            for one in sums
        ]
        return tuple(Cell(text, text) for text in texts)

    def _alike(self, currency: str) -> list[Column]:
        return [one for one in self.columns if one.currency == currency]

    def _sum(self, columns: Sequence[Column], pathway: Pathway | None = None) -> PlanTotals:
        """Of amounts in one currency; of what is counted in any."""
        if pathway is None:
            some = [self.of_plans[one.plan.id] for one in columns]
        else:
            keys = self._keys(columns, pathway)
            some = [self.totals[key] for key in keys if key in self.totals]
        if len(some) == 1:
            return some[0]
        groups = [group for totals in some for group in totals.groups]
        return PlanTotals(columns[0].currency if columns else "", groups)

    def _in_dollars(self, columns: Sequence[Column], pathway: Pathway | None) -> Cell:
        sums = [(code, self._sum(self._alike(code), pathway)) for code in self.currencies]
        if self.measure != Measure.SECURED and not any(one.costed for _code, one in sums):
            return self._said(self._sum(columns, pathway))
        name = self.measure.value
        parts = (self.rates.in_dollars(one.amount(name), code) for code, one in sums)
        amount = round(sum(parts, NOUGHT), 2)
        return Cell(print_short(amount), amount)

    def _keys(self, columns: Sequence[Column], pathway: Pathway | None) -> list[PlanAndPathway]:
        pathways = self.pathways if pathway is None else [pathway.id]
        return [(one.plan.id, of) for one in columns for of in pathways]

    def _written(self, keys: Iterable[PlanAndPathway]) -> Cell:
        sections = (self.sections.get(key, (None, "")) for key in keys)
        statuses = [status for is_part, status in sections if is_part]
        ready = statuses.count(WritingStatus.READY)
        text = _("%(ready)s of %(parts)s") % {"ready": ready, "parts": len(statuses)}
        return Cell(text, text, is_quiet=not statuses)

    def _said(self, totals: PlanTotals) -> Cell:
        if self.measure == Measure.ACTIONS:
            return Cell(str(totals.going_actions), totals.going_actions)
        if self.measure == Measure.CARRIED_OUT:
            percent = totals.progress.percent
            text = "–" if percent is None else f"{percent} %"
            return Cell(text, percent, is_quiet=percent is None)
        return self._amount(totals)

    def _amount(self, totals: PlanTotals) -> Cell:
        """Without a costed action a cost or a gap is not known, which is not nought."""
        if not totals.going_actions:
            return Cell("0", 0, is_quiet=True)
        if self.measure != Measure.SECURED and not totals.costed:
            return Cell(_("not costed"), _("not costed"), is_quiet=True)
        amount = totals.amount(self.measure.value)
        return Cell(print_short(amount), amount)
