"""The cells of a row read into an Entry, with everything that is wrong, by cause."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.sheets.read import Row
from documents.sheets.write import unprotect
from participants.forms.registration import RegistrationForm
from participants.imports.columns import Sheet
from participants.imports.countries import known_countries
from participants.imports.headings import heading_key
from participants.imports.words import choice_words
from participants.names import name_key
from participants.places import city_named, known_places
from participants.services.entries import Entry
from projects.models import Gender
from workshops.models import Workshop


class Cause(models.TextChoices):
    """Why a row cannot be taken in; problems are shown grouped by it."""

    NO_NAME = "no_name", gettext_lazy("No name")
    EMAIL = "email", gettext_lazy("The e-mail address is not complete")
    GENDER = "gender", gettext_lazy("Gender words that are not on the list")
    COUNTRY = "country", gettext_lazy("Country or area not found")
    CHOICE = "choice", gettext_lazy("Words that are not on a list")
    SIGNS = "signs", gettext_lazy("Line breaks or hidden signs in a cell")
    LONG = "long", gettext_lazy("Text that is too long")
    REFERENCE = "reference", gettext_lazy("Reference not found on this list")
    REPEATED = "repeated", gettext_lazy("The same person twice in the file")


@dataclass(frozen=True)
class Problem:
    row: int  # the sheet's own number
    cause: Cause
    field: str
    name: str  # in the row, to recognise it by
    value: str  # of the cell
    advice: str  # how to put it right


@dataclass(frozen=True)
class ReadRow:
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
HALVES = ("given_name", "family_name")


class RowReader:
    """Reads the rows of one sheet; everything it looks up is looked up when it is made.

    `answers` is what the facilitator said of words that are on no list:
    {"gender": {heading_key of the word: value}, "country": {heading_key: alpha-2}, …}.
    """

    def __init__(
        self, sheet: Sheet, workshop: Workshop, answers: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.columns = sheet.fields
        self.is_own_file = "code" in sheet.fields  # only what the portal wrote is protected
        form = RegistrationForm.base_fields  # the same cleaning as on the form
        self.fields = {field: form[field] for field in TEXT_FIELDS}
        self.places = known_places()
        self.countries = known_countries()
        self.words = choice_words(workshop.project.gender_answers)
        for field, said in answers.items():
            self.words.setdefault(field, {}).update(said)

    def read(self, row: Row) -> tuple[ReadRow | None, list[Problem]]:
        cells = self._cells_of(row)
        reading = Reading(row.number, cells.get("full_name", ""))
        if not name_key(reading.name):
            advice = _("Write the name, or leave the row out if it is a note or a total.")
            reading.fault(Cause.NO_NAME, "full_name", reading.name, advice)
        values = {
            **{field: self._text(field, cells[field], reading)
               for field in TEXT_FIELDS if field in cells},
            **{field: self._choice(field, cells[field], reading)
               for field in CHOICE_FIELDS if field in cells},
            **self._place(cells, reading),
        }  # fmt: skip
        if values.get("gender") != Gender.ANOTHER:
            values.pop("gender_words", None)
        if reading.problems:
            return None, reading.problems
        entry = Entry(row=row.number, code=cells.get("code", ""), **values)
        return ReadRow(entry, frozenset(values)), []

    def _cells_of(self, row: Row) -> dict[str, str]:
        """The filled cells by field; two halves of a name are joined in the order of the sheet."""
        cells = {
            field: text
            for field, index in self.columns.items()
            if index < len(row.cells) and (text := row.cells[index].strip())
        }
        if self.is_own_file:
            cells = {field: unprotect(text) for field, text in cells.items()}
        halves = [cells.pop(half) for half in HALVES if half in cells]
        if halves and "full_name" not in cells:
            cells["full_name"] = " ".join(halves)
        if "city" in cells:
            cells["city_name"] = cells.pop("city")
        return cells

    def _text(self, field: str, value: str, reading: Reading) -> str:
        if field not in LONG_FIELDS and has_control_signs(value):
            advice = _("Write it on one line, without hidden signs.")
            reading.fault(Cause.SIGNS, field, value, advice)
            return ""
        try:
            return str(self.fields[field].clean(value))
        except ValidationError as error:
            cause = Cause.EMAIL if field == "email" else Cause.LONG
            advice = advice_on_email(value) if field == "email" else " ".join(error.messages)
            reading.fault(cause, field, value, advice)
            return ""

    def _choice(self, field: str, value: str, reading: Reading) -> str:
        key = heading_key(value)
        if key in self.words[field]:
            return self.words[field][key]
        cause = Cause.GENDER if field == "gender" else Cause.CHOICE
        reading.fault(cause, field, value, _("Say what it means, or correct the cell."))
        return ""

    def _place(self, cells: Mapping[str, str], reading: Reading) -> dict[str, Any]:
        """A city that leaves no doubt is recognised, and its country with it."""
        values: dict[str, Any] = {}
        if "country" in cells:
            values["country_id"] = self._country(cells["country"], reading)
        if "city_name" in cells:
            city = city_named(cells["city_name"], values.get("country_id"), self.places)
            values["city_id"] = city.pk if city else None
            if city:
                values["country_id"] = city.country_id
        return values

    def _country(self, written: str, reading: Reading) -> int | None:
        answer = self.words.get("country", {}).get(heading_key(written))
        country = self.countries.named(answer or written)
        if country is None:
            reading.fault(Cause.COUNTRY, "country", written, self._advice_on_country(written))
        return country.pk if country else None

    def _advice_on_country(self, written: str) -> str:
        like = self.countries.like(written)
        if like is not None:
            return _("Did you mean %(country)s?") % {"country": like.name}
        return _("Write the country or area as in the list of the United Nations.")


class Reading:
    """The problems of one row while it is read."""

    def __init__(self, row: int, name: str) -> None:
        self.row = row
        self.name = name
        self.problems: list[Problem] = []

    def fault(self, cause: Cause, field: str, value: str, advice: str) -> None:
        self.problems.append(Problem(self.row, cause, field, self.name, value, advice))


def has_control_signs(value: str) -> bool:
    return any(unicodedata.category(letter) == "Cc" for letter in value)


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
