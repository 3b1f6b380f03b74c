"""What an import would do, before anything is saved: one frozen value, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.imports.columns import Sheet
from participants.imports.reading import Cause, Problem, ReadRow, RowReader
from participants.models import Person, Registration
from participants.names import email_key
from participants.services.entries import Entry
from workshops.models import Workshop

Answers = Mapping[str, Mapping[str, str]]
SAME, DIFFERENT, SKIP = "same", "different", "skip"


class Reason(models.TextChoices):
    """Why two might be one person. Only e-mail and name together decide it without asking."""

    EMAIL = "email", gettext_lazy("The same e-mail address, another name. Offices often share one.")
    NAME = "name", gettext_lazy("The same name, perhaps in another order or spelling.")


@dataclass(frozen=True)
class CellChange:
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangedRow:
    entry: Entry
    registration_id: int
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class Known:
    """What a facilitator may see of somebody who might be the same: never e-mail or phone."""

    code: str
    name: str
    organisation: str
    city: str


@dataclass(frozen=True)
class Question:
    entry: Entry
    reason: Reason
    known: Known
    answer: str  # same, different, skip, or empty: not answered, so not imported


@dataclass(frozen=True)
class Preview:
    new: tuple[Entry, ...] = ()
    changed: tuple[ChangedRow, ...] = ()
    unchanged: tuple[Entry, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def good_rows(self) -> int:
        return len(self.new) + len(self.changed)

    @property
    def bad_rows(self) -> int:
        return len({problem.row for problem in self.problems})

    @property
    def unanswered(self) -> int:
        return sum(not question.answer for question in self.questions)

    @property
    def problems_by_cause(self) -> list[tuple[Cause, list[Problem]]]:
        groups: dict[Cause, list[Problem]] = defaultdict(list)
        for problem in self.problems:
            groups[problem.cause].append(problem)
        return [(cause, groups[cause]) for cause in Cause if cause in groups]

    def counts(self) -> dict[str, int]:
        return {
            "rows": self.good_rows,
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "questions": len(self.questions),
            "unanswered": self.unanswered,
            "problems": self.bad_rows,
            "left_out": self.bad_rows + sum(q.answer in {"", SKIP} for q in self.questions),
        }


@dataclass
class Sorting:
    """The piles of a preview while its rows are put on them."""

    new: list[Entry] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def preview(self) -> Preview:
        return Preview(
            tuple(self.new),
            tuple(self.changed),
            tuple(self.unchanged),
            tuple(self.questions),
            tuple(sorted(self.problems, key=lambda problem: problem.row)),
        )


def preview_of(sheet: Sheet, workshop: Workshop, answers: Answers) -> Preview:
    """Six queries, however many rows. Saves nothing."""
    reader = RowReader(sheet, workshop, answers)
    piles = Sorting()
    rows: list[ReadRow] = []
    for row in sheet.rows:
        read, problems = reader.read(row)
        piles.problems += problems
        if read is not None:
            rows.append(read)
    rows = without_repeated(rows, piles)
    known = KnownPeople(workshop, [read.entry for read in rows])
    for read in rows:
        sort(read, known, answers.get("people", {}), piles)
    return piles.preview()


def without_repeated(rows: Sequence[ReadRow], piles: Sorting) -> list[ReadRow]:
    """The first of each person in the file; a second row of the same is a problem of its own."""
    first: dict[tuple[str, str], int | None] = {}
    kept = []
    for read in rows:
        identity = read.entry.identity
        if identity is not None and identity in first:
            piles.problems.append(repeated(read.entry, first[identity]))
            continue
        if identity is not None:
            first[identity] = read.entry.row
        kept.append(read)
    return kept


def repeated(entry: Entry, first_row: int | None) -> Problem:
    advice = _("Row %(row)s is the same person; keep one of the two.") % {"row": first_row}
    return Problem(
        entry.row or 0, Cause.REPEATED, "full_name", entry.full_name, entry.full_name, advice
    )


class KnownPeople:
    """Everybody in the project who could be somebody in the file, read at once."""

    def __init__(self, workshop: Workshop, entries: Sequence[Entry]) -> None:
        emails = {email_key(entry.email) for entry in entries if entry.email}
        alike = {entry.likeness for entry in entries}
        codes = {entry.code for entry in entries if entry.code}
        candidates = Person.objects.filter(
            project=workshop.project_id, erased_at__isnull=True, merged_into__isnull=True
        )
        people = {p.pk: p for p in candidates.filter(email_key__in=emails)}
        people |= {p.pk: p for p in candidates.filter(likeness_key__in=alike)}
        self.by_email: dict[str, list[Person]] = defaultdict(list)
        self.by_likeness: dict[str, list[Person]] = defaultdict(list)
        for person in people.values():
            if person.email_key:
                self.by_email[person.email_key].append(person)
            self.by_likeness[person.likeness_key].append(person)
        here = Registration.objects.filter(workshop=workshop).select_related("person")
        by_person = {row.person_id: row for row in here.filter(person__in=people)}
        self.by_code = {row.code: row for row in here.filter(code__in=codes)}
        self.registrations = by_person | {row.person_id: row for row in self.by_code.values()}
        self.last_seen = last_registrations(people)

    def same(self, entry: Entry) -> Person | None:
        """The person whose e-mail and name are both those of the entry."""
        identity = entry.identity
        if identity is None:
            return None
        found = [p for p in self.by_email[identity[0]] if p.name_key == identity[1]]
        return found[0] if found else None

    def alike(self, entry: Entry) -> tuple[Person, Reason] | None:
        shared = self.by_email[email_key(entry.email)] if entry.email else []
        if shared:
            return shared[0], Reason.EMAIL
        namesakes = self.by_likeness[entry.likeness]
        return (namesakes[0], Reason.NAME) if namesakes else None

    def shown(self, person: Person) -> Known:
        last = self.last_seen.get(person.pk)
        return Known(
            code=person.code,
            name=person.full_name,
            organisation=last.organisation_name if last else "",
            city=last.city_name if last else "",
        )


def last_registrations(people: Mapping[int, Person]) -> dict[int, Registration]:
    rows = Registration.objects.filter(person__in=people).order_by("registered_at")
    return {row.person_id: row for row in rows.only("person", "organisation_name", "city_name")}


def sort(read: ReadRow, known: KnownPeople, answers: Mapping[str, str], piles: Sorting) -> None:
    """Put one row on its pile."""
    entry = read.entry
    if entry.code:
        sort_by_reference(read, known, piles)
        return
    person = known.same(entry)
    if person is None:
        alike = known.alike(entry)
        if alike is not None:
            person, reason = alike
            answer = answers.get(str(entry.row), "")
            piles.questions.append(Question(entry, reason, known.shown(person), answer))
            if answer not in {SAME, DIFFERENT}:
                return
            person = person if answer == SAME else None
    sort_by_person(read, person, known, piles)


def sort_by_reference(read: ReadRow, known: KnownPeople, piles: Sorting) -> None:
    registration = known.by_code.get(read.entry.code)
    if registration is not None:
        compare(read, registration, piles)
        return
    entry = read.entry
    advice = _("Empty the cell to add a new person; a reference is never reused.")
    piles.problems.append(
        Problem(entry.row or 0, Cause.REFERENCE, "code", entry.full_name, entry.code, advice)
    )


def sort_by_person(
    read: ReadRow, person: Person | None, known: KnownPeople, piles: Sorting
) -> None:
    registration = known.registrations.get(person.pk) if person else None
    if registration is not None:
        compare(read, registration, piles)
    else:
        piles.new.append(replace(read.entry, person_id=person.pk if person else None))


def compare(read: ReadRow, registration: Registration, piles: Sorting) -> None:
    """Changed or unchanged. An empty cell leaves what stands there."""
    now = entry_of(registration)
    merged = replace(now, row=read.entry.row, **{
        name: getattr(read.entry, name) for name in read.filled
    })  # fmt: skip
    cells = tuple(
        CellChange(name, shown(getattr(now, name)), shown(getattr(merged, name)))
        for name in sorted(read.filled - {"city_id"})
        if getattr(now, name) != getattr(merged, name)
    )
    if cells:
        piles.changed.append(ChangedRow(merged, registration.pk, cells))
    else:
        piles.unchanged.append(merged)


def shown(value: Any) -> str:
    return "" if value is None else str(value)


def entry_of(registration: Registration) -> Entry:
    """A registration as the Entry that would leave it as it is."""
    person = registration.person
    names = ("sort_name", "certificate_name", "form_of_address", "email", "phone")
    as_on_that_day = (
        "position", "organisation_kind", "city_name", "city_id", "country_id", "gender",
        "gender_words", "role", "state", "mode", "attendance", "language", "access_needs",
        "diet_needs", "note", "code",
    )  # fmt: skip
    return Entry(
        full_name=person.full_name,
        organisation=registration.organisation_name,
        person_id=person.pk,
        **{name: getattr(person, name) for name in names},
        **{name: getattr(registration, name) for name in as_on_that_day},
    )
