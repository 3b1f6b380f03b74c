"""What a check found in a list, as a file that a page reads a part of, however long the list.

A SQLite file of its own beside the staged list: it holds personal data for a day, and is never
a table of the portal's database, nor in its backups.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from participants.imports.known import Known, Reason
from participants.imports.reading import Cause, Problem, ReadRow, read_row
from participants.imports.sorting import DIFFERENT, ChangedRow, Preview, Question

TABLES = """
create table row (number integer primary key, pile text, cells text, changes text);
create table problem (row integer, cause text, field text, name text, value text, word text,
                      advice text);
create table question (row integer, key text, reason text, answer text, other_row integer,
                       known text);
"""
INDEXES = """
create index row_pile on row (pile, number);
create index problem_cause on problem (cause, row);
create index question_row on question (answer, row);
"""
TO_SAVE = ("new", "changed")
SHOWN_ROWS = 4  # numbers of rows named beside a word


class Word(NamedTuple):
    """A word that is on no list, or may mean nothing: one question for all its rows."""

    cause: Cause
    field: str
    value: str
    word: str
    advice: str
    rows: int
    first_rows: tuple[int, ...]


class FoundChange(NamedTuple):
    read: ReadRow
    cells: list[tuple[str, Any, Any]]  # field, before, after


class FoundQuestion(NamedTuple):
    read: ReadRow
    key: str
    reason: Reason
    answer: str
    other_row: int | None
    known: Known | None


@contextmanager
def new_findings(path: Path) -> Iterator[FindingsWriter]:
    """Findings to be written; the file is only for the portal's own user."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("pragma journal_mode = off")
        database.execute("pragma synchronous = off")
        database.executescript(TABLES)
        database.execute("begin")
        yield FindingsWriter(database)
        database.execute("commit")
        database.executescript(INDEXES)


class FindingsWriter:
    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def add(self, preview: Preview) -> None:
        insert = self.database.executemany
        insert("insert or replace into row values (?, ?, ?, ?)", rows_of(preview))
        insert(
            "insert into problem values (?, ?, ?, ?, ?, ?, ?)", map(problem_row, preview.problems)
        )
        insert(
            "insert into question values (?, ?, ?, ?, ?, ?)", map(question_row, preview.questions)
        )


def rows_of(preview: Preview) -> Iterator[tuple[Any, ...]]:
    """Each row once; one that is asked about and answered is, last, on the pile it then has."""
    for question in preview.questions:
        yield as_row(question.read, "asked")
    for read in preview.new:
        yield as_row(read, "new")
    for changed in preview.changed:
        yield as_row(changed.read, "changed", changed)
    for read in preview.unchanged:
        yield as_row(read, "unchanged")


def as_row(read: ReadRow, pile: str, changed: ChangedRow | None = None) -> tuple[Any, ...]:
    entry = read.entry
    cells = {name: getattr(entry, name) for name in read.filled}
    if entry.code:
        cells["code"] = entry.code
    if entry.person_id:
        cells["person_id"] = entry.person_id
    changes = json.dumps(changed.cells) if changed else ""
    return entry.row, pile, json.dumps(cells), changes


def problem_row(problem: Problem) -> tuple[Any, ...]:
    return (
        problem.row, problem.cause.value, problem.field, problem.name, problem.value, problem.word,
        problem.advice,
    )  # fmt: skip


def question_row(question: Question) -> tuple[Any, ...]:
    known = json.dumps(asdict(question.known)) if question.known else ""
    return (
        question.read.entry.row, question.key, question.reason.value, question.answer,
        question.other_row, known,
    )  # fmt: skip


LEFT_OUT = "select number from row where pile = 'asked'"
ALL_LEFT_OUT = "select number from row where pile = 'asked' union select row from problem"


class Findings:
    """Reads what a check found. Close it, or use it as a context."""

    def __init__(self, path: str) -> None:
        self.database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)

    def __enter__(self) -> Findings:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.database.close()

    def reads_to_save(self) -> Iterator[ReadRow]:
        """The rows that would be added or would change somebody, in the order of the list."""
        marks = ", ".join("?" * len(TO_SAVE))
        sql = f"select number, cells from row where pile in ({marks}) order by number"  # noqa: S608
        for number, cells in self.database.execute(sql, TO_SAVE):
            yield as_read(number, cells)

    def reads(self, pile: str, part: slice) -> list[ReadRow]:
        sql = "select number, cells from row where pile = ? order by number limit ? offset ?"
        rows = self.database.execute(sql, (pile, *limits(part)))
        return [as_read(number, cells) for number, cells in rows]

    def changes(self, part: slice) -> list[FoundChange]:
        sql = """select number, cells, changes from row where pile = 'changed'
                 order by number limit ? offset ?"""
        return [
            FoundChange(as_read(number, cells), [tuple(cell) for cell in json.loads(changes)])
            for number, cells, changes in self.database.execute(sql, limits(part))
        ]

    def causes(self) -> list[tuple[Cause, int]]:
        """Each cause that was met, and in how many rows."""
        sql = "select cause, count(distinct row) from problem group by cause"
        rows = dict(self.database.execute(sql))
        return [(cause, rows[cause.value]) for cause in Cause if cause.value in rows]

    def problem_count(self, cause: str) -> int:
        sql = "select count(*) from problem where cause = ?"
        number: int = self.database.execute(sql, (cause,)).fetchone()[0]
        return number

    def problems(self, cause: str, part: slice) -> list[Problem]:
        sql = """select row, cause, field, name, value, advice, word from problem where cause = ?
                 order by row limit ? offset ?"""
        rows = self.database.execute(sql, (cause, *limits(part)))
        return [Problem(row, Cause(kind), *rest) for row, kind, *rest in rows]

    def words(self, causes: Iterable[Cause], most: int) -> list[Word]:
        """The words to be answered, those in most rows first."""
        names = [cause.value for cause in causes]
        marks = ", ".join("?" * len(names))
        sql = f"""select cause, field, min(value), word, min(advice), count(*)
                  from problem where cause in ({marks})
                  group by cause, field, word order by count(*) desc, min(row) limit ?"""  # noqa: S608
        return [
            Word(Cause(cause), name, value, word, advice, rows, self._first_rows(name, word))
            for cause, name, value, word, advice, rows in self.database.execute(sql, (*names, most))
        ]

    def _first_rows(self, field: str, word: str) -> tuple[int, ...]:
        sql = "select row from problem where field = ? and word = ? order by row limit ?"
        return tuple(row for (row,) in self.database.execute(sql, (field, word, SHOWN_ROWS)))

    def questions(self, part: slice) -> list[FoundQuestion]:
        """Those without an answer first."""
        sql = """select question.row, row.cells, key, reason, answer, other_row, known
                 from question join row on row.number = question.row
                 order by answer <> '', question.row limit ? offset ?"""
        return [
            FoundQuestion(
                as_read(number, cells), key, Reason(reason), answer, other_row,
                Known(**json.loads(known)) if known else self._row_as_known(other_row),
            )
            for number, cells, key, reason, answer, other_row, known
            in self.database.execute(sql, limits(part))
        ]  # fmt: skip

    def _row_as_known(self, number: int | None) -> Known | None:
        sql = "select number, cells from row where number = ?"
        for found, cells in self.database.execute(sql, (number,)):
            entry = as_read(found, cells).entry
            return Known(entry.full_name, entry.organisation, entry.city_name)
        return None

    def problem_words(self) -> dict[int, list[str]]:
        """By row, what to put right in it; rows that are asked about or skipped are among them."""
        words: dict[int, list[str]] = {}
        for row, cause, advice in self.database.execute("select row, cause, advice from problem"):
            words.setdefault(row, []).append(f"{Cause(cause).label}: {advice}")
        sql = f"select row, reason from question where answer <> '{DIFFERENT}'"  # noqa: S608
        for row, reason in self.database.execute(sql + " and row in (" + LEFT_OUT + ")"):
            words.setdefault(row, []).append(str(Reason(reason).label))
        return words

    def counts(self) -> dict[str, int]:
        """How many rows are on each pile, as pages and reports say it."""
        piles = dict(self.database.execute("select pile, count(*) from row group by pile"))
        return {
            "rows": sum(piles.get(pile, 0) for pile in TO_SAVE),
            "new": piles.get("new", 0),
            "changed": piles.get("changed", 0),
            "unchanged": piles.get("unchanged", 0),
            "questions": self._one("select count(*) from question"),
            "unanswered": self._one("select count(*) from question where answer = ''"),
            "problems": self._one("select count(distinct row) from problem"),
            "left_out": self._one(f"select count(*) from ({ALL_LEFT_OUT})"),  # noqa: S608
        }  # fmt: skip

    def addresses(self) -> tuple[int, list[int]]:
        """How many new rows bring an address; and who is known already, for those that do not."""
        address = "coalesce(json_extract(cells, '$.email'), '')"
        new = f"from row where pile = 'new' and {address}"
        person = "json_extract(cells, '$.person_id')"
        known = self.database.execute(f"select {person} {new} = '' and {person} is not null")
        return self._one(f"select count(*) {new} <> ''"), [pk for (pk,) in known]

    def _one(self, sql: str) -> int:
        number: int = self.database.execute(sql).fetchone()[0]
        return number


def as_read(number: int, cells: str) -> ReadRow:
    values = json.loads(cells)
    read = read_row(number, values)
    return read._replace(filled=read.filled - {"person_id"})


def limits(part: slice) -> Sequence[int]:
    return part.stop - (part.start or 0), part.start or 0
