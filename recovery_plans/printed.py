"""A plan as the HTML that is typeset: numbered chapters of one frozen text."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from recovery_plans.amounts import print_amount
from recovery_plans.document import ActionText, AnnexText, PathwayText, PlanDocument
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

TEMPLATE_VERSION = "1.1"
ANNEXES = "annexes"  # the key of the chapter that the files stand in


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
    anchor: str
    title: str
    text: str = ""  # Markdown
    pathways: tuple[PrintedPathway, ...] = ()
    tables: tuple[DataTable, ...] = ()
    annexes: tuple[AnnexText, ...] = ()
    number: int = 0


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
    """Numbered from 1: the chapters that are written, all actions at a glance, pillars, annexes."""
    chapters = (*_written(document), *_overview(document), *_pillars(document), *_annexed(document))
    for number, chapter in enumerate(chapters, 1):
        yield replace(chapter, number=number)


def pictures_of(document: PlanDocument) -> dict[str, bytes]:
    """Of the annexes, by the address under which the printed document asks for each."""
    return {one.address: b64decode(one.picture) for one in document.annexes if one.picture}


def _written(document: PlanDocument) -> Iterator[PrintedChapter]:
    for chapter in document.chapters:
        if chapter.text.strip() and chapter.key != ANNEXES:
            yield PrintedChapter(f"chapter-{chapter.key}", chapter.title, chapter.text)


def _overview(document: PlanDocument) -> Iterator[PrintedChapter]:
    if document.actions:
        tables = (overview_of(document), money_overview(document))
        yield PrintedChapter("overview", _("The actions at a glance"), tables=tables)


def _pillars(document: PlanDocument) -> Iterator[PrintedChapter]:
    for pillar in document.pillars:
        pathways = tuple(_pathway(pathway, document.currency) for pathway in pillar.pathways)
        yield PrintedChapter(f"pillar-{pillar.code}", pillar.title, pathways=pathways)


def _annexed(document: PlanDocument) -> Iterator[PrintedChapter]:
    """Last, under the title and after the words that the plan has for it."""
    own = next((one for one in document.chapters if one.key == ANNEXES), None)
    title, text = (own.title, own.text) if own else (_("Annexes"), "")
    if text.strip() or document.annexes:
        yield PrintedChapter(f"chapter-{ANNEXES}", title, text, annexes=document.annexes)


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
