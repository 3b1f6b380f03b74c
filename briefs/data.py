"""The tables of a brief as data: each says what it counts, of which rows, and as of when."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from briefs.document import BriefDocument, Figure
from briefs.models import Edition
from documents.sheets.book import Sheet, workbook_bytes
from documents.sheets.write import csv_bytes

Cell = str | int | datetime.date | None


@dataclass(frozen=True)
class DataTable:
    key: str  # names its file and its member in the JSON
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    definition: str  # what is counted
    filter: str  # of which rows

    def as_csv(self) -> bytes:
        return csv_bytes(self.header, self.rows)


def tables_of(document: BriefDocument) -> list[DataTable]:
    """Those that the brief prints, and its figures; none without a row."""
    makers = (figures, participants, cities, actions, findings, recommendations, flagships)
    return [table for make in makers for table in [make(document)] if table.rows]


def figures(document: BriefDocument) -> DataTable:
    return DataTable(
        key="figures",
        title=_("Figures"),
        header=(_("Key"), _("Mark"), _("Figure"), _("Label"), _("What is counted"),
                _("From which rows"), _("As of"), _("Source rows")),
        rows=tuple(figure_row(figure) for figure in document.figures),
        definition=_("Every figure that the brief prints"),
        filter=_("As each row says"),
    )  # fmt: skip


def figure_row(figure: Figure) -> tuple[Cell, ...]:
    return (
        figure.key, figure.mark, figure.value, figure.label, figure.definition, figure.filter,
        figure.as_of.isoformat(), "; ".join(sources_in_words(figure)),
    )  # fmt: skip


def sources_in_words(figure: Figure) -> Iterator[str]:
    """Such as `recovery_plans.planrevision 4 (2), 7 (1)`: keys, and the version of each."""
    for rows in figure.source_rows:
        named = [f"{pk} ({version})" for pk, version in zip(rows.ids, rows.versions, strict=False)]
        said = ", ".join(named or map(str, rows.ids)) or str(rows.count)
        yield f"{rows.model} {said}"


def participants(document: BriefDocument) -> DataTable:
    return DataTable(
        key="participants",
        title=_("Participants by workshop"),
        header=(_("Workshop"), _("Starts"), _("Ends"), _("Total"), _("Women"), _("Men"),
                _("Other"), _("Prefers not to say"), _("Not recorded"), _("Basis of the figure"),
                _("Citation"), _("Who counts"), _("Signed off")),
        rows=tuple(participant_rows(document)),
        definition=_("Total (men/women) by the rule of who counts"),
        filter=_("The workshops of this brief"),
    )  # fmt: skip


def participant_rows(document: BriefDocument) -> Iterator[tuple[Cell, ...]]:
    for workshop in document.workshops:
        line = workshop.line
        counts = (
            (line.total, line.female, line.male, line.another, line.undisclosed, line.not_recorded)
            if line
            else (None,) * 6
        )
        yield (
            workshop.title, workshop.starts_on, workshop.ends_on, *counts, workshop.basis,
            workshop.citation, workshop.who_counts, yes_or_no(workshop.is_signed_off),
        )  # fmt: skip


def cities(document: BriefDocument) -> DataTable:
    return DataTable(
        key="cities",
        title=_("Cities of this brief"),
        header=(_("City"), _("Country or area"), _("Body"), _("Revision"), _("Recovery plan"),
                _("Actions")),
        rows=tuple(
            (city.name, city.country, city.body, city.revision, city.stamp,
             city.actions if city.has_plan else None)
            for city in document.cities
        ),
        definition=_("Where the plan of each city stands"),
        filter=_("The published revision of each plan; drafts and withdrawn plans do not count"),
    )  # fmt: skip


def actions(document: BriefDocument) -> DataTable:
    """A row for each pathway and city: empty where it is not part of that city's plan."""
    names = {city.slug: city.name for city in document.cities}
    return DataTable(
        key="actions",
        title=_("Actions by pathway and city"),
        header=(_("Pillar"), _("Code"), _("Pathway"), _("City"), _("Actions")),
        rows=tuple(
            (pillar.title, row.code, row.title, names.get(slug, slug), cell)
            for pillar in document.matrix.pillars
            for row in pillar.rows
            for slug, cell in zip(document.matrix.cities, row.cells, strict=True)
        ),
        definition=_("Number of actions by main pathway, so that each action is counted once"),
        filter=_("The published revisions of the plans of this brief’s cities"),
    )  # fmt: skip


def findings(document: BriefDocument) -> DataTable:
    return DataTable(
        key="findings",
        title=_("Findings"),
        header=(_("Number"), _("Title"), _("Text"), _("Workshop"), _("Cities"), _("Actions")),
        rows=tuple(
            (each.number, each.title, each.text, each.workshop, each.city_count, each.action_count)
            for each in document.findings
        ),
        definition=_("What was found, and on how much it rests"),
        filter=_("The findings of this brief"),
    )  # fmt: skip


def recommendations(document: BriefDocument) -> DataTable:
    return DataTable(
        key="recommendations",
        title=_("Recommendations"),
        header=(_("Number"), _("Wording"), _("Text"), _("Addressee"), _("Pathways"),
                _("SDG targets"), _("Findings"), _("Standing"), _("Support"),
                _("Support with changes"), _("Cannot support"), _("No position"), _("Closed on")),
        rows=tuple(recommendation_rows(document)),
        definition=_("The wording that is printed, and the result it was given in a closed round"),
        filter=_("The recommendations of this brief"),
    )  # fmt: skip


def recommendation_rows(document: BriefDocument) -> Iterator[tuple[Cell, ...]]:
    for each in document.recommendations:
        said = each.result
        counts: tuple[Cell, ...] = (
            (said.support, said.support_with_changes, said.cannot_support, said.no_position,
             said.closed_on)
            if said
            else (None,) * 5
        )  # fmt: skip
        yield (
            each.number, each.wording, each.text, each.addressee,
            joined(pathway.code for pathway in each.pathways), joined(each.targets),
            joined(map(str, each.findings)), str(each.standing.label), *counts,
        )  # fmt: skip


def flagships(document: BriefDocument) -> DataTable:
    return DataTable(
        key="flagship-actions",
        title=_("Flagship actions"),
        header=(_("City"), _("Number"), _("Action"), _("Pathway"), _("Cost"), _("Secured")),
        rows=tuple(
            (city.name, action.number, action.title, action.pathway, action.cost, action.secured)
            for city in document.boxed_cities
            if city.box
            for action in city.box.flagships
        ),
        definition=_("Up to three actions of each city’s published plan, chosen by the city"),
        filter=_("The cities of this brief that have a box"),
    )  # fmt: skip


def joined(words: Iterator[str] | Sequence[str]) -> str:
    return ", ".join(words)


def yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def provenance(document: BriefDocument, edition: Edition, permalink: str) -> dict[str, str]:
    return {
        _("Title"): document.title,
        _("Language"): document.language,
        _("Edition"): str(edition.number),
        _("State"): str(edition.get_state_display()),
        _("Figures as of"): document.as_of.isoformat(),
        _("Permalink"): permalink,
        _("Checksum of the content, SHA-256"): edition.checksum,
        _("Template"): edition.template_version,
        _("Framework"): f"{document.framework} {document.framework_symbol}".strip(),
        **({_("Example"): _("Not the city’s own")} if document.is_example else {}),
    }


def workbook_of(document: BriefDocument, edition: Edition, permalink: str) -> bytes:
    tables = tables_of(document)
    about = [(name, value) for name, value in provenance(document, edition, permalink).items()]
    about += [(table.title, f"{table.definition}. {table.filter}.") for table in tables]
    return workbook_bytes(
        document.title,
        [
            Sheet(_("About"), (_("What"), _("Says")), about),
            *(Sheet(table.title, table.header, table.rows) for table in tables),
        ],
    )


def json_of(document: BriefDocument, edition: Edition, permalink: str) -> bytes:
    """Keys are English in every language; figures carry the keys and versions of their rows."""
    content: dict[str, Any] = {
        "title": document.title,
        "language": document.language,
        "edition": edition.number,
        "as_of": document.as_of,
        "permalink": permalink,
        "checksum": edition.checksum,
        "template": edition.template_version,
        "is_example": document.is_example,
        "tables": [asdict(table) for table in tables_of(document)],
        "figures": [asdict(figure) for figure in document.figures],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=as_json).encode()


def as_json(value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(type(value))
