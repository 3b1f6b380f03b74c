"""The rest of a plan beside its actions, as sheets to be read: nothing comes back from them."""

from __future__ import annotations

from collections.abc import Iterable

from documents.sheets.write import Cell, SheetToWrite
from recovery_plans.document import PathwayText, PlanDocument
from recovery_plans.workbook.columns import fitting

PARTS = {True: "yes", False: "no", None: "not decided yet"}


def sheets_of(document: PlanDocument) -> list[SheetToWrite]:
    pathways = [pathway for pillar in document.pillars for pathway in pillar.pathways]
    return [
        _sheet("Plan", ["Plan", "To read only"], _head(document)),
        _sheet("Priorities", ["Priority", "From workshop"],
               ([one.text, one.workshop] for one in document.priorities)),
        _sheet("Chapters", ["Chapter", "Text"],
               ([one.title, one.text] for one in document.chapters)),
        _sheet("Pathways", ["Pathway", "Title", "Part of this plan", "Why not", "Text"],
               map(_pathway, pathways)),
        _sheet("Annexes", ["Title", "Of action", "What is to be seen", "File", "Bytes", "SHA-256"],
               ([one.title, one.action, one.alt_text, one.file_name, one.size, one.sha256]
                for one in document.annexes)),
    ]  # fmt: skip


def _head(document: PlanDocument) -> Iterable[list[Cell]]:
    return [
        ["Title", document.title],
        ["City", document.city],
        ["Country or area", document.country],
        ["Project", document.project],
        ["Reviewed by", document.body],
        ["Framework", f"{document.framework_title}, {document.framework}"],
        ["First year", document.period_start],
        ["Last year", document.period_end],
        ["Statutory plan it belongs to", document.parent_plan],
        ["Amounts in", document.currency],
        ["Vision", document.vision],
    ]


def _pathway(pathway: PathwayText) -> list[Cell]:
    part = PARTS[pathway.is_part]
    return [pathway.code, pathway.title, part, pathway.reason, pathway.narrative]


def _sheet(name: str, headings: list[str], rows: Iterable[list[Cell]]) -> SheetToWrite:
    whole = [[fitting(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return SheetToWrite(name, headings, whole)
