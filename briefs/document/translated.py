"""What a translation says instead: laid over the texts of the brief that it is of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from briefs.document.content import (
    CityText,
    FindingText,
    Matrix,
    MatrixPillar,
    MatrixRow,
    PathwayName,
    RecommendationText,
    SectionText,
    WorkshopText,
)
from briefs.models import Brief

TITLED = ("workshop-", "pillar-", "pathway-")  # keys of texts that are the title of something


Titled = TypeVar("Titled", WorkshopText, MatrixPillar, MatrixRow, PathwayName)


@dataclass(frozen=True)
class Translated:
    """Texts by key, with the source each was made from. A text that is missing is the source's."""

    language: str = ""  # of the source; empty: nothing is translated
    texts: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)  # by what the source calls it

    @classmethod
    def of(cls, brief: Brief) -> Translated:
        """One query; none for a brief that is no translation."""
        if brief.translation_of is None:
            return cls()
        rows = [row for row in brief.blocks.all() if row.text.strip()]
        return cls(
            language=brief.translation_of.language,
            texts={row.key: row.text for row in rows},
            sources={row.key: row.source for row in rows},
            titles={row.source: row.text for row in rows if row.key.startswith(TITLED)},
        )

    def say(self, key: str, source: str) -> str:
        return self.texts.get(key, source)

    def is_earlier(self, key: str, source: str) -> bool:
        """Whether it is the translation of other words than the source has now."""
        return key in self.sources and self.sources[key] != source

    def sections(self, sections: Iterable[SectionText]) -> Iterator[SectionText]:
        for section in sections:
            title = self.say(f"section-title-{section.key}", section.title)
            text = self.say(f"section-{section.key}", section.text)
            yield replace(section, title=title, text=text)

    def findings(self, findings: Iterable[FindingText]) -> Iterator[FindingText]:
        for finding in findings:
            title = self.say(f"finding-title-{finding.row}", finding.title)
            text = self.say(f"finding-{finding.row}", finding.text)
            workshop = self.titles.get(finding.workshop, finding.workshop)
            yield replace(finding, title=title, text=text, workshop=workshop)

    def titled(self, things: Iterable[Titled]) -> Iterator[Titled]:
        """By its title here; else by that of the source, which is said to be of its language."""
        for thing in things:
            if said := self.titles.get(thing.title):
                yield replace(thing, title=said)
            else:
                yield replace(thing, language=self.language)

    def matrix(self, matrix: Matrix) -> Matrix:
        pillars = (
            replace(pillar, rows=tuple(self.titled(pillar.rows))) for pillar in matrix.pillars
        )
        return replace(matrix, pillars=tuple(self.titled(pillars)))

    def cities(self, cities: Iterable[CityText]) -> Iterator[CityText]:
        for city in cities:
            if city.box:
                vision = self.say(f"vision-{city.slug}", city.box.vision)
                city = replace(city, box=replace(city.box, vision=vision))
            yield city

    def recommendations(self, texts: Iterable[RecommendationText]) -> Iterator[RecommendationText]:
        """A translation of earlier words is never called validated."""
        for each in texts:
            key = f"recommendation-{each.row}"
            yield replace(
                each,
                text=self.say(key, each.text),
                addressee=self.say(f"addressee-{each.row}", each.addressee),
                pathways=tuple(self.titled(each.pathways)),
                worded_in=self.language if key in self.texts else "",
                is_of_earlier_wording=self.is_earlier(key, each.text),
            )
