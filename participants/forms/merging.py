from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.duplicates import MergePreview
from participants.models import Person

KEPT, MERGED = "kept", "merged"
SIDES = [(KEPT, _("of the row that stays")), (MERGED, _("of the other row"))]


class MergeForm(forms.Form):
    """Which value stays where the two rows say different things."""

    kept_version = forms.IntegerField(widget=forms.HiddenInput)
    merged_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, preview: MergePreview, kept: Person, merged: Person, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["kept_version"] = kept.version
        self.initial["merged_version"] = merged.version
        self.preview = preview
        for field in preview.asked:
            self.fields[field.name] = forms.ChoiceField(
                label=field.label, choices=SIDES, widget=forms.RadioSelect, initial=KEPT
            )

    @property
    def takes(self) -> list[str]:
        """The fields whose value is that of the row that goes."""
        return [
            field.name
            for field in self.preview.fields
            if field.takes_merged or self.cleaned_data.get(field.name) == MERGED
        ]

    @property
    def versions(self) -> tuple[int, int]:
        return self.cleaned_data["kept_version"], self.cleaned_data["merged_version"]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each field with both values, and which of them is chosen."""
        return [
            {
                "field": field,
                "chosen": self[field.name].value() if field.is_asked else "",
                "errors": self[field.name].errors if field.is_asked else [],
            }
            for field in self.preview.fields
            if field.kept or field.merged
        ]
