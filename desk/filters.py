from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import FilterSet

from cities.models import City
from projects.models import Body, Phase, Project
from workshops.models import Workshop

SELECT = forms.Select(attrs={"class": "form-select"})
DAY = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
HELD = ("closed", "signed_off")


class WorkshopFilter(FilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Workshop.Kind.choices, empty_label=_("All kinds"), widget=SELECT
    )
    year = django_filters.ChoiceFilter(
        label=_("Year"), field_name="starts_on__year", empty_label=_("All years"), widget=SELECT
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="filter_state",
        choices=[
            ("coming", _("To come")),
            ("held", _("Held")),
            *[(state, Workshop.State(state).label) for state in ("draft", "cancelled")],
        ],
        empty_label=_("All states"),
        widget=SELECT,
    )

    class Meta:
        model = Workshop
        fields = ("kind", "year", "state")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]
        years = [day.year for day in self.queryset.dates("starts_on", "year", order="DESC")]
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def filter_state(
        self, workshops: QuerySet[Workshop], name: str, value: str
    ) -> QuerySet[Workshop]:
        ended = Q(state__in=HELD) | Q(state="open", ends_on__lt=timezone.localdate())
        if value == "held":
            return workshops.filter(ended)
        if value == "coming":
            return workshops.filter(state="open").exclude(ended)
        return workshops.filter(state=value)


class FiguresFilter(FilterSet):
    """Which workshops of a project are counted; all that the address of its figures can say."""

    q = django_filters.CharFilter(
        label=_("Workshop"), field_name="title", lookup_expr="icontains", max_length=200
    )
    phase = django_filters.ModelChoiceFilter(
        label=_("Phase"), queryset=Phase.objects.none(), empty_label=_("All phases")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=Workshop.Kind.choices, empty_label=_("All kinds")
    )
    body = django_filters.ModelChoiceFilter(
        label=_("Host"), method="held_by", queryset=Body.objects.none(),
        empty_label=_("All hosts"),
    )  # fmt: skip
    since = django_filters.DateFilter(
        label=_("From"), field_name="starts_on", lookup_expr="gte", widget=DAY
    )
    until = django_filters.DateFilter(
        label=_("Until"), field_name="starts_on", lookup_expr="lte", widget=DAY
    )

    def __init__(self, query: Any, *, project: Project, queryset: QuerySet[Workshop]) -> None:
        super().__init__(query, queryset=queryset)  # type: ignore[no-untyped-call]
        self.filters["phase"].queryset = project.phases.all()
        self.filters["body"].queryset = Body.objects.filter(
            hosted__workshop__project=project
        ).distinct()

    def held_by(self, workshops: QuerySet[Workshop], name: str, body: Body) -> QuerySet[Workshop]:
        return workshops.filter(hosts__body=body)

    @property
    def said(self) -> list[str]:
        """What is left out, in words, for whoever has only the file."""
        form = self.form
        return [
            f"{form[name].label}: {value}" for name, value in form.cleaned_data.items() if value
        ]


class CityFilter(FilterSet):
    name = django_filters.CharFilter(
        label=_("Name"),
        method="filter_name",
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    body = django_filters.ModelChoiceFilter(
        label=_("Commission"),
        field_name="project_cities__body",
        queryset=Body.objects.filter(project_cities__isnull=False).distinct(),
        empty_label=_("All commissions"),
        widget=SELECT,
    )

    class Meta:
        model = City
        fields = ("name", "body")

    def filter_name(self, cities: QuerySet[City], name: str, value: str) -> QuerySet[City]:
        """A city is also found by its other names and by its country or area."""
        return cities.filter(
            Q(name__icontains=value)
            | Q(alternate_names__icontains=value)
            | Q(country__name__icontains=value)
        )
