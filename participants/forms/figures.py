from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.forms.attendance import LineField
from participants.models import ParticipationRecord
from participants.services import Figures

Basis = ParticipationRecord.Basis


class FiguresForm(forms.Form):
    """What the figures rest on; the list unless somebody says otherwise."""

    basis = forms.ChoiceField(
        label=_("The figures rest on"), choices=Basis.choices, initial=Basis.LIST,
        widget=forms.RadioSelect,
    )  # fmt: skip
    line = LineField(
        label=_("Participants (M/F)"), max_length=100, required=False,
        help_text=_("Only if counted in the room or taken from a source: as in 26 (15/11)."),
    )  # fmt: skip
    precision = forms.ChoiceField(
        label=_("The source says"), choices=ParticipationRecord.Precision.choices, required=False
    )
    citation = forms.CharField(
        label=_("Source"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What a reader needs to find it: title, page, address."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        basis = cleaned.get("basis")
        if basis in {Basis.COUNTED, Basis.SOURCE} and not (cleaned.get("line") or self.errors):
            self.add_error("line", _("Write the figures, as in 26 (15/11)."))
        if basis == Basis.SOURCE and not cleaned.get("citation"):
            self.add_error("citation", _("Say where the figures are taken from."))
        return cleaned

    def figures(self) -> Figures:
        typed = self.cleaned_data
        if typed["basis"] == Basis.LIST:
            return Figures()
        return Figures(
            basis=typed["basis"],
            stated=typed["line"],
            precision=typed["precision"] or ParticipationRecord.Precision.EXACT,
            citation=typed["citation"],
        )


class CorrectionForm(FiguresForm):
    reason = forms.CharField(
        label=_("Why are the figures corrected?"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept and shown beside the new figures."),
    )  # fmt: skip
