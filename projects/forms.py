from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from projects.models import ProjectIndicator, ProjectIndicatorValue
from writing.fields import DayInput, FigureField, not_to_come
from writing.forms import VersionedForm


class IndicatorForm(VersionedForm):
    instance: ProjectIndicator

    class Meta:
        model = ProjectIndicator
        fields = [
            "code", "title", "unit", "baseline", "baseline_on", "target", "target_on",
            "verification", "order",
        ]  # fmt: skip
        labels = {"title": _("What is measured")}
        help_texts = {
            "code": _("As in the project document, such as IA 1.1."),
            "unit": _("What one counts: cities, people, per cent."),
            "order": _("Its place in the list; equal ones stand as they were entered."),
        }
        widgets = {"baseline_on": DayInput, "target_on": DayInput}
        field_classes = {"baseline": FigureField, "target": FigureField}


class ValueForm(VersionedForm):
    instance: ProjectIndicatorValue

    class Meta:
        model = ProjectIndicatorValue
        fields = ["value", "on", "source", "is_estimate"]
        help_texts = {"source": _("What a reader needs to find it: document, page, address.")}
        widgets = {"on": DayInput}
        field_classes = {"value": FigureField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].validators.append(not_to_come)

    def clean(self) -> dict[str, Any]:
        """One value a day: the form has no field for the indicator, so Django does not ask."""
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("on")
        same = ProjectIndicatorValue.objects.filter(indicator=self.instance.indicator)
        if day and same.filter(on=day).exclude(pk=self.instance.pk).exists():
            self.add_error("on", _now("This indicator has a value of that day already."))
        return cleaned
