from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.text import Truncator
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from participants.imports.columns import Column, Sheet
from participants.imports.findings import FoundQuestion, Word
from participants.imports.headings import HEADINGS
from participants.imports.reading import Answers, Cause
from participants.imports.sorting import DIFFERENT, SAME, SKIP
from participants.imports.staging import LIMITS
from participants.imports.words import choice_labels

LEFT_OUT = ""
FIELD_LABELS: dict[str, Any] = {
    "full_name": _("Full name"), "given_name": _("Given name"), "family_name": _("Family name"),
    "gender": _("Gender"), "gender_words": _("Gender, in own words"), "email": _("E-mail"),
    "phone": _("Phone"), "position": _("Position"), "organisation": _("Organisation"),
    "organisation_kind": _("Type of organisation"), "city": _("City"),
    "country": _("Country or area"), "role": _("Role"), "state": _("State of the registration"),
    "mode": _("Takes part"), "attendance": _("Attendance"), "language": _("Language"),
    "form_of_address": _("Form of address"), "sort_name": _("Name to sort by"),
    "certificate_name": _("Name on the certificate"), "access_needs": _("Access needs"),
    "diet_needs": _("Diet"), "note": _("Note"), "code": _("Reference"),
}  # fmt: skip


class ImportForm(forms.Form):
    """A list to import: a file, or cells pasted from a sheet."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV, Excel (XLSX, XLS) or OpenDocument (ODS), with headings."),
    )
    pasted = forms.CharField(
        label=_("Or paste from your sheet"),
        required=False,
        max_length=5_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Select the cells with their headings, copy them and paste them here."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not cleaned.get("pasted", "").strip():
            raise forms.ValidationError(_("Choose a file, or paste the cells of your sheet."))
        return cleaned

    def clean_file(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        most = LIMITS.max_bytes
        if file is not None and (file.size or 0) > most:
            raise forms.ValidationError(
                _text("The file is larger than %(megabytes)s MB.") % {"megabytes": most >> 20}
            )
        return file

    def upload(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        return file or SimpleUploadedFile(
            _text("pasted cells"), self.cleaned_data["pasted"].encode()
        )


class ColumnsForm(forms.Form):
    """Which field each column of the sheet fills."""

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        choices = [(LEFT_OUT, _("Leave it out")), *((f, FIELD_LABELS[f]) for f in HEADINGS)]
        for column in sheet.columns:
            self.fields[f"column-{column.index}"] = forms.ChoiceField(
                label=column.heading or _text("Column %(number)s") % {"number": column.index + 1},
                choices=choices,
                required=False,
                initial=column.field,
            )

    def rows(self) -> Iterator[tuple[Column, forms.BoundField]]:
        for column in self.sheet.columns:
            yield column, self[f"column-{column.index}"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen: dict[str, str] = {}
        for name, field in cleaned.items():
            if field and field in chosen:
                self.add_error(name, _("Another column fills this field already."))
            elif field:
                chosen[field] = name
        if not chosen.keys() & {"full_name", "given_name", "family_name"}:
            raise forms.ValidationError(_("Say which column holds the names."))
        return cleaned

    def columns(self) -> dict[str, int]:
        return {
            field: int(name.removeprefix("column-"))
            for name, field in self.cleaned_data.items()
            if field
        }


class AnswersForm(forms.Form):
    """What a facilitator says of words on no list, of countries and of possible duplicates.

    It asks about what one page shows; what was said before stays.
    """

    def __init__(
        self,
        *args: Any,
        words: Sequence[Word],
        questions: Sequence[FoundQuestion],
        answers: Answers,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.answers = answers
        self.asked: dict[str, tuple[str, str]] = {}  # name of the field → what is answered
        for word in words:
            self._ask(("word", word.field, word.word), word_question(word))
        for question in questions:
            self._ask(("people", "people", question.key), person_question(question))

    def _ask(self, about: tuple[str, str, str], field: forms.Field) -> None:
        name = field_name(*about)
        self.fields[name] = field
        self.asked[name] = about[1:]

    def about(self, kind: str, field: str, key: str) -> forms.BoundField:
        return self[field_name(kind, field, key)]

    def merged(self) -> dict[str, dict[str, str]]:
        """All answers, those given before included; a word left unanswered is still a problem."""
        merged = {field: dict(said) for field, said in self.answers.items()}
        for name, value in self.cleaned_data.items():
            if value:
                field, key = self.asked[name]
                merged.setdefault(field, {})[key] = "" if value == NOTHING else value
        return merged


NOTHING = "nothing"
AS_IT_STANDS = "as_it_stands"


def field_name(kind: str, field: str, key: str) -> str:
    """A name for a field of the page, whatever the word in the sheet is."""
    return (
        f"{kind}-{blake2b(f'{field}:{key}'.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
    )


def word_question(word: Word) -> forms.Field:
    label = _text("“%(word)s”") % {"word": Truncator(word.value).chars(60)}
    if word.field == "country":
        return forms.CharField(
            label=label, required=False, max_length=100, help_text=word.advice,
            widget=forms.TextInput(attrs={"dir": "auto"}),
        )  # fmt: skip
    choices: list[tuple[str, Any]] = [("", _text("Choose an answer")), *answers_to(word)]
    return forms.ChoiceField(label=label, required=False, choices=choices)


def answers_to(word: Word) -> list[tuple[str, Any]]:
    if word.cause == Cause.NOTHING:
        return [
            (NOTHING, _text("Nothing: the cell is empty")),
            (AS_IT_STANDS, _text("It is meant as it stands")),
        ]
    choices = choice_labels()[word.field]
    nothing = _text("Not recorded") if word.field == "gender" else _text("Nothing: leave it empty")
    return [*choices, (NOTHING, nothing)]


def person_question(question: FoundQuestion) -> forms.Field:
    label = _text("Row %(row)s: are they the same person?") % {"row": question.read.entry.row}
    choices = [
        (SAME, _text("Same person")),
        (DIFFERENT, _text("Different people")),
        (SKIP, _text("Skip this row")),
    ]
    return forms.ChoiceField(
        label=label, required=False, choices=choices, widget=forms.RadioSelect,
        initial=question.answer,
    )  # fmt: skip
