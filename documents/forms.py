from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from documents.attachments import PICTURES, taken_in

FILE_HELP = _(
    "PDF, Word, XLSX, ODS, JPEG or PNG, at most 10 MB. Pictures are made smaller and lose what "
    "the camera noted: place, time."
)
ALT_HELP = _("Of a photograph or map, in a sentence, for those who cannot see it.")


class AttachmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """A file that comes in for a row of documents.attachments.Attachment."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            file, self.instance.kind = taken_in(file)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.kind in PICTURES and not cleaned.get("alt_text"):
            text = _("Say in a sentence what is to be seen on the picture.")
            self.add_error("alt_text", text)
        return cleaned
