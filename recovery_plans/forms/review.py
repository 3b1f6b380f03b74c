from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from documents.kinds import Kind
from documents.uploads import check_upload, clean_name
from recovery_plans.forms.fields import DayInput
from recovery_plans.forms.row_kinds import not_to_come
from recovery_plans.models import Adoption, Comment, RecoveryPlan

MOST_BYTES = 10 * 1024 * 1024


class CommentForm(forms.ModelForm[Comment]):
    class Meta:
        model = Comment
        fields = ["text", "is_request"]
        labels = {"text": _("What do you want to say?")}
        widgets = {"text": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, may_ask: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_ask:
            del self.fields["is_request"]


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What should be changed?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
    )


class AdoptionForm(forms.ModelForm[Adoption]):
    class Meta:
        model = Adoption
        fields = ["body", "kind", "number", "on", "result", "revision", "file"]
        widgets = {"on": DayInput}
        help_texts = {
            "body": _("Such as Suva City Council."),
            "kind": _("Such as resolution or ordinance."),
            "file": _("The decision as PDF or picture, at most 10 MB. Public like the plan."),
        }

    def __init__(self, *args: Any, plan: RecoveryPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        revision: Any = self.fields["revision"]
        revision.queryset = plan.revisions.defer("content")
        revision.required = plan.state != RecoveryPlan.State.REVIEWED
        revision.empty_label = None if revision.required else _("the text reviewed now")
        revision.initial = plan.published_id if revision.required else None
        self.fields["on"].validators.append(not_to_come)

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if isinstance(file, UploadedFile):
            check_upload(file, [Kind.PDF, Kind.PNG, Kind.JPEG], MOST_BYTES)
            file.name = clean_name(file.name or "")
        return file
