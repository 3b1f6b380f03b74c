"""What is typed when a brief is cleared: steps, edited Word files, the file of record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from briefs.models import Brief, BriefExport, ClearanceStep, Edition, FileOfRecord
from briefs.models.clearance import on_the_web
from documents.attachments import DOCUMENTS
from documents.kinds import Kind, kind_of
from documents.uploads import check_upload
from writing.forms import VersionedForm

MOST_WORD_BYTES = 20 * 1024 * 1024
MOST_PDF_BYTES = 50 * 1024 * 1024


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClearanceStepForm(VersionedForm):
    instance: ClearanceStep
    file = forms.FileField(
        label=_("File that came back"), required=False,
        help_text=_("Word, PDF, XLSX or ODS, at most 20 MB. It is kept with its checksum."),
    )  # fmt: skip

    class Meta:
        model = ClearanceStep
        fields = ["unit", "sent", "sent_on", "due_on", "returned_on", "result", "remark"]
        widgets = {
            "sent_on": DateInput(), "due_on": DateInput(), "returned_on": DateInput(),
            "remark": forms.Textarea({"rows": 4}),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent: Any = self.fields["sent"]
        sent.queryset = files_to_send(self.instance.brief)
        sent.label_from_instance = file_words
        sent.empty_label = _now("none yet")
        result: Any = self.fields["result"]
        result.choices = [("", _now("not yet")), *ClearanceStep.Result.choices]

    def clean_file(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file:
            check_upload(file, DOCUMENTS, MOST_WORD_BYTES)
        return file


def files_to_send(brief: Brief) -> Any:
    made = BriefExport.objects.filter(edition__brief=brief, state=BriefExport.State.DONE)
    return made.select_related("edition").defer("edition__content").order_by("-edition", "format")


def file_words(export: BriefExport) -> str:
    """Such as: Edition 2, Word, A4, draft."""
    words = _now("Edition %(number)s") % {"number": export.edition.number}
    parts = [words, export.kind_label, _now("draft") if export.is_draft else ""]
    return ", ".join(filter(None, parts))


class WordFileForm(forms.Form):
    file = forms.FileField(
        label=_("The edited Word file"),
        help_text=_(
            "DOCX, at most 20 MB and 6,000 paragraphs: the one that was downloaded here, edited."
        ),
    )
    edition = forms.ModelChoiceField(
        label=_("Edition it was made of"), queryset=Edition.objects.none(), required=False,
        empty_label=_("as the file says"),
        help_text=_("Only for a file that no longer says it."),
    )  # fmt: skip

    def __init__(self, *args: Any, brief: Brief, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        edition: Any = self.fields["edition"]
        edition.queryset = brief.editions.defer("content")
        edition.label_from_instance = lambda one: (
            _now("Edition %(number)s") % {"number": one.number}
        )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if kind_of(file) is Kind.LOCKED:
            raise forms.ValidationError(
                _now("This file is protected by a password. Save it without one.")
            )
        check_upload(file, [Kind.DOCX], MOST_WORD_BYTES)
        return file


class FileOfRecordForm(forms.ModelForm[FileOfRecord]):
    address = forms.URLField(
        label=_("Address in the repository"), required=False, max_length=400,
        assume_scheme="https", validators=[on_the_web],
        help_text=_("Where the institution keeps it, such as https://repository.unescap.org/…"),
    )  # fmt: skip

    class Meta:
        model = FileOfRecord
        fields = ["file", "symbol", "address", "reason"]
        help_texts = {
            "file": _("PDF, at most 50 MB. Its text and figures are those of the edition."),
        }  # fmt: skip

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.replaces = edition.records.first()
        if self.replaces is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True

    def clean_file(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file:
            check_upload(file, [Kind.PDF], MOST_PDF_BYTES)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("file") and not cleaned.get("address"):
            self.add_error("file", _now("Choose a PDF or give its address."))
        return cleaned
