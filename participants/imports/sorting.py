"""What an import would do with a set of rows, before anything is saved: a frozen value."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from participants.imports.columns import Sheet
from participants.imports.known import Known, KnownPeople, Reason
from participants.imports.reading import Answers, Cause, Problem, ReadRow, RowReader
from participants.models import Registration
from participants.services import entry_of
from participants.services.entries import PERSON_FIELDS, REGISTRATION_FIELDS, Entry
from workshops.models import Workshop

SAME, DIFFERENT, SKIP = "same", "different", "skip"
AT_ONCE = 10_000  # rows: each set reads whom the project knows, and each row takes 6 kB
OF_MANY = 3_000  # at once, of a longer list
KEYS_AT_HAND = 12_000  # of rows met, of which each has three


class CellChange(NamedTuple):
    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class ChangedRow:
    read: ReadRow
    merged: Entry  # what will stand
    registration: Registration
    cells: tuple[CellChange, ...]

    @property
    def fields(self) -> set[str]:
        """What is written: a city or a country that is recognised comes with its name."""
        fields = {cell.field for cell in self.cells}
        return fields | {"city_id"} if fields & {"city_name", "country_id"} else fields

    def before(self) -> dict[str, dict[str, Any]]:
        """The columns that are written as they stood, apart for the registration and the person."""
        registration, person = self.registration, self.registration.person
        return {
            "registration": {
                name: registration.organisation_name if name == "organisation"
                else getattr(registration, name)
                for name in REGISTRATION_FIELDS if name in self.fields
            },
            "person": {
                name: getattr(person, name) for name in PERSON_FIELDS if name in self.fields
            },
        }  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A row that may be somebody: of the project (`known`), or of another row of the list."""

    read: ReadRow
    reason: Reason
    answer: str  # same, different, skip, or empty: not answered, so not imported
    person_id: int | None = None
    other_row: int | None = None
    known: Known | None = None

    @property
    def key(self) -> str:
        return pair_key(self.read.entry, person_id=self.person_id, other_row=self.other_row)


def pair_key(entry: Entry, *, person_id: int | None = None, other_row: int | None = None) -> str:
    """What an answer is kept under: it is about these two and nobody else."""
    return f"{entry.row}=p{person_id}" if person_id else f"{entry.row}=r{other_row}"


@dataclass
class Preview:
    """The piles on which the rows are put."""

    new: list[ReadRow] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    unchanged: list[ReadRow] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    row_count: int = 0

    def fault(self, read: ReadRow, cause: Cause, field: str, value: str, advice: str) -> None:
        entry = read.entry
        self.problems.append(Problem(entry.row or 0, cause, field, entry.full_name, value, advice))


class RowsMet:
    """The rows of a list that were seen already, by what could make a later one the same person.

    Keys are numbers. The last ones are at hand in a dictionary, the others in a table of SQLite
    in memory: of a hundred thousand rows that takes a tenth of what dictionaries would.
    """

    def __init__(self) -> None:
        self.by_person: dict[int, int] = {}
        self.last: dict[int, int] = {}
        self.has_put_by = False
        self.rows = sqlite3.connect(":memory:", isolation_level=None)
        self.rows.execute("create table met (key integer primary key, row integer)")

    def same(self, entry: Entry) -> int | None:
        return self._row_of("identity", entry.identity) if entry.identity else None

    def alike(self, entry: Entry) -> tuple[int, Reason] | None:
        if entry.email and (row := self._row_of("email", entry.keys["email_key"])):
            return row, Reason.EMAIL
        row = self._row_of("name", entry.likeness)
        return (row, Reason.NAME) if row else None

    def _row_of(self, *key: object) -> int | None:
        number = hash(key)
        return self.last.get(number) or (self._put_by(number) if self.has_put_by else None)

    def _put_by(self, key: int) -> int | None:
        found = self.rows.execute("select row from met where key = ?", (key,)).fetchone()
        return found[0] if found else None

    def add(self, entry: Entry) -> None:
        row = entry.row or 0
        self.last.setdefault(hash(("name", entry.likeness)), row)
        if entry.email:
            self.last.setdefault(hash(("email", entry.keys["email_key"])), row)
        if entry.identity:
            self.last.setdefault(hash(("identity", entry.identity)), row)
        if len(self.last) > KEYS_AT_HAND:
            self.rows.executemany("insert or ignore into met values (?, ?)", self.last.items())
            self.last, self.has_put_by = {}, True


class Checker:
    """Reads and sorts the rows of one sheet, a set at a time. Saves nothing."""

    def __init__(self, sheet: Sheet, workshop: Workshop, answers: Answers) -> None:
        self.sheet = sheet
        self.workshop = workshop
        self.answers = answers.get("people", {})
        self.reader = RowReader(sheet, workshop, answers)
        self.met = RowsMet()

    def previews(self, count: int) -> Iterator[Preview]:
        """Of the sheet's so many rows."""
        rows = iter(self.sheet.rows)
        while chunk := list(islice(rows, AT_ONCE if count <= AT_ONCE else OF_MANY)):
            yield self.preview_of(chunk)

    def preview_of(self, rows: Sequence[Any]) -> Preview:
        preview = Preview(row_count=len(rows))
        reads: list[ReadRow] = []
        for row in rows:
            read, problems = self.reader.read(row)
            preview.problems += problems
            if read is not None:
                reads.append(read)
        kept = [read for read in reads if self._is_kept(read, preview)]
        sort_all(kept, self.workshop, self.answers, preview, self.met, spelling=True)
        return preview

    def _is_kept(self, read: ReadRow, preview: Preview) -> bool:
        """Whether the row is taken for a person of its own among the rows of the list."""
        entry = read.entry
        if entry.code:
            return True
        same = self.met.same(entry)
        if same is not None:
            preview.fault(read, Cause.REPEATED, "full_name", entry.full_name, keep_one(same))
            return False
        alike = self.met.alike(entry)
        self.met.add(entry)
        if alike is None:
            return True
        other_row, reason = alike
        answer = self.answers.get(pair_key(entry, other_row=other_row), "")
        preview.questions.append(Question(read, reason, answer, other_row=other_row))
        return answer == DIFFERENT


def keep_one(row: int) -> str:
    return _("Row %(row)s is the same person; keep one of the two.") % {"row": row}


def sort_all(
    reads: Sequence[ReadRow],
    workshop: Workshop,
    answers: Mapping[str, str],
    preview: Preview,
    met: RowsMet,
    *,
    spelling: bool,
) -> None:
    """Put each row on its pile, by whom the project knows. Five queries at most, two as a rule.

    `spelling` also asks about names that are almost alike.
    """
    known = KnownPeople(workshop, [read.entry for read in reads], spelling=spelling)
    for read in reads:
        sort(read, known, answers, preview, met)
    asked = [each for each in preview.questions if each.person_id is not None]
    if asked:
        seen = known.as_seen({each.person_id for each in asked if each.person_id})
        preview.questions = [
            replace(each, known=seen.get(each.person_id)) if each.person_id else each
            for each in preview.questions
        ]


def sort(
    read: ReadRow,
    known: KnownPeople,
    answers: Mapping[str, str],
    preview: Preview,
    met: RowsMet,
) -> None:
    entry = read.entry
    if entry.code:
        registration = known.by_code.get(entry.code)
        if registration is None:
            advice = _("Empty the cell to add a new person; a reference is never reused.")
            preview.fault(read, Cause.REFERENCE, "code", entry.code, advice)
        else:
            sort_known(read, registration.person_id, known, preview, met)
        return
    same = known.same(entry)
    person_id = same.pk if same else None
    if person_id is None and (alike := known.alike(entry)):
        person_id, reason = alike
        answer = answers.get(pair_key(entry, person_id=person_id), "")
        preview.questions.append(Question(read, reason, answer, person_id=person_id))
        if answer not in {SAME, DIFFERENT}:
            return
        person_id = person_id if answer == SAME else None
    if person_id is None:
        preview.new.append(read)
    else:
        sort_known(read, person_id, known, preview, met)


def sort_known(
    read: ReadRow, person_id: int, known: KnownPeople, preview: Preview, met: RowsMet
) -> None:
    """A row whose person is known: changed or unchanged if on the list, else new on it."""
    entry = read.entry
    row = met.by_person.setdefault(person_id, entry.row or 0)
    if row != entry.row:
        preview.fault(read, Cause.REPEATED, "full_name", entry.full_name, keep_one(row))
        return
    registration = known.registrations.get(person_id)
    if registration is not None:
        compare(read, registration, preview)
    else:
        preview.new.append(read._replace(entry=replace(entry, person_id=person_id)))


def compare(read: ReadRow, registration: Registration, preview: Preview) -> None:
    """Changed or unchanged. An empty cell leaves what stands there."""
    now = entry_of(registration)
    said = {name: getattr(read.entry, name) for name in read.filled}
    cells = tuple(
        CellChange(name, getattr(now, name), value)
        for name, value in sorted(said.items())
        if name != "city_id" and getattr(now, name) != value
    )
    if cells:
        merged = replace(now, row=read.entry.row, **said)
        preview.changed.append(ChangedRow(read, merged, registration, cells))
    else:
        preview.unchanged.append(read)
