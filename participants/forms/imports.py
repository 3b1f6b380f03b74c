from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from documents.sheets.read import Limits
from participants.imports.columns import Column, Sheet
from participants.imports.headings import HEADINGS, heading_key
from participants.imports.preview import DIFFERENT, SAME, SKIP, Preview, Question
from participants.imports.reading import Cause, Problem
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
        help_text=_("CSV, Excel (XLSX, XLS) or OpenDocument (ODS), with one row of headings."),
    )
    pasted = forms.CharField(
        label=_("Or paste from your sheet"),
        required=False,
        max_length=1_000_000,
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
        most = Limits().max_bytes
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
    """What a facilitator says of words on no list, of countries and of possible duplicates."""

    def __init__(
        self, *args: Any, preview: Preview, answers: Mapping[str, Mapping[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.preview = preview
        self.answers = answers
        self.first_rows: dict[str, int] = {}  # of each word's question
        for problem in one_of_each_word(preview.problems):
            name = word_field_name(problem)
            self.fields[name], self.first_rows[name] = word_question(problem), problem.row
        for question in preview.questions:
            self.fields[person_field_name(question)] = person_question(question)

    def merged(self) -> dict[str, dict[str, str]]:
        """All answers, those given before included; a word left unanswered is still a problem."""
        merged = {field: dict(said) for field, said in self.answers.items()}
        for name, value in self.cleaned_data.items():
            if value:
                _kind, field, key = name.split(":", 2)
                merged.setdefault(field, {})[key] = "" if value == NOT_RECORDED else value
        return merged


NOT_RECORDED = "not_recorded"


def one_of_each_word(problems: tuple[Problem, ...]) -> Iterator[Problem]:
    seen = set()
    for problem in problems:
        key = word_field_name(problem)
        if problem.cause in {Cause.GENDER, Cause.CHOICE, Cause.COUNTRY} and key not in seen:
            seen.add(key)
            yield problem


def word_field_name(problem: Problem) -> str:
    return f"word:{problem.field}:{heading_key(problem.value)}"


def person_field_name(question: Question) -> str:
    return f"row:people:{question.entry.row}"


def word_question(problem: Problem) -> forms.Field:
    label = _text("“%(word)s”") % {"word": problem.value}
    if problem.field == "country":
        return forms.CharField(
            label=label, required=False, max_length=100, help_text=problem.advice,
            widget=forms.TextInput(attrs={"dir": "auto"}),
        )  # fmt: skip
    choices = choice_labels()[problem.field]
    if problem.field == "gender":
        choices = [*choices, (NOT_RECORDED, _text("Not recorded"))]
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _text("Choose an answer")), *choices]
    )


def person_question(question: Question) -> forms.Field:
    label = _text("Row %(row)s: are they the same person?") % {"row": question.entry.row}
    choices = [
        (SAME, _text("Same person")),
        (DIFFERENT, _text("Different people")),
        (SKIP, _text("Skip this row")),
    ]
    return forms.ChoiceField(
        label=label, required=False, choices=choices, widget=forms.RadioSelect,
        initial=question.answer,
    )  # fmt: skip
