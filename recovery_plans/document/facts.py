"""What a printed plan says in short lines and tables, for PDF and Word alike.

Pure: a frozen document in, words in the language of the moment out.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from recovery_plans.amounts import print_amount
from recovery_plans.document.text import ActionText, IndicatorText, PathwayText, PlanDocument

Fact = tuple[str, str]  # what is said, and how it is


@dataclass(frozen=True)
class Head:
    title: str
    share: float = 1  # of the table's width
    is_number: bool = False


@dataclass(frozen=True)
class DataTable:
    """`key` names its widths in print; Word takes the shares of its heads."""

    key: str
    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    description: str = ""  # of its rows and columns, for those who hear it
    note: str = ""  # stands below its caption

    @property
    def lines(self) -> list[list[tuple[Head, str]]]:
        """Each cell beside its head."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


def plan_facts(document: PlanDocument) -> list[Fact]:
    return _said(
        (_("City"), f"{document.city}, {document.country}"),
        (_("Project"), document.project),
        (_("Reviewed by"), document.body),
        (_("Years"), _years(document)),
        (_("Part of"), document.parent_plan),
        (_("Amounts in"), document.currency),
        (_("Carried out"), f"{_percent(document.progress.percent)}. {document.progress.rule}"),
    )


def action_facts(action: ActionText, currency: str) -> list[Fact]:
    return _said(
        (_("State"), _state(action)),
        (_("Carried out"), _percent(action.percent)),
        (_("Time"), _span(action.starts_on, action.ends_on)),
        (_("Led by"), action.lead or _("not said")),
        (_("With"), ", ".join(action.partners)),
        (_("Also serves"), ", ".join(action.other_pathways)),
        (_("SDG targets"), "; ".join(f"{one.code} {one.label}" for one in action.targets)),
        (_("Cost"), _cost(action, currency)),
        (_("Gap"), _gap(action, currency)),
        (_("Laws and rules it needs"), action.legal_needs),
        (_("Institutions it needs"), action.institutional_needs),
        (_("Risk"), action.risk),
        (_("For women and men"), action.gender_note),
    )


def action_tables(action: ActionText) -> list[DataTable]:
    tables = (_milestones(action), _money(action), _indicators(action), _values(action))
    return [table for table in tables if table.rows]


def overview_of(document: PlanDocument) -> DataTable:
    """Every action on a line."""
    return DataTable(
        "actions",
        _("The actions of the plan"),
        (
            Head(_("No."), 0.7), Head(_("Action"), 4), Head(_("Pathway"), 1.5),
            Head(_("Led by"), 2.4), Head(_("Time"), 1.7), Head(_("Cost"), 1.9, is_number=True),
            Head(_("State"), 2),
        ),
        tuple(_overview_row(action, document.currency) for action in document.actions),
        _("Each action with its pathway, lead organisation, years, cost and state."),
    )  # fmt: skip


def money_overview(document: PlanDocument) -> DataTable:
    return DataTable(
        "totals",
        _("Money of the plan, in %(currency)s") % {"currency": document.currency},
        (Head(_("Money"), 2), Head(_("Amount"), is_number=True)),
        tuple(document.money.lines),
        note=document.money.scope,
    )


def pathway_note(pathway: PathwayText) -> str:
    """Said of a pathway that is not written about."""
    if pathway.is_part is None:
        return _("It is not decided yet whether this pathway is part of the plan.")
    if not pathway.is_part:
        return f"{_('Not part of this plan.')} {pathway.reason}".strip()
    return "" if pathway.narrative.strip() else _("No text yet.")


def _milestones(action: ActionText) -> DataTable:
    return DataTable(
        "milestones",
        _("Milestones of action %(number)s") % {"number": action.number},
        (Head(_("Milestone"), 4), Head(_("Due"), 1.3), Head(_("Reached"), 1.3)),
        tuple(
            (one.title, _day(one.due_on) or _("not said"), _day(one.done_on) or _("not yet"))
            for one in action.milestones
        ),
        _("Each milestone with the day it is due and the day it was reached."),
    )


def _money(action: ActionText) -> DataTable:
    return DataTable(
        "money",
        _("Money of action %(number)s") % {"number": action.number},
        (
            Head(_("Kind"), 1.2), Head(_("Amount"), 1.8, is_number=True),
            Head(_("Fiscal year"), 1.4), Head(_("Source"), 3), Head(_("As of"), 1.4),
        ),
        tuple(
            (
                line.kind_label.capitalize(), line.printed, line.fiscal_year or _("not said"),
                line.source or _("not said"), _day(line.on) or _("not said"),
            )
            for line in action.money
        ),
        _("Each line with its kind, amount, fiscal year, source and date."),
    )  # fmt: skip


def _indicators(action: ActionText) -> DataTable:
    return DataTable(
        "indicators",
        _("Progress indicators of action %(number)s") % {"number": action.number},
        (Head(_("Progress indicator"), 3), Head(_("Baseline"), 2), Head(_("Target"), 2)),
        tuple(
            (
                _with_unit(one),
                _valued(one.baseline, one.baseline_on, _("not known")),
                _with_remark(_valued(one.target, one.target_on, _("not set")), one.remark),
            )
            for one in action.indicators
        ),
        _("Each indicator with its unit, baseline and target and their dates."),
    )


def _values(action: ActionText) -> DataTable:
    return DataTable(
        "values",
        _("Values of the indicators of action %(number)s") % {"number": action.number},
        (
            Head(_("Progress indicator"), 3), Head(_("Value"), 1.4, is_number=True),
            Head(_("As of"), 1.4), Head(_("Source"), 2),
        ),
        tuple(
            (
                indicator.title, _number(one.value), _day(one.on),
                ", ".join(filter(None, [_("estimate") if one.is_estimate else "", one.source])),
            )
            for indicator in action.indicators
            for one in indicator.values
        ),
        _("Each value with its date and source, the latest first."),
    )  # fmt: skip


def _overview_row(action: ActionText, currency: str) -> tuple[str, ...]:
    years = sorted({day.year for day in (action.starts_on, action.ends_on) if day})
    cost = action.sums.cost
    return (
        str(action.number), action.title, action.pathway, action.lead or _("not said"),
        "–".join(map(str, years)) or _("not said"),
        _("not costed") if cost is None else print_amount(cost, currency), action.state_label,
    )  # fmt: skip


def _said(*facts: Fact) -> list[Fact]:
    return [(name, text) for name, text in facts if text]


def _years(document: PlanDocument) -> str:
    if not document.period_start:
        return ""
    return f"{document.period_start}–{document.period_end or '…'}"


def _state(action: ActionText) -> str:
    since = _("since %(day)s") % {"day": _day(action.state_on)} if action.state_on else ""
    said = ", ".join(filter(None, [action.state_label, since]))
    return f"{said}. {action.state_reason}" if action.state_reason else said


def _cost(action: ActionText, currency: str) -> str:
    if action.sums.cost is None:
        return _("not costed")
    return f"{print_amount(action.sums.cost, currency)}, {action.costing_label}"


def _gap(action: ActionText, currency: str) -> str:
    if action.sums.cost is None:
        return ""
    without_source = print_amount(action.sums.without_source, currency)
    return f"{print_amount(action.sums.gap, currency)}, " + _("no source yet: %(amount)s") % {
        "amount": without_source
    }


def _percent(percent: int | None) -> str:
    return _("no measure yet") if percent is None else f"{percent} %"


def _span(start: datetime.date | None, end: datetime.date | None) -> str:
    if not start and not end:
        return _("not said")
    return f"{_day(start) or '…'} – {_day(end) or '…'}"


def _day(day: datetime.date | None) -> str:
    return formats.date_format(day, "j M Y") if day else ""


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _valued(value: Decimal | None, day: datetime.date | None, otherwise: str) -> str:
    said = otherwise if value is None else _number(value)
    return f"{said} ({_day(day)})" if day else said


def _with_unit(indicator: IndicatorText) -> str:
    return f"{indicator.title} ({indicator.unit})" if indicator.unit else indicator.title


def _with_remark(text: str, remark: str) -> str:
    return f"{text}; {remark}" if remark else text
