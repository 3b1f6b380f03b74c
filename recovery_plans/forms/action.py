from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from frameworks.models import Pathway, Target
from projects.models import Organisation
from projects.services import find_or_create_organisations
from recovery_plans.forms.fields import (
    LoadedChoiceField,
    OrganisationField,
    OrganisationNames,
    OrganisationsField,
    TargetsField,
)
from recovery_plans.forms.row_kinds import (
    IndicatorForm,
    MilestoneForm,
    MoneyForm,
    ReachedForm,
    ReportedMoneyForm,
    ValueForm,
)
from recovery_plans.forms.rows import Rows
from recovery_plans.models import Action, Indicator, IndicatorValue, Milestone, Money
from writing.fields import DayInput, not_to_come
from writing.forms import MarkdownInput, VersionedForm

Posted = Mapping[str, Any] | None


class StateForm(VersionedForm):
    """The state of an action, which is set by hand: it keeps its day and its reason."""

    class Meta:
        model = Action
        fields = ["state", "state_on", "state_reason"]
        widgets: dict[str, Any] = {"state_on": DayInput}
        help_texts = {
            "state_on": _("Left empty, a new state is as of today."),
            "state_reason": _("Needed when an action is stopped."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state_on"].validators.append(not_to_come)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        state = cleaned.get("state")
        if state == Action.State.STOPPED and not cleaned.get("state_reason"):
            self.add_error("state_reason", _("Say in a sentence why it was stopped."))
        if state != self._in_row.get("state") and not cleaned.get("state_on"):
            cleaned["state_on"] = timezone.localdate()
        return cleaned

    def save_by(self, user: User) -> bool:
        return self.is_valid() and super().save_by(user)


class ActionForm(StateForm):
    class Meta(StateForm.Meta):
        fields = [
            "title", "objective", "pathway", "other_pathways", "targets", "lead", "partners",
            "starts_on", "ends_on", "legal_needs", "institutional_needs", "risk", "gender_note",
            "costing", *StateForm.Meta.fields,
        ]  # fmt: skip
        widgets = {
            **StateForm.Meta.widgets,
            "objective": MarkdownInput(rows=6),
            "starts_on": DayInput,
            "ends_on": DayInput,
            **{
                name: forms.Textarea({"rows": 3})
                for name in ("legal_needs", "institutional_needs", "risk", "gender_note")
            },
        }

    def __init__(self, data: Posted, *, action: Action) -> None:
        super().__init__(data, instance=action)
        self.project = action.plan.project_city.project
        self.pathways = list(action.plan.framework.pathways.all())
        self.known_targets = list(Target.objects.all())
        self.names = OrganisationNames(self.project)
        self.fields["pathway"] = LoadedChoiceField(
            self.pathways, Pathway, label=_("Main pathway"), empty_label=_("Choose a pathway")
        )
        others = forms.ModelMultipleChoiceField(
            action.plan.framework.pathways.all(), label=_("Other pathways"), required=False,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        others.choices = [(one.pk, str(one)) for one in self.pathways]
        self.fields["other_pathways"] = others
        self.fields["targets"] = TargetsField(
            self.known_targets, label=_("SDG targets"),
            help_text=_("By code or by words: 11.5, or a word of its label."),
        )  # fmt: skip
        self.fields["lead"] = OrganisationField(
            self.names, label=_("Lead organisation"),
            help_text=_("An organisation, not a person. A new name is added to the list."),
        )  # fmt: skip
        self.fields["partners"] = OrganisationsField(
            self.names, label=_("Partner organisations"), help_text=_("One on each line.")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        others, main = cleaned.get("other_pathways"), cleaned.get("pathway")
        if others is not None and main is not None:
            cleaned["other_pathways"] = [one for one in others if one != main]
        return cleaned

    def save_by(self, user: User) -> bool:
        if not self.is_valid():
            return False
        self._make_organisations()
        return super().save_by(user)

    def _make_organisations(self) -> None:
        """Names that nobody has used in the project yet become organisations only now."""
        lead, partners = self.cleaned_data.get("lead"), self.cleaned_data.get("partners") or []
        wanted = [one for one in (lead, *partners) if one is not None]
        rows = find_or_create_organisations(
            self.project, [(one.name, "") for one in wanted if one.pk is None],
            is_example=self.instance.plan.is_example,  # type: ignore[attr-defined]
        )  # fmt: skip

        def saved(one: Organisation) -> Organisation:
            return one if one.pk else rows[one.name_key]

        made = {"lead": saved(lead) if lead else None, "partners": [saved(one) for one in partners]}
        self.cleaned_data |= made
        self._typed |= made


class OfOneAction:
    """A page about one action: its form, and rows of several kinds, saved one after the other."""

    action: Action
    form: StateForm
    rows: list[Rows]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Those of the rows; the form shows its own."""
        return [error for rows in self.rows for error in rows.errors]

    @property
    def saved_forms(self) -> list[VersionedForm]:
        """Those that a post was about, rows among them."""
        return [self.form, *(form for rows in self.rows for form in rows.posted)]

    def save_by(self, user: User) -> bool:
        return self.form.save_by(user) and all(rows.save_by(user) for rows in self.rows)


class ActionPage(OfOneAction):
    """An action and all that belongs to it, on one page: saved together or not at all."""

    def __init__(self, data: Posted, *, action: Action) -> None:
        self.action = action
        self.form = ActionForm(data, action=action)
        self.milestones = _rows(data, action, Milestone, MilestoneForm, "milestone")
        self.money = _rows(data, action, Money, _money_form(MoneyForm, action), "money")
        self.indicators = _rows(data, action, Indicator, IndicatorForm, "indicator")
        self.values = _values(data, action)
        self.rows = [self.milestones, self.money, self.indicators, self.values]

    def save_by(self, user: User) -> bool:
        return self.is_consistent() and super().save_by(user)

    def is_consistent(self) -> bool:
        """The answer to *is it costed?* and the lines of money say the same."""
        if not self.form.is_valid():
            return False
        costs = any(_is_cost(row) for row in self.money)
        is_costed = self.form.cleaned_data["costing"] != Action.Costing.NOT_COSTED
        if costs and not is_costed:
            text = _("A cost is entered below: say whether it is an estimate or budgeted.")
            self.form.add_error("costing", text)
        return not self.form.errors


class ReportPage(OfOneAction):
    """What has become of an action of a published plan: everything but its text."""

    def __init__(self, data: Posted, *, action: Action) -> None:
        self.action = action
        self.form = StateForm(data, instance=action)
        self.milestones = _rows(data, action, Milestone, ReachedForm, "milestone", blanks=0)
        reported = action.money.filter(kind__in=ReportedMoneyForm.KINDS).select_related("action")
        form = _money_form(ReportedMoneyForm, action)
        self.money = _rows(data, action, Money, form, "money", rows=reported)
        self.values = _values(data, action)
        self.rows = [self.milestones, self.money, self.values]


def _rows(
    data: Posted, action: Action, model: Any, form: Any, prefix: str, *, rows: Any = None,
    blanks: int = 1,
) -> Rows:  # fmt: skip
    if rows is None:
        rows = model.objects.filter(action=action).select_related("action") if action.pk else ()
    return Rows(
        form, rows=rows, make=lambda: model(action=action), data=data, prefix=prefix, blanks=blanks
    )


def _money_form(form: type[MoneyForm], action: Action) -> Any:
    years = list(action.plan.project_city.city.fiscal_years.all())
    return partial(form, currency=action.plan.currency, years=years)


def _values(data: Posted, action: Action) -> Rows:
    """Values can be given once their indicator is saved."""
    indicators = list(action.indicators.all()) if action.pk else []
    return Rows(
        partial(ValueForm, indicators=indicators),
        rows=IndicatorValue.objects.filter(indicator__in=indicators).select_related(
            "indicator__action"
        ),
        make=IndicatorValue,
        data=data,
        prefix="value",
        blanks=1 if indicators else 0,
    )


def _is_cost(row: Any) -> bool:
    if row.is_left_empty or not row.is_valid() or row.cleaned_data.get("remove"):
        return False
    return bool(row.cleaned_data.get("kind") == Money.Kind.COST)
