from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cities.models import ProjectCity
from projects.models import Language, currency_code
from recovery_plans.forms.fields import LoadedChoiceField
from recovery_plans.forms.rows import OneOfMany, RowForm, Rows, errors_of
from recovery_plans.models import PathwaySection, Priority, RecoveryPlan
from workshops.models import Workshop
from writing.forms import MarkdownInput, VersionedForm


class PlanBeginForm(forms.Form):
    project_city = forms.ModelChoiceField(ProjectCity.objects.none(), label=_("City"))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        validators=[currency_code],
        help_text=_("Three letters, such as FJD. All amounts of the plan are in it."),
    )

    def __init__(self, *args: Any, cities: QuerySet[ProjectCity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project_city"].queryset = cities  # type: ignore[attr-defined]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class PlanForm(VersionedForm):
    class Meta:
        model = RecoveryPlan
        fields = ["title", "vision", "period_start", "period_end", "parent_plan"]
        help_texts = {
            "title": _("Left empty, it is “Recovery plan of” and the city’s name."),
            "parent_plan": _("The development or master plan that this one is a part of."),
        }
        widgets = {"vision": MarkdownInput(rows=6)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("period_start", "period_end"):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label, required=False, min_value=1990, max_value=2100
            )


class PriorityForm(RowForm):
    class Meta:
        model = Priority
        fields = ["order", "text", "workshop"]

    def __init__(self, *args: Any, workshops: Sequence[Workshop], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workshop"] = LoadedChoiceField(
            workshops, Workshop, label=self.fields["workshop"].label, required=False,
            empty_label=_("not from a workshop"),
        )  # fmt: skip

    @property
    def parent(self) -> RecoveryPlan:
        return self.instance.plan  # type: ignore[attr-defined,no-any-return]


class PlanPage:
    """The head of a plan with its priorities: saved together or not at all."""

    def __init__(self, data: Mapping[str, Any] | None, *, plan: RecoveryPlan) -> None:
        workshops = list(Workshop.objects.filter(project=plan.project_city.project))
        priorities = list(plan.priorities.all())
        self.form = PlanForm(data, instance=plan)
        self.priorities = Rows(
            lambda *args, **kwargs: PriorityForm(*args, workshops=workshops, **kwargs),
            rows=priorities,
            make=lambda: Priority(plan=plan, order=len(priorities) + 1),
            data=data,
            prefix="priority",
        )

    @property
    def forms(self) -> list[VersionedForm]:
        return [self.form, *self.priorities]

    def save_by(self, user: User) -> bool:
        return self.form.is_valid() and self.form.save_by(user) and self.priorities.save_by(user)


class PathwayChoiceForm(OneOfMany):
    """One line of the page that asks which pathways are part of the plan."""

    is_part = forms.TypedChoiceField(
        label=_("Is it part of this plan?"),
        choices=[("true", _("Part of this plan")), ("false", _("Not part"))],
        coerce=lambda answer: answer == "true",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = PathwaySection
        fields = ["is_part", "reason"]
        labels = {"reason": _("Why it is not part, in one sentence")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer = self.initial.get("is_part")
        self.initial["is_part"] = "" if answer is None else str(bool(answer)).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_part") is False and not cleaned.get("reason"):
            self.add_error("reason", _now("Please say in one sentence why."))
        return cleaned


class PathwaysPage:
    """All pathways of the plan's framework on one page: saved together or not at all."""

    def __init__(self, data: Mapping[str, Any] | None, *, plan: RecoveryPlan) -> None:
        self.forms: list[VersionedForm] = [
            PathwayChoiceForm(data, instance=section, prefix=section.pathway.code)
            for section in plan.sections.select_related("pathway__pillar")
        ]

    @property
    def errors(self) -> list[tuple[str, str]]:
        return errors_of(self.forms)

    def save_by(self, user: User) -> bool:
        return all([form.is_valid() and form.save_by(user) for form in self.forms])
