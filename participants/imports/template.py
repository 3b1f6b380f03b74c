"""The empty sheet that offices may fill, and what each of its columns is for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from participants.forms.imports import FIELD_LABELS
from participants.imports.words import choice_labels


class TemplateColumn(NamedTuple):
    field: str
    label: str
    words: str  # what goes into it


EXAMPLE_COLUMNS = (
    "full_name", "gender", "email", "phone", "position", "organisation", "organisation_kind",
    "city", "country", "role", "language", "access_needs", "diet_needs", "note",
)  # fmt: skip
# Invented people; whoever fills the sheet writes over them.
EXAMPLES = [
    ["Example Person A", "Female", "a@example.org", "+679 331 3433", "Economist", "City Council",
     "City and local government", "Suva", "Fiji", "Participant", "English", "", "", ""],
    ["Example Person B", "Male", "", "", "Head of planning", "Ministry of Planning",
     "National government", "", "Viet Nam", "Speaker", "Vietnamese", "Seat near the door", "",
     "Arrives on the second day"],
]  # fmt: skip


def header() -> list[str]:
    return [str(FIELD_LABELS[field]) for field in EXAMPLE_COLUMNS]


def columns() -> list[TemplateColumn]:
    return [
        TemplateColumn(field, str(FIELD_LABELS[field]), words_for(field))
        for field in EXAMPLE_COLUMNS
    ]


def words_for(field: str) -> str:
    words = {
        "full_name": _("Required. Kept exactly as it stands. May also be two columns: given name "
                       "and family name."),
        "gender": _("Female, male, F or M, in any of our languages. Another word is a question."),
        "email": _("One address, or nothing."),
        "phone": _("As it is dialled, such as +679 331 3433."),
        "city": _("A city we know is recognised, and its country with it."),
        "country": _("Name or code, such as Viet Nam, VN or VNM."),
        "access_needs": _("Deleted a week after the workshop."),
        "diet_needs": _("Deleted a week after the workshop."),
    }.get(field)  # fmt: skip
    labels = choice_labels().get(field, [])
    return words or named(label for _value, label in labels) or _("Any text, or nothing.")


def named(labels: Iterable[str]) -> str:
    return ", ".join(labels)
