"""What the pages of a check show: a part of the findings, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.utils.translation import gettext as _

from cities.models import Country
from participants.forms.imports import FIELD_LABELS
from participants.imports.findings import Findings, FoundChange, FoundQuestion, Word
from participants.imports.reading import WORD_CAUSES, Cause, Problem, ReadRow
from participants.imports.words import choice_labels

MOST_WORDS = 40
FIRST = slice(0, 10)  # rows of each kind on the page of the check
COLUMN_OF = {"city_name": "city", "country_id": "country"}


class Group(NamedTuple):
    """Problems of one cause: its words to answer, or its first rows."""

    cause: Cause
    rows: int
    words: Sequence[Word]
    problems: Sequence[Problem]

    @property
    def id(self) -> str:
        return f"cause-{self.cause.value}"

    @property
    def is_shortened(self) -> bool:
        shown = sum(word.rows for word in self.words) + len(self.problems)
        return shown < self.rows


class ShownCell(NamedTuple):
    row: int
    name: str
    label: str
    before: str
    after: str


def field_label(field: str) -> str:
    """What people call a field of an Entry: `city_name` and `country_id` are City and Country."""
    return str(FIELD_LABELS[COLUMN_OF.get(field, field)])


def cells_shown(changes: Sequence[FoundChange]) -> list[ShownCell]:
    """Each changed cell before and after, choices and countries by their names."""
    names = names_of_values(changes)
    return [
        ShownCell(
            change.read.entry.row or 0, change.read.entry.full_name, field_label(name),
            in_words(names.get(name, {}), before), in_words(names.get(name, {}), after),
        )
        for change in changes
        for name, before, after in change.cells
    ]  # fmt: skip


def names_of_values(changes: Sequence[FoundChange]) -> dict[str, dict[Any, str]]:
    names: dict[str, dict[Any, str]] = {
        name: dict(labels) for name, labels in choice_labels().items()
    }
    keys = {
        key for change in changes for name, *pair in change.cells if name == "country_id"
        for key in pair
    }  # fmt: skip
    countries = Country.objects.filter(pk__in=keys - {None}) if keys else ()
    names["country_id"] = {country.pk: country.name for country in countries}
    return names


def in_words(names: Mapping[Any, str], value: Any) -> str:
    return names.get(value, "" if value is None else str(value))


class CheckPage:
    """The page of a check: how many rows are on each pile, and the first of each."""

    def __init__(self, findings: Findings, counts: dict[str, int]) -> None:
        self.counts = counts
        self.words = findings.words(WORD_CAUSES, MOST_WORDS)
        self.groups = [self._group(findings, cause, rows) for cause, rows in findings.causes()]
        self.questions = findings.questions(FIRST)
        self.changes = cells_shown(findings.changes(FIRST))
        self.new = findings.reads("new", FIRST)

    def _group(self, findings: Findings, cause: Cause, rows: int) -> Group:
        words = [word for word in self.words if word.cause == cause]
        problems = [] if cause in WORD_CAUSES else findings.problems(cause.value, FIRST)
        return Group(cause, rows, words, problems)

    @property
    def more_questions(self) -> bool:
        return self.counts["questions"] > len(self.questions)

    @property
    def more_changes(self) -> bool:
        return self.counts["changed"] > FIRST.stop

    @property
    def more_new(self) -> bool:
        return self.counts["new"] > len(self.new)


@dataclass(frozen=True)
class PilePage:
    """One page of one pile."""

    name: str
    title: str
    page: Page[Any]
    new: Sequence[ReadRow] = ()
    questions: Sequence[FoundQuestion] = ()
    cells: Sequence[ShownCell] = ()
    problems: Sequence[Problem] = field(default=())


class Pile(NamedTuple):
    name: str
    title: str

    @classmethod
    def named(cls, name: str) -> Pile | None:
        titles = {
            "new": _("People who will be added"),
            "changed": _("Changes to people already here"),
            "unchanged": _("Rows that change nothing"),
            "questions": _("Possible duplicates"),
            **{cause.value: str(cause.label) for cause in Cause},
        }
        return cls(name, titles[name]) if name in titles else None

    def size(self, findings: Findings, counts: Mapping[str, int]) -> int:
        if self.name in Cause.values:
            return findings.problem_count(self.name)
        return counts[self.name]

    def page(self, findings: Findings, page: Page[Any], part: slice) -> PilePage:
        if self.name in Cause.values:
            return PilePage(
                self.name, self.title, page, problems=findings.problems(self.name, part)
            )
        if self.name == "questions":
            return PilePage(self.name, self.title, page, questions=findings.questions(part))
        if self.name == "changed":
            cells = cells_shown(findings.changes(part))
            return PilePage(self.name, self.title, page, cells=cells)
        return PilePage(self.name, self.title, page, new=findings.reads(self.name, part))
