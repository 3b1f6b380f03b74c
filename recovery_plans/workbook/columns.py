"""The sheets of a plan's workbook: what stands in each column, and what a form is given of it.

Headings and words for choices are English in every language of the portal, so that a file made
by one reader is understood when another brings it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from django.db import models
from django.utils import translation

from documents.sheets.write import Cell
from recovery_plans.models import Action, Indicator, IndicatorValue, Milestone, Money

LONGEST_CELL = 32_767  # what a spreadsheet holds; a longer text is cut, and cut it is unchanged
EXACT_DIGITS = 15  # of a number in a spreadsheet; beyond, it is written as text
SEPARATOR = "\n"


@dataclass(frozen=True)
class Column:
    heading: str
    field: str  # of the form; empty: only to be read
    cell: Callable[[Any], Cell]
    posted: Callable[[str, Mapping[str, Any]], str | list[str]] = lambda text, _known: text


@dataclass(frozen=True)
class SheetKind:
    name: str
    prefix: str  # of the forms of its rows; empty: the action itself
    columns: Sequence[Column]

    @property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]


def reference_of(row: models.Model) -> str:
    """Eight signs by which a row is known again; they say nothing and belong to this row alone."""
    sign = blake2b(f"{row._meta.label_lower}.{row.pk}".encode(), digest_size=4).hexdigest()
    return sign.upper()


def fitting(text: str) -> str:
    return text[:LONGEST_CELL]


def number(value: Decimal | None) -> Cell:
    if value is None:
        return None
    plain = value.normalize()
    return plain if len(plain.as_tuple().digits) <= EXACT_DIGITS else format(plain, "f")


def words_of(choices: type[models.TextChoices]) -> dict[str, str]:
    with translation.override("en"):
        return {one.value: str(one.label).capitalize() for one in choices}


def _text(field: str, heading: str) -> Column:
    return Column(heading, field, lambda row: fitting(getattr(row, field)))


def _day(field: str, heading: str) -> Column:
    return Column(heading, field, lambda row: getattr(row, field))


def _figure(field: str, heading: str) -> Column:
    return Column(heading, field, lambda row: number(getattr(row, field)))


def _choice(field: str, heading: str, choices: type[models.TextChoices]) -> Column:
    words = words_of(choices)
    values = {text.casefold(): value for value, text in words.items()}
    return Column(
        heading, field, lambda row: words[getattr(row, field)],
        lambda text, _known: values.get(text.strip().casefold(), text),
    )  # fmt: skip


def _known(kind: str) -> Callable[[str, Mapping[str, Any]], str]:
    """The key of what bears this name; what is not known stays as it is, for the form to say so."""
    return lambda text, known: str(known[kind].get(text.strip(), text))


def _several(kind: str) -> Callable[[str, Mapping[str, Any]], list[str]]:
    return lambda text, known: [str(known[kind].get(one, one)) for one in _parts(text)]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace(",", SEPARATOR).split(SEPARATOR) if part.strip()]


def _lines(text: str, _known: Mapping[str, Any]) -> list[str]:
    return [line.strip() for line in text.split(SEPARATOR) if line.strip()]


OF_ACTION = Column("Action", "", lambda row: row.action.number)
ROW = Column("Row", "", reference_of)
VERSION = Column("Version", "version", lambda row: row.version)

ACTIONS = SheetKind("Actions", "", [
    Column("Action", "", lambda row: row.number),
    VERSION,
    _text("title", "Title"),
    Column("Main pathway", "pathway", lambda row: row.pathway.code, _known("pathways")),
    Column("Other pathways", "other_pathways",
           lambda row: ", ".join(one.code for one in row.other_pathways.all()),
           _several("pathways")),
    Column("SDG targets", "targets",
           lambda row: ", ".join(one.code for one in row.targets.all()),
           lambda text, _known: _parts(text)),
    Column("Lead organisation", "lead", lambda row: row.lead.name if row.lead else ""),
    Column("Partner organisations", "partners",
           lambda row: SEPARATOR.join(one.name for one in row.partners.all()), _lines),
    _day("starts_on", "Begins"),
    _day("ends_on", "Ends"),
    _choice("state", "State", Action.State),
    _day("state_on", "State since"),
    _text("state_reason", "Why this state"),
    _choice("costing", "Cost", Action.Costing),
    _text("objective", "Objective"),
    _text("legal_needs", "Laws and rules it needs"),
    _text("institutional_needs", "Institutions it needs"),
    _text("risk", "Risk"),
    _text("gender_note", "For women and men"),
])  # fmt: skip
MILESTONES = SheetKind("Milestones", "milestone", [
    OF_ACTION, ROW, VERSION, _text("title", "Milestone"), _day("due_on", "Due"),
    _day("done_on", "Reached"),
])  # fmt: skip
MONEY = SheetKind("Money", "money", [
    OF_ACTION, ROW, VERSION, _choice("kind", "Kind", Money.Kind), _figure("amount", "Amount"),
    Column("Fiscal year", "fiscal_year",
           lambda row: row.fiscal_year.label if row.fiscal_year else "", _known("years")),
    _text("source", "Source"), _day("on", "As of"),
])  # fmt: skip
INDICATORS = SheetKind("Indicators", "indicator", [
    OF_ACTION, ROW, VERSION, _text("title", "Indicator"), _text("unit", "Unit"),
    _figure("baseline", "Baseline"), _day("baseline_on", "Baseline as of"),
    _figure("target", "Target"), _day("target_on", "Target by"),
])  # fmt: skip
VALUES = SheetKind("Values", "value", [
    Column("Action", "", lambda row: row.indicator.action.number), ROW, VERSION,
    Column("Row of the indicator", "indicator", lambda row: reference_of(row.indicator),
           _known("indicators")),
    Column("Indicator", "", lambda row: row.indicator.title),
    _figure("value", "Value"), _day("on", "As of"), _text("source", "Source"),
    Column("Estimate", "is_estimate", lambda row: "yes" if row.is_estimate else "",
           lambda text, _known: "on" if text.strip().casefold() in {"yes", "true", "1"} else ""),
])  # fmt: skip
SHEETS = (ACTIONS, MILESTONES, MONEY, INDICATORS, VALUES)
MODELS = {"milestone": Milestone, "money": Money, "indicator": Indicator, "value": IndicatorValue}
