"""Everything the printed brief says, as one frozen value with no query left to run.

Preview, PDF and public page are made from it; frozen as JSON it is the edition. A field added
later needs a default: editions of earlier days must still open.
"""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from cattrs.preconf.json import make_converter

from participants.breakdown import GenderBreakdown
from recommendations.validation import Standing
from recovery_plans.document import checksum_of
from workshops.models import Workshop


@dataclass(frozen=True)
class SourceRows:
    """The rows a figure was counted from. Registrations are a count and never named."""

    model: str
    ids: tuple[int, ...] = ()
    versions: tuple[int, ...] = ()  # of each row, in the order of `ids`
    count: int = 0


@dataclass(frozen=True)
class Figure:
    key: str
    label: str
    value: str
    definition: str  # what is counted, in words
    filter: str  # of which rows
    as_of: datetime.datetime
    source_rows: tuple[SourceRows, ...] = ()
    mark: str = ""  # the letter that leads to it; only the main figures have one


@dataclass(frozen=True)
class BodyName:
    code: str
    name: str
    logo: str = ""  # a PNG in base64: an edition keeps the one it was made with


@dataclass(frozen=True)
class SectionText:
    key: str
    title: str
    text: str  # Markdown


@dataclass(frozen=True)
class FlagshipText:
    """An action of the published plan, as its city's box names it. Amounts are printed ones."""

    number: int
    title: str
    pathway: str
    cost: str  # empty: not costed
    secured: str


@dataclass(frozen=True)
class CityBox:
    vision: str
    flagships: tuple[FlagshipText, ...] = ()
    pathways: int = 0  # with an action of its plan
    costed: int = 0  # of its actions
    money: tuple[tuple[str, str], ...] = ()  # label and amount, in the plan's own currency
    confirmed_on: datetime.date | None = None  # by the city's focal point
    is_stale: bool = False  # the plan has moved since
    is_changed: bool = False  # somebody has written in it since


@dataclass(frozen=True)
class CityText:
    """A city of the brief. Of a plan that is not public nothing is said but that it is not."""

    slug: str
    name: str
    country: str
    body: str
    revision: int | None = None  # of the published plan
    stamp: str = ""  # who has agreed to that plan
    actions: int = 0
    position: tuple[float, float] | None = None  # longitude and latitude
    box: CityBox | None = None

    @property
    def has_plan(self) -> bool:
        return self.revision is not None


@dataclass(frozen=True)
class WorkshopText:
    slug: str
    title: str
    mode: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    label: str  # Participants, or Confirmed while it is still to come
    line: GenderBreakdown | None  # None: not known
    text: str  # the line as printed, with *at least* or *about*
    speakers: GenderBreakdown | None
    basis: str  # in words
    citation: str
    who_counts: str  # the rule, in words
    is_signed_off: bool
    has_invented_people: bool = False
    language: str = ""  # of its title, where it is not the document's

    @property
    def mode_label(self) -> str:
        return str(Workshop.Mode(self.mode).label) if self.mode else ""


@dataclass(frozen=True)
class MatrixRow:
    code: str
    title: str
    is_working_title: bool
    cells: tuple[int | None, ...]  # actions by city; None: not part of that city's plan
    language: str = ""  # of its title, where it is not the document's

    @property
    def total(self) -> int:
        return sum(cell or 0 for cell in self.cells)

    @property
    def cities(self) -> int:
        return sum(bool(cell) for cell in self.cells)


@dataclass(frozen=True)
class MatrixPillar:
    code: str
    order: int
    title: str
    rows: tuple[MatrixRow, ...]
    language: str = ""  # of its title, where it is not the document's

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


@dataclass(frozen=True)
class Matrix:
    """Actions by main pathway and city, so that each action stands in it once."""

    cities: tuple[str, ...]  # slugs of the columns
    pillars: tuple[MatrixPillar, ...]
    left_out: tuple[str, ...] = ()  # cities whose plan follows another edition of the framework

    @property
    def rows(self) -> list[MatrixRow]:
        return [row for pillar in self.pillars for row in pillar.rows]

    @property
    def totals(self) -> list[int]:
        """By city."""
        return [
            sum(row.cells[column] or 0 for row in self.rows) for column in range(len(self.cities))
        ]

    @property
    def total(self) -> int:
        return sum(self.totals)


@dataclass(frozen=True)
class FindingText:
    row: int  # the primary key it was read from
    number: int  # in this brief
    title: str
    text: str  # Markdown
    workshop: str
    sessions: tuple[str, ...]
    cities: tuple[str, ...]  # named only where the city may be
    city_count: int
    action_count: int


@dataclass(frozen=True)
class PathwayName:
    code: str
    title: str
    is_working_title: bool
    language: str = ""  # of its title, where it is not the document's


@dataclass(frozen=True)
class Result:
    """What a closed round said of a wording."""

    wording: int
    support: int
    support_with_changes: int
    cannot_support: int
    no_position: int
    round: str
    closed_on: datetime.date
    people: GenderBreakdown | None  # who could answer
    silence_is_no_objection: bool

    @property
    def total(self) -> int:
        return self.support + self.support_with_changes + self.cannot_support + self.no_position


@dataclass(frozen=True)
class ActingPlan:
    """An action of a published plan of which somebody said that it acts on a recommendation."""

    city: str
    number: int
    title: str


@dataclass(frozen=True)
class RecommendationText:
    row: int  # the primary key it was read from
    number: int
    text: str
    wording: int
    worded_on: datetime.date
    addressee: str
    pathways: tuple[PathwayName, ...]
    targets: tuple[str, ...]
    findings: tuple[int, ...]
    standing: Standing
    result: Result | None
    acting: tuple[ActingPlan, ...] = ()
    worded_in: str = ""  # the language of the wording that was put to people, if this translates it
    is_of_earlier_wording: bool = False  # the translation of other words than are worded now

    @property
    def is_validated(self) -> bool:
        return self.standing == Standing.VALIDATED and not self.is_of_earlier_wording


@dataclass(frozen=True)
class BriefDocument:
    title: str
    subtitle: str
    slug: str
    language: str
    series: str
    symbol: str
    project: str
    project_code: str
    funding: str
    bodies: tuple[BodyName, ...]  # in the order they are printed
    framework: str
    framework_symbol: str
    as_of: datetime.datetime
    is_example: bool
    sections: tuple[SectionText, ...]
    cities: tuple[CityText, ...]
    workshops: tuple[WorkshopText, ...]
    matrix: Matrix
    findings: tuple[FindingText, ...]
    recommendations: tuple[RecommendationText, ...]
    figures: tuple[Figure, ...]
    source_language: str = ""  # of what it is a translation of; empty: it is none

    @property
    def worded_in(self) -> str:
        """The language whose wordings were put to people, and say how a recommendation stands."""
        return self.source_language or self.language

    def figure(self, key: str) -> Figure:
        """Raises KeyError for a figure that this document does not print."""
        for figure in self.figures:
            if figure.key == key:
                return figure
        raise KeyError(key)

    def section(self, key: str) -> SectionText | None:
        return next((section for section in self.sections if section.key == key), None)

    @property
    def main_figures(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.mark]

    @property
    def attendances(self) -> GenderBreakdown | None:
        """The sum of the lines that are known; None if none is."""
        lines = [workshop.line for workshop in self.workshops if workshop.line is not None]
        return reduce(add, lines) if lines else None

    @property
    def counting_rules(self) -> dict[str, list[str]]:
        """Each rule of who counts, with the workshops whose line it made."""
        rules: dict[str, list[str]] = {}
        for workshop in self.workshops:
            rules.setdefault(workshop.who_counts, []).append(workshop.title)
        return rules

    @property
    def boxed_cities(self) -> list[CityText]:
        return [city for city in self.cities if city.box]

    @property
    def published_plans(self) -> int:
        return sum(city.has_plan for city in self.cities)

    @property
    def has_working_titles(self) -> bool:
        named: list[MatrixRow | PathwayName] = [*self.matrix.rows]
        named += [pathway for each in self.recommendations for pathway in each.pathways]
        return any(pathway.is_working_title for pathway in named)

    @property
    def has_titles_of_source(self) -> bool:
        """Whether titles of workshops or pathways stand in the language of the source."""
        named: list[WorkshopText | MatrixPillar | MatrixRow] = [*self.workshops]
        named += [*self.matrix.pillars, *self.matrix.rows]
        return any(each.language for each in named)

    @property
    def validated(self) -> int:
        return sum(recommendation.is_validated for recommendation in self.recommendations)

    @property
    def is_validated(self) -> bool:
        """Every recommendation as it is printed here."""
        return bool(self.recommendations) and self.validated == len(self.recommendations)

    def to_json(self) -> dict[str, Any]:
        content: dict[str, Any] = composed(CONVERTER.unstructure(self))
        return content

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> BriefDocument:
        return CONVERTER.structure(content, cls)

    @property
    def checksum(self) -> str:
        """SHA-256 of the canonical JSON: NFC, keys sorted, no blanks, UTF-8."""
        return checksum_of(self.to_json())


def composed(value: Any) -> Any:
    """All text in NFC, so that one spelling of a name has one checksum."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {key: composed(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [composed(each) for each in value]
    return value


CONVERTER = make_converter()
