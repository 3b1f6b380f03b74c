from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cities.models import (
    Diagnostic,
    DiagnosticFile,
    DimensionRating,
    Practice,
    ProfileFact,
    ProjectCity,
    Rating,
)
from documents.forms import ALT_HELP, FILE_HELP, AttachmentForm
from frameworks.models import DiagnosticIndicator, Pathway
from projects.models import Project
from writing.forms import MarkdownInput, VersionedForm

SHORT = forms.TextInput(attrs={"dir": "auto"})


class FactForm(VersionedForm):
    class Meta:
        model = ProfileFact
        fields = ["label", "value", "unit", "on", "source", "is_estimate"]
        widgets = {name: SHORT for name in ("label", "value", "unit", "source")}
        help_texts = {"source": _("Who published it, and where: a census, a yearbook, an address.")}


class DiagnosticForm(VersionedForm):
    class Meta:
        model = Diagnostic
        fields = ["carried_out", "method", "expert_comment", "expert"]
        widgets = {
            "carried_out": SHORT, "expert": SHORT,
            "method": MarkdownInput(rows=8), "expert_comment": MarkdownInput(rows=8),
        }  # fmt: skip


class DimensionForm(VersionedForm):
    class Meta:
        model = DimensionRating
        fields = ["rating", "evidence", "source"]
        widgets = {
            "rating": forms.RadioSelect, "evidence": MarkdownInput(rows=10), "source": SHORT,
        }  # fmt: skip
        help_texts = {
            "rating": _("In words, as the tool tells results. “No data” is not the lowest rating.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rating"].choices = [("", _("not rated yet")), *Rating.choices]  # type: ignore[attr-defined]


class IndicatorsForm(forms.Form):
    """The finer level, wherever the city wishes it: a rating and a note of each indicator."""

    def __init__(
        self, *args: Any, diagnostic: Diagnostic, indicators: list[DiagnosticIndicator],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        rated = {one.indicator_id: one for one in diagnostic.indicator_ratings.all()}
        for indicator in indicators:
            given = rated.get(indicator.pk)
            self.fields[f"rating-{indicator.pk}"] = forms.ChoiceField(
                label=f"{indicator.code} {indicator.title}", required=False,
                choices=[("", _("Not rated")), *Rating.choices],
                initial=given.rating if given else "", help_text=indicator.description,
            )  # fmt: skip
            self.fields[f"note-{indicator.pk}"] = forms.CharField(
                label=_("Note on %(code)s") % {"code": indicator.code}, required=False,
                max_length=500, initial=given.note if given else "", widget=SHORT,
            )  # fmt: skip

    @property
    def ratings(self) -> dict[int, tuple[str, str]]:
        return {
            one.pk: (self.cleaned_data[f"rating-{one.pk}"], self.cleaned_data[f"note-{one.pk}"])
            for one in self.indicators
        }


class DiagnosticFileForm(AttachmentForm):
    class Meta:
        model = DiagnosticFile
        fields = ["file", "title", "alt_text"]
        help_texts = {"file": FILE_HELP, "alt_text": ALT_HELP}


class PracticeForm(VersionedForm):
    class Meta:
        model = Practice
        fields = [
            "title", "city", "problem", "deed", "cost", "result", "pathways", "source",
            "is_published",
        ]  # fmt: skip
        widgets = {
            "title": SHORT, "cost": SHORT, "source": SHORT,
            "problem": MarkdownInput(rows=5), "deed": MarkdownInput(rows=8),
            "result": MarkdownInput(rows=5), "pathways": forms.CheckboxSelectMultiple,
        }  # fmt: skip
        help_texts = {
            "is_published": _("Other cities and everybody else can read it from then on."),
        }

    def __init__(self, *args: Any, project: Project, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = ProjectCity.objects.filter(project=project)
        if not project.can_be_organised_by(by):
            places = places.written_by(by)
            self.fields["city"].required = True
        cities = self.fields["city"].queryset.filter(project_cities__in=places)  # type: ignore[attr-defined]
        self.fields["city"].queryset = cities.order_by("name")  # type: ignore[attr-defined]
        self.fields["pathways"].queryset = project.framework.pathways.all()  # type: ignore[attr-defined]


class PracticeSearchForm(forms.Form):
    words = forms.CharField(
        required=False, max_length=200, label=_("Words"),
        widget=forms.TextInput(attrs={"dir": "auto", "type": "search"}),
    )  # fmt: skip
    pathway = forms.ModelChoiceField(
        queryset=Pathway.objects.none(), required=False, to_field_name="code",
        label=_("Pathway"), empty_label=_("All pathways"),
    )  # fmt: skip

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pathway"].queryset = project.framework.pathways.all()  # type: ignore[attr-defined]
        self.is_valid()
