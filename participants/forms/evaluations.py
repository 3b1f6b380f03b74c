from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.models import EvaluationResult
from writing.fields import FigureField
from writing.forms import VersionedForm


class EvaluationResultForm(VersionedForm):
    instance: EvaluationResult

    class Meta:
        model = EvaluationResult
        fields = [
            "question", "kind", "mean", "scale", "answers", "answered", "source", "order",
        ]  # fmt: skip
        help_texts = {
            "mean": _("Only for a mean on a scale."),
            "scale": _("From where to where, in words: 1 (not at all) to 5 (very much)."),
            "answers": _(
                "Only if the result is how many gave each answer. One a line, with a colon: "
                "Very useful: 12"
            ),
            "answered": _("Of fewer than five the result is kept, and shown in no report."),
            "source": _("The form or poll it is summed up from, and its day."),
            "order": _("Its place in the list; equal ones stand as they were entered."),
        }
        widgets = {
            "kind": forms.RadioSelect,
            "answers": forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        }
        field_classes = {"mean": FigureField}

    def clean(self) -> dict[str, Any]:
        """What is of the other kind is emptied: it was typed before the kind was chosen."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == EvaluationResult.Kind.MEAN:
            cleaned["answers"] = ""
            self._ask_for("mean", cleaned, _("Write the mean, such as 4.3."))
            self._ask_for("scale", cleaned, _("Say from where to where the scale runs."))
        elif cleaned.get("kind") == EvaluationResult.Kind.SHARES:
            cleaned["mean"] = None
            self._ask_for("answers", cleaned, _("Write each answer and how many gave it."))
        return cleaned

    def _ask_for(self, name: str, cleaned: dict[str, Any], words: Any) -> None:
        if name not in self.errors and cleaned.get(name) in {None, ""}:
            self.add_error(name, words)
