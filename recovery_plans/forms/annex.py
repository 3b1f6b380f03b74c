from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from documents.attachments import PICTURES, taken_in
from recovery_plans.models import Annex, RecoveryPlan


class AnnexForm(forms.ModelForm[Annex]):
    class Meta:
        model = Annex
        fields = ["file", "title", "alt_text", "action"]
        help_texts = {
            "file": _(
                "PDF, Word, XLSX, ODS, JPEG or PNG, at most 10 MB. Public once the plan is "
                "published. Pictures are made smaller and lose what the camera noted: place, time."
            ),
            "alt_text": _("Of a photograph or map, in a sentence, for those who cannot see it."),
        }

    def __init__(self, *args: Any, plan: RecoveryPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.plan = plan
        action: Any = self.fields["action"]
        action.queryset = plan.actions.current()
        action.empty_label = _("the plan as a whole")

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
