"""The chapters a brief is read in: its written parts in their order, with what is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from briefs.document import BriefDocument
from briefs.models import BriefSection

KEY = BriefSection.Key
PEOPLE, MATRIX, CITIES = "people", "matrix", "cities"  # counted, with no text of their own
PIECES: dict[str, str] = {  # the template of each; the others are text alone
    KEY.PROJECT: "project",
    KEY.FINDINGS: "findings",
    PEOPLE: "people",
    MATRIX: "matrix",
    CITIES: "cities",
    KEY.RECOMMENDATIONS: "recommendations",
    KEY.METHOD: "method",
}
AFTER: dict[str, tuple[str, ...]] = {KEY.FINDINGS: (PEOPLE, MATRIX, CITIES)}


@dataclass(frozen=True)
class Chapter:
    key: str
    title: str
    text: str  # Markdown
    piece: str  # the template that prints what is counted in it
    number: int = 0

    @property
    def template(self) -> str:
        return f"briefs/print/_{self.piece}.html"


def chapters_of(document: BriefDocument) -> Iterator[Chapter]:
    """Numbered from 1; a chapter with nothing to say is left out."""
    number = 0
    for key in keys_of(document):
        section = document.section(key)
        text = section.text if section else ""
        if text.strip() or has_more(document, key):
            number += 1
            yield Chapter(key, title_of(document, key), text, PIECES.get(key, "text"), number)


def keys_of(document: BriefDocument) -> Iterator[str]:
    """In the order of the sections. Key messages stand before all, the method ends them."""
    written = [section.key for section in document.sections if section.key in KEY.movable()]
    for key in [*written, *(key for key in KEY.movable() if key not in written)]:
        yield key
        yield from AFTER.get(key, ())
    yield KEY.METHOD


def has_more(document: BriefDocument, key: str) -> bool:
    """Whether there is something to print beside its text."""
    things: dict[str, object] = {
        KEY.PROJECT: document.cities,
        KEY.FINDINGS: document.findings,
        PEOPLE: document.workshops,
        MATRIX: document.matrix.total,
        CITIES: document.boxed_cities,
        KEY.RECOMMENDATIONS: document.recommendations,
        KEY.METHOD: True,
    }
    return bool(things.get(key))


def title_of(document: BriefDocument, key: str) -> str:
    section = document.section(key)
    if section and section.title:
        return section.title
    counted = {
        PEOPLE: _("Who took part"),
        MATRIX: _("Pathways and cities"),
        CITIES: _("City by city"),
    }
    return counted.get(key) or str(KEY(key).label)
