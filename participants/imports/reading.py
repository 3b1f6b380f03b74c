"""The cells of a row read into an Entry, with everything that is wrong, by cause."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.sheets.read import Row
from documents.sheets.write import unprotect
from participants.forms.registration import RegistrationForm
from participants.imports.columns import Sheet
from participants.imports.countries import known_countries
from participants.imports.words import choice_words, means_nothing, speaks_of_hombres, word_key
from participants.places import city_named, known_places
from participants.services.entries import Entry
from projects.models import Gender
from workshops.models import Workshop

Answers = Mapping[str, Mapping[str, str]]


class Cause(models.TextChoices):
    """Why a row cannot be taken in; problems are shown grouped by it."""

    NO_NAME = "no_name", gettext_lazy("No name")
    EMAIL = "email", gettext_lazy("The e-mail address is not complete")
    GENDER = "gender", gettext_lazy("Gender words that are not on the list")
    COUNTRY = "country", gettext_lazy("Country or area not found")
    CHOICE = "choice", gettext_lazy("Words that are not on a list")
    NOTHING = "nothing", gettext_lazy("Cells that may mean nothing")
    SIGNS = "signs", gettext_lazy("Line breaks or hidden signs in a cell")
    LONG = "long", gettext_lazy("Text that is too long")
    REFERENCE = "reference", gettext_lazy("Reference not found on this list")
    REPEATED = "repeated", gettext_lazy("The same person twice in the file")


WORD_CAUSES = (Cause.GENDER, Cause.CHOICE, Cause.COUNTRY, Cause.NOTHING)  # answered by the word


class Problem(NamedTuple):
    row: int  # the sheet's own number
    cause: Cause
    field: str
    name: str  # in the row, to recognise it by
    value: str  # of the cell
    advice: str  # how to put it right
    word: str = ""  # by which one answer holds for all rows that say the same


class ReadRow(NamedTuple):
    entry: Entry
    filled: frozenset[str]  # fields of the Entry that a cell says something of


TEXT_FIELDS = (
    "full_name", "email", "phone", "form_of_address", "sort_name", "certificate_name",
    "gender_words", "position", "organisation", "city_name", "access_needs", "diet_needs", "note",
)  # fmt: skip
LONG_FIELDS = ("access_needs", "diet_needs", "note")
CHOICE_FIELDS = (
    "gender", "role", "state", "mode", "attendance", "organisation_kind", "language",
)  # fmt: skip
M_MAY_BE_EITHER = {"m"}
ROWS_OF_WORDS = 1000  # in which the words of a column are looked through beforehand
HALVES = ("given_name", "family_name")
# What turns the direction of the text after it, and what stands where a letter was not read.
TURNS_OR_UNREAD = re.compile("[\u202a-\u202e\u2066-\u2069\ufffd]")
SIMPLE_ADDRESS = re.compile(r"[a-z0-9._+-]{1,64}@(?:[a-z0-9]{1,63}\.){1,4}[a-z]{2,12}", re.I)


class RowReader:
    """Reads the rows of one sheet; everything it looks up is looked up when it is made.

    `answers` is what the facilitator said of words that are on no list, by field and word_key:
    {"gender": {word: value}, "country": {word: name}, "organisation": {"n a": ""}, …}.
    What a column says again and again is understood once.
    """

    def __init__(self, sheet: Sheet, workshop: Workshop, answers: Answers) -> None:
        self.columns = [(named(field), index) for field, index in sheet.fields.items()]
        self.halves = [index for field, index in self.columns if field in HALVES]
        self.is_own_file = "code" in sheet.fields  # only what the portal wrote is protected
        form = RegistrationForm.base_fields  # the same cleaning as on the form
        self.fields: dict[str, Any] = {field: form[field] for field in TEXT_FIELDS}
        self.most = {field: form[field].max_length or 0 for field in TEXT_FIELDS}  # type: ignore[attr-defined]
        self.places = known_places()
        self.countries = known_countries()
        self.words = choice_words(workshop.project.gender_answers)
        if M_MAY_BE_EITHER & self.words["gender"].keys() and is_of_hombres(sheet):
            self.words["gender"] = {
                word: value for word, value in self.words["gender"].items()
                if word not in M_MAY_BE_EITHER
            }  # fmt: skip
        self.answers = answers
        for field, said in answers.items():
            self.words.setdefault(field, {}).update(said)
        self.understood: dict[tuple[str, ...], Any] = {}

    def read(self, row: Row) -> tuple[ReadRow | None, list[Problem]]:
        """The row as an Entry, or everything that is wrong with it."""
        cells = self._cells_of(row)
        reading = Reading(row.number, cells.get("full_name", ""))
        values: dict[str, Any] = {}
        for field, text in cells.items():
            READ_AS[field](self, field, text, values, reading)
        if not reading.has_name_in(values):
            reading.fault(Cause.NO_NAME, "full_name", reading.name, advice_on_name(reading.name))
        self._place(cells, values)
        if "gender_words" in values and values.get("gender") != Gender.ANOTHER:
            del values["gender_words"]
        if reading.problems:
            return None, reading.problems
        return read_row(row.number, values), []

    def _cells_of(self, row: Row) -> dict[str, str]:
        """The filled cells by field; two halves of a name are joined in the order of the sheet."""
        filled = row.cells
        cells = {
            field: text
            for field, index in self.columns
            if index < len(filled) and (text := filled[index].strip())
        }
        if self.is_own_file:
            cells = {field: unprotect(text) for field, text in cells.items()}
        if self.halves:
            halves = [cells.pop(half) for half in list(cells) if half in HALVES]
            if halves and "full_name" not in cells:
                cells["full_name"] = " ".join(halves)
        return cells

    def read_text(self, field: str, text: str, values: dict[str, Any], reading: Reading) -> None:
        if field == "email" and SIMPLE_ADDRESS.fullmatch(text):
            values[field] = text  # most of them: the form would give back what it was given
        elif not self.is_own_file and means_nothing(field, text):
            self.read_nothing(field, text, values, reading)
        elif field not in LONG_FIELDS and has_hidden_signs(text):
            advice = _("Write it on one line, without hidden signs.")
            reading.fault(Cause.SIGNS, field, text, advice)
        elif self.needs_no_cleaning(field, text):
            values[field] = text
        else:
            self.clean(field, text, values, reading)

    def needs_no_cleaning(self, field: str, text: str) -> bool:
        """Most cells: the form would give back what it was given, only more slowly."""
        is_short = len(text) <= self.most[field]
        return is_short and field != "email" and text.isprintable()

    def clean(self, field: str, text: str, values: dict[str, Any], reading: Reading) -> None:
        try:
            values[field] = str(self.fields[field].clean(text))
        except ValidationError as error:
            cause = Cause.EMAIL if field == "email" else Cause.LONG
            advice = advice_on_email(text) if field == "email" else " ".join(error.messages)
            reading.fault(cause, field, text, advice)

    def read_nothing(self, field: str, text: str, values: dict[str, Any], reading: Reading) -> None:
        """`n/a` is an answer of nobody: the facilitator says whether the cell is empty."""
        answer = self.answers.get(field, {}).get(word_key(text))
        if answer is None:
            reading.fault(Cause.NOTHING, field, text, _("Say what it means, or empty the cell."))
        elif answer:
            values[field] = text

    def read_choice(self, field: str, text: str, values: dict[str, Any], reading: Reading) -> None:
        value = self._once(("choice", field, text), lambda: self.words[field].get(word_key(text)))
        if value is None:
            cause = Cause.GENDER if field == "gender" else Cause.CHOICE
            reading.fault(cause, field, text, _("Say what it means, or correct the cell."))
        elif value:
            values[field] = value

    def read_country(self, field: str, text: str, values: dict[str, Any], reading: Reading) -> None:
        country_id = self._once(("country", text), lambda: self._country(text))
        if country_id is not None:
            values["country_id"] = country_id
        else:
            reading.fault(Cause.COUNTRY, field, text, self._advice_on_country(text))

    def read_code(self, field: str, text: str, values: dict[str, Any], reading: Reading) -> None:
        values[field] = text

    def _place(self, cells: Mapping[str, str], values: dict[str, Any]) -> None:
        """A city that leaves no doubt is recognised, and its country with it."""
        if "city_name" not in values:
            return
        name, country_id = values["city_name"], values.get("country_id")
        city = self._once(
            ("city", name, str(country_id)), lambda: city_named(name, country_id, self.places)
        )
        values["city_id"] = city.pk if city else None
        if city:
            values["country_id"] = city.country_id

    def _once(self, question: tuple[str, ...], answer: Callable[[], Any]) -> Any:
        if question not in self.understood:
            self.understood[question] = answer()
        return self.understood[question]

    def _country(self, written: str) -> int | None:
        answer = self.answers.get("country", {}).get(word_key(written))
        country = self.countries.named(answer or written)
        return country.pk if country else None

    def _advice_on_country(self, written: str) -> str:
        like = self.countries.like(written)
        if like is not None:
            return _("Did you mean %(country)s?") % {"country": like.name}
        return _("Write the country or area as in the list of the United Nations.")


READ_AS: dict[str, Callable[[RowReader, str, str, dict[str, Any], Reading], None]] = {
    **dict.fromkeys(TEXT_FIELDS, RowReader.read_text),
    **dict.fromkeys(CHOICE_FIELDS, RowReader.read_choice),
    "country": RowReader.read_country,
    "code": RowReader.read_code,
}


class Reading:
    """The problems of one row while it is read."""

    def __init__(self, row: int, name: str) -> None:
        self.row = row
        self.name = name
        self.problems: list[Problem] = []

    def fault(self, cause: Cause, field: str, value: str, advice: str) -> None:
        word = word_key(value) if cause in WORD_CAUSES else ""
        self.problems.append(Problem(self.row, cause, field, self.name, value, advice, word))

    def has_name_in(self, values: Mapping[str, Any]) -> bool:
        """A name has a letter; where its cell has a problem already, that is said instead."""
        if "full_name" in values:
            return any(map(str.isalpha, self.name))
        return any(problem.field == "full_name" for problem in self.problems)


def is_of_hombres(sheet: Sheet) -> bool:
    """By the heading of the column, and by the first rows of a list."""
    column = next((each for each in sheet.columns if each.field == "gender"), None)
    if column is None:
        return False
    cells = (row.cells for row in islice(sheet.rows, ROWS_OF_WORDS))
    words = {row[column.index] for row in cells if column.index < len(row)}
    return speaks_of_hombres(column.heading, words)


def named(field: str) -> str:
    """The field of the Entry, where the column is called otherwise."""
    return "city_name" if field == "city" else field


def read_row(number: int, values: Mapping[str, Any]) -> ReadRow:
    return ReadRow(Entry(row=number, **values), frozenset(values) - {"code"})


def has_hidden_signs(text: str) -> bool:
    if text.isprintable() and "\ufffd" not in text:
        return False
    return bool(TURNS_OR_UNREAD.search(text)) or any(
        unicodedata.category(letter) == "Cc" for letter in text
    )


def advice_on_name(name: str) -> str:
    if name:
        return _("A name has letters. Is it in another column?")
    return _("Write the name, or leave the row out if it is a note or a total.")


def advice_on_email(value: str) -> str:
    if ";" in value or "," in value or " " in value.strip():
        return _("Keep one address.")
    if "@" not in value:
        return _("The @ is missing; leave the cell empty if there is no address.")
    if value.endswith("@"):
        return _("Write the part after the @.")
    if "." not in value.rpartition("@")[2]:
        return _("Write the end, such as .org.")
    return _("Correct the address, or leave the cell empty.")
