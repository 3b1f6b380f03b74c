"""A brief as HTML: the printed document and the web page are made of the same pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from briefs.chapters import KEY, chapters_of
from briefs.charts import cover_pattern, participation_chart, pathway_charts, result_chart
from briefs.document import BriefDocument, RecommendationText
from briefs.labels import in_language, is_working
from briefs.maps import map_of
from briefs.models import BriefExport, Edition
from briefs.names import Address, Names, broken_in, called_by, nowhere, references_of
from briefs.pictures import code_of, logo_address
from briefs.stamps import Stamp, brief_stamp, recommendation_stamp
from briefs.tables import matrix_tables
from documents.charts import BarChart
from documents.marks import Mark
from writing.markdown import Marks

TEMPLATE_VERSION = "2.2"
GLANCE = ("plans", "actions", "pathways", "validated", "attendances")
TEXTS = re.compile(r"(?<!<title)>[^<]+<")  # between tags; a title holds no other element
LINE = re.compile(r"\b(?:\d+ \(\d+/\d+[^)<]*\)|\d+\.[\da-c]+\b)")
LEFT_TO_RIGHT = r'<bdi dir="ltr">\g<0></bdi>'


@dataclass(frozen=True)
class RecommendationBox:
    recommendation: RecommendationText
    stamp: Stamp
    chart: BarChart | None


def brief_html(
    document: BriefDocument,
    *,
    for_print: bool,
    edition: Edition | None = None,
    is_draft: bool | None = None,
    paper: str = BriefExport.Paper.A4,
) -> SafeString:
    """A whole HTML document for print, or the body of it for a page that has its own frame.

    Without an edition it is the preview of one: a draft. `is_draft` else follows the edition.
    """
    if is_draft is None:
        is_draft = edition is None or edition.state == Edition.State.DRAFT
    template = "briefs/print/brief.html" if for_print else "briefs/print/_body.html"
    with in_language(document.language):
        context = context_of(document, edition, is_draft=is_draft, for_print=for_print)
        html = render_to_string(template, {**context, "paper": paper})
        return left_to_right(html, document.language)


def left_to_right(html: SafeString, language: str) -> SafeString:
    return lines_left_to_right(html) if is_right_to_left(language) else html


def lines_left_to_right(html: SafeString) -> SafeString:
    """`19 (11/8)` and target `11.c` keep their order inside a text that runs from the right."""
    return mark_safe(TEXTS.sub(lambda text: LINE.sub(LEFT_TO_RIGHT, text[0]), html))  # noqa: S308


def is_right_to_left(language: str) -> bool:
    return bool(translation.get_language_info(language)["bidi"])


def context_of(
    document: BriefDocument, edition: Edition | None, *, is_draft: bool, for_print: bool
) -> dict[str, Any]:
    """All that the templates of a brief are given; what they show is worked out once."""
    chapters, shown = list(chapters_of(document)), shown_of(document)
    names = Names(
        document.figures,
        references_of(document, chapters, shown["numbers"]),
        address_of_figures(document, edition, for_print=for_print),
    )
    return {
        **shown,
        **proof_of(document, edition),
        **standing_of(document, is_draft=is_draft),
        "marks": Marks(names.look_up, has_page_notes=for_print, has_links=not for_print),
        "document": document,
        "edition": edition,
        "for_print": for_print,
        "has_traces": edition is not None and not for_print,
        "is_rtl": is_right_to_left(document.language),
        "is_working_language": is_working(document.language),
        "chapters": chapters,
        "key_messages": document.section(KEY.KEY_MESSAGES),
        "references": document.section(KEY.REFERENCES),
        "acknowledgements": document.section(KEY.ACKNOWLEDGEMENTS),
    }


def proof_of(document: BriefDocument, edition: Edition | None) -> dict[str, Any]:
    """By which a reader finds it and knows it again."""
    address = permalink(document, edition)
    return {
        "permalink": address,
        "code": code_of(address) if address else None,
        "document_id": document_id(document, edition),
        "template_version": edition.template_version if edition else TEMPLATE_VERSION,
        "checksum": edition.checksum if edition else document.checksum,
    }


def standing_of(document: BriefDocument, *, is_draft: bool) -> dict[str, Any]:
    """How far it is agreed to, and its parts."""
    return {
        "is_draft": is_draft,
        "stamp": brief_stamp(document, is_draft=is_draft),
        "status": status_line(document, is_draft=is_draft),
        "glance": [document.figure(key) for key in GLANCE],
        "matrix_tables": matrix_tables(document),
        "boxes": [
            RecommendationBox(each, recommendation_stamp(each), result_chart(each))
            for each in document.recommendations
        ],
        "unpublished": [city.name for city in document.cities if not city.has_plan],
    }


def address_of_figures(
    document: BriefDocument, edition: Edition | None, *, for_print: bool
) -> Address:
    """Of an edition's page: where each comes from. In print: its line in the table of sources."""
    if for_print:
        return lambda figure: f"#source-{figure.mark}" if figure.mark else ""
    if edition is None:
        return nowhere
    return lambda figure: reverse("briefs:figure", args=[document.slug, edition.number, figure.key])


def names_of(document: BriefDocument) -> Names:
    """What a text of it may call by name, with the words of an edition made now."""
    with in_language(document.language):
        numbers = shown_of(document)["numbers"]
        return Names(
            document.figures, references_of(document, list(chapters_of(document)), numbers)
        )


def broken_marks(document: BriefDocument) -> list[tuple[str, Mark]]:
    """Title of the part, and what it names that there is not. Quick where nothing is named."""
    if not any(called_by(section.text).marks for section in document.sections):
        return []
    return list(broken_in(document, names_of(document)))


def shown_of(document: BriefDocument) -> dict[str, Any]:
    """Pictures, charts and tables; `numbers` counts those that are there, in their order."""
    charts = {
        "region_map": map_of(document),
        "pathway_charts": pathway_charts(document),
        "participation_chart": participation_chart(document),
    }
    figures = zip(("map", "pathways", "participation"), charts.values(), strict=True)
    tables = (
        ("cities", document.cities),
        ("people", document.workshops),
        ("matrix", document.matrix.total),
        ("sources", True),
    )
    return {
        **charts,
        "cover_pattern": cover_pattern(document),
        "logos": [
            {"address": logo_address(number), "name": body.name}
            for number, body in enumerate(document.bodies, 1)
            if body.logo
        ],
        "numbers": numbered(figures) | numbered(tables),
    }


def numbered(things: Iterable[tuple[str, object]]) -> dict[str, int]:
    there = [key for key, thing in things if thing]
    return {key: number for number, key in enumerate(there, 1)}


def status_line(document: BriefDocument, *, is_draft: bool) -> str:
    """What stands at the foot of every page."""
    parts = [
        brief_stamp(document, is_draft=is_draft).title.capitalize(),
        _("Figures as of %(day)s") % {"day": formats.date_format(document.as_of, "DATE_FORMAT")},
    ]
    if document.is_example:
        parts.append(_("Example, not the city’s own"))
    return " · ".join(parts)


def document_id(document: BriefDocument, edition: Edition | None) -> str:
    """Names the document in its own colophon: da13-slug-edition-2-en."""
    number = edition.number if edition else 0
    return slugify(f"{document.project_code} {document.slug} {number} {document.language}")


def permalink(document: BriefDocument, edition: Edition | None) -> str:
    if edition is None:
        return ""
    return settings.SITE_URL + reverse(
        "briefs:edition_detail", args=[document.slug, edition.number]
    )
