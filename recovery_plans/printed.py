"""A plan as the HTML that is typeset: numbered chapters of one frozen text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from recovery_plans.amounts import print_amount
from recovery_plans.document import ActionText, PathwayText, PillarText, PlanDocument
from recovery_plans.document.facts import (
    DataTable,
    Fact,
    action_facts,
    action_tables,
    money_overview,
    overview_of,
    pathway_note,
    plan_facts,
)
from recovery_plans.issue import Issue
from recovery_plans.progress import RULE_OF_ACTION

TEMPLATE_VERSION = "1.0"


@dataclass(frozen=True)
class PrintedAction:
    text: ActionText
    facts: list[Fact]
    tables: list[DataTable]


@dataclass(frozen=True)
class PrintedPathway:
    text: PathwayText
    note: str
    actions: list[PrintedAction]


@dataclass(frozen=True)
class PrintedChapter:
    number: int
    anchor: str
    title: str
    text: str = ""  # Markdown
    pathways: tuple[PrintedPathway, ...] = ()
    tables: tuple[DataTable, ...] = ()


def plan_html(issue: Issue) -> SafeString:
    """The whole document, in the plan's language."""
    with translation.override(issue.document.language):
        return render_to_string("recovery_plans/print/plan.html", context_of(issue))


def context_of(issue: Issue) -> dict[str, Any]:
    document = issue.document
    return {
        "issue": issue,
        "document": document,
        "is_rtl": translation.get_language_info(document.language)["bidi"],
        "chapters": list(chapters_of(document)),
        "facts": plan_facts(document),
        "glance": glance_of(document),
        "rule": RULE_OF_ACTION,
        "template_version": TEMPLATE_VERSION,
    }


def glance_of(document: PlanDocument) -> list[Fact]:
    """Five figures: what they are, and their values."""
    percent, money = document.progress.percent, document.money
    parts = sum(pillar.parts for pillar in document.pillars)
    return [
        (_("pathways in this plan"), str(parts)),
        (_("actions"), str(len(document.actions))),
        (_("carried out"), _("not known") if percent is None else f"{percent} %"),
        (_("cost of %(n)s costed actions") % {"n": money.costed}, _amount(money.cost, document)),
        (_("not yet secured"), _amount(money.gap, document)),
    ]


def chapters_of(document: PlanDocument) -> Iterator[PrintedChapter]:
    """Numbered from 1: the chapters that are written, the actions on one page, the pillars."""
    number = 0
    for chapter in document.chapters:
        if chapter.text.strip():
            number += 1
            yield PrintedChapter(number, f"chapter-{chapter.key}", chapter.title, chapter.text)
    if document.actions:
        number += 1
        tables = (overview_of(document), money_overview(document))
        yield PrintedChapter(number, "overview", _("The actions at a glance"), tables=tables)
    for pillar in document.pillars:
        number += 1
        yield _pillar(number, pillar, document.currency)


def _pillar(number: int, pillar: PillarText, currency: str) -> PrintedChapter:
    pathways = tuple(_pathway(pathway, currency) for pathway in pillar.pathways)
    return PrintedChapter(number, f"pillar-{pillar.code}", pillar.title, pathways=pathways)


def _pathway(pathway: PathwayText, currency: str) -> PrintedPathway:
    actions = [
        PrintedAction(action, action_facts(action, currency), action_tables(action))
        for action in pathway.actions
    ]
    return PrintedPathway(pathway, pathway_note(pathway), actions)


def _amount(amount: Any, document: PlanDocument) -> str:
    if not document.money.costed:
        return _("not known")
    return print_amount(amount, document.currency)
