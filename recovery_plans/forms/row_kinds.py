"""The rows of an action: milestones, money, indicators and their values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cities.models import FiscalYear
from recovery_plans.forms.fields import AmountField, LoadedChoiceField
from recovery_plans.forms.rows import RowForm
from recovery_plans.models import Indicator, IndicatorValue, Milestone, Money
from writing.fields import DayInput, FigureField, not_to_come


class OfAction(RowForm):
    @property
    def parent(self) -> models.Model:
        return self.instance.action  # type: ignore[attr-defined,no-any-return]


class MilestoneForm(OfAction):
    class Meta:
        model = Milestone
        fields = ["title", "due_on", "done_on"]
        labels = {"title": _("What is reached")}
        widgets = {"due_on": DayInput, "done_on": DayInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "done_on" in self.fields:
            self.fields["done_on"].validators.append(not_to_come)


class ReachedForm(MilestoneForm):
    """Of a milestone of a published plan: when it was reached."""

    class Meta(MilestoneForm.Meta):
        fields = ["done_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remove", None)


class MoneyForm(OfAction):
    class Meta:
        model = Money
        fields = ["kind", "amount", "fiscal_year", "source", "on"]
        labels = {"source": _("Source")}
        widgets = {"on": DayInput}

    def __init__(
        self, *args: Any, currency: str, years: Sequence[FiscalYear], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        label = _now("Amount in %(currency)s") % {"currency": currency}
        self.fields["amount"] = AmountField(currency=currency, label=label)
        self.fields["fiscal_year"] = LoadedChoiceField(
            years, FiscalYear, label=_("Fiscal year"), required=False, empty_label=_("not said")
        )


class ReportedMoneyForm(MoneyForm):
    """What was secured, requested and spent; what an action costs stands in the plan's text."""

    KINDS = (Money.Kind.SECURED, Money.Kind.REQUESTED, Money.Kind.SPENT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = forms.ChoiceField(
            label=_("Kind"), choices=[("", "---------"), *((one, one.label) for one in self.KINDS)]
        )
        self.fields["kind"] = kind


class IndicatorForm(OfAction):
    class Meta:
        model = Indicator
        fields = ["title", "unit", "baseline", "baseline_on", "target", "target_on"]
        labels = {"title": _("What is counted")}
        widgets = {"baseline_on": DayInput, "target_on": DayInput}
        field_classes = {"baseline": FigureField, "target": FigureField}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        baseline, target = cleaned.get("baseline"), cleaned.get("target")
        if baseline is not None and baseline == target:
            text = _("Baseline and target are the same, so nothing can be measured.")
            self.add_error("target", text)
        return cleaned


class ValueForm(RowForm):
    class Meta:
        model = IndicatorValue
        fields = ["indicator", "value", "on", "source", "is_estimate"]
        widgets = {"on": DayInput}
        field_classes = {"value": FigureField}

    def __init__(self, *args: Any, indicators: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"] = LoadedChoiceField(
            indicators, Indicator, label=_("Progress indicator"), empty_label="---------"
        )
        self.fields["on"].validators.append(not_to_come)

    @property
    def parent(self) -> models.Model:
        return self.instance.indicator  # type: ignore[attr-defined,no-any-return]
