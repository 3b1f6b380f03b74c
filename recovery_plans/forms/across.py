"""What an organiser chooses before looking across cities; all of it stands in the address."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cities.models import ProjectCity
from frameworks.models import Goal, Pathway
from projects.models import Body, Project
from recovery_plans.across import Measure
from recovery_plans.across.actions import ORDERS, actions_across, late_only, with_words
from recovery_plans.models import Action
from recovery_plans.transitions import PlanState


class AcrossForm(forms.Form):
    """Of one project; which one is asked only of those who read several.

    An answer that cannot be, in an address somebody typed, is taken for none.
    """

    project = forms.ChoiceField(required=False, label=_("Project"))

    def __init__(
        self, *args: Any, project: Project, projects: Sequence[Project], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.of = project
        self.fields["project"].choices = [(one.code, one.code) for one in projects]  # type: ignore[attr-defined]
        if len(projects) == 1:
            del self.fields["project"]
        self.set_up()
        self.is_valid()

    def set_up(self) -> None:
        """What the fields offer, of the project."""

    def chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name)

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]


class MatrixForm(AcrossForm):
    show = forms.ChoiceField(required=False, label=_("In the cells"), choices=Measure.choices)
    body = forms.ModelChoiceField(
        queryset=Body.objects.none(), required=False, to_field_name="code", label=_("Body"),
        empty_label=_("All bodies"),
    )  # fmt: skip
    state = forms.ChoiceField(
        required=False, label=_("Plan"),
        choices=[("", _("Any state")), *PlanState.choices]
    )  # fmt: skip

    def set_up(self) -> None:
        self.offer("body", Body.objects.filter(project_cities__project=self.of).distinct())

    @property
    def measure(self) -> Measure:
        return Measure(self.chosen("show") or Measure.ACTIONS)

    def cities(self) -> QuerySet[ProjectCity]:
        """Those chosen, with their plans; those without one are never of a state."""
        asked = Q(project=self.of)
        if body := self.chosen("body"):
            asked &= Q(body=body)
        if state := self.chosen("state"):
            asked &= Q(recovery_plan__state=state)
        return (
            ProjectCity.objects.filter(asked)
            .select_related("city", "recovery_plan")
            .order_by("city__name", "pk")
        )


class ActionSearchForm(AcrossForm):
    words = forms.CharField(
        required=False, max_length=200, label=_("Words"),
        widget=forms.TextInput(attrs={"dir": "auto", "type": "search"}),
    )  # fmt: skip
    city = forms.ModelChoiceField(
        queryset=ProjectCity.objects.none(), required=False, label=_("City"),
        empty_label=_("All cities"),
    )  # fmt: skip
    pathway = forms.ModelChoiceField(
        queryset=Pathway.objects.none(), required=False, to_field_name="code",
        label=_("Main pathway"), empty_label=_("All pathways"),
    )  # fmt: skip
    goal = forms.ModelChoiceField(
        queryset=Goal.objects.all(), required=False, to_field_name="number",
        label=_("Sustainable Development Goal"), empty_label=_("All goals"),
    )  # fmt: skip
    state = forms.ChoiceField(
        required=False, label=_("State"),
        choices=[("", _("All states")), *Action.State.choices, ("late", _("Past its end"))],
    )  # fmt: skip
    order = forms.ChoiceField(
        required=False, label=_("Order"),
        choices=[
            ("city", _("By city")), ("pathway", _("By pathway")), ("ends", _("Ends first")),
            ("cost", _("Dearest first")),
        ],
    )  # fmt: skip

    def set_up(self) -> None:
        cities = ProjectCity.objects.filter(project=self.of).select_related("city", "project")
        self.offer("city", cities.order_by("city__name"))
        self.fields["city"].label_from_instance = name_of  # type: ignore[attr-defined]
        self.offer("pathway", self.of.framework.pathways.all())

    def actions(self, *, today: datetime.date) -> QuerySet[Any]:
        """Those found, in the order asked for."""
        asked = self.chosen
        found = with_words(actions_across(self.of), asked("words") or "")
        for name in ("city", "pathway"):
            if value := asked(name):
                found = found.filter(**{FOUND_BY[name]: value})
        if goal := asked("goal"):
            found = found.filter(pk__in=Action.objects.filter(targets__goal=goal).values("pk"))
        if state := asked("state"):
            found = late_only(found, today=today) if state == "late" else found.filter(state=state)
        return found.order_by(*ORDERS[asked("order") or "city"])


FOUND_BY = {"city": "plan__project_city", "pathway": "pathway"}


def name_of(place: ProjectCity) -> str:
    return place.city.name
