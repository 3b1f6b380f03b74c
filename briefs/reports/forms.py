from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from briefs.models import ProjectReport, ReportHeading, ReportHeadingTemplate
from briefs.reports.sources import NOT_HELD
from projects.models import Project
from workshops.models import Workshop
from writing.fields import DayInput
from writing.forms import MarkdownInput, VersionedForm

BLANK_ROWS = 2
MOST_HEADINGS = 60
SORTS_LAST = 10_000


class ReportForm(VersionedForm):
    """The report itself: for a new one also its project is set by the view."""

    instance: ProjectReport

    class Meta:
        model = ProjectReport
        fields = ["title", "starts_on", "ends_on", "language", "undated_workshops"]
        widgets = {
            "starts_on": DayInput,
            "ends_on": DayInput,
            "undated_workshops": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "language": _("Of the file; headings begun in another language stay as they are."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        undated = without_day(self.instance.project)
        self.fields["undated_workshops"].queryset = undated  # type: ignore[attr-defined]
        if not undated.exists():
            del self.fields["undated_workshops"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _now("The last day is before the first."))
        return cleaned


def without_day(project: Project) -> QuerySet[Workshop]:
    serves = Q(project=project) | Q(pk__in=project.shared_workshops.values("pk"))
    undated = Workshop.objects.filter(serves, starts_on=None)
    return undated.exclude(state__in=NOT_HELD).order_by("title", "pk")


class ReportHeadingForm(VersionedForm):
    instance: ReportHeading

    class Meta:
        model = ReportHeading
        fields = ["title", "text"]
        widgets = {"text": MarkdownInput(rows=14)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = self.instance.guidance


class HeadingAddForm(forms.ModelForm[ReportHeading]):
    class Meta:
        model = ReportHeading
        fields = ["title", "kind"]


class TemplateRowForm(forms.ModelForm[ReportHeadingTemplate]):
    """A heading of the template; one whose title is empty is none."""

    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=999, required=False)

    class Meta:
        model = ReportHeadingTemplate
        fields = ["title", "kind", "guidance"]

    field_order = ["place", "title", "kind", "guidance"]

    def __init__(self, *args: Any, place: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["guidance"].help_text = _("What to write; shown to whoever writes it.")
        self.initial["place"] = place

    @property
    def sorts_at(self) -> int:
        return int(self.cleaned_data.get("place") or SORTS_LAST)


class TemplateForms:
    """All headings of the template on one page, with blank ones below."""

    def __init__(
        self, project: Project, headings: Iterable[ReportHeadingTemplate],
        data: Mapping[str, Any] | None,
    ) -> None:  # fmt: skip
        rows = list(headings)
        count = row_count(data) if data is not None else len(rows) + BLANK_ROWS
        self.forms = [
            TemplateRowForm(
                data,
                prefix=f"row{number}",
                place=number + 1 if number < len(rows) else None,
                initial=initial_of(rows[number]) if number < len(rows) else None,
                instance=ReportHeadingTemplate(project=project),
            )
            for number in range(count)
        ]

    def is_valid(self) -> bool:
        return all([form.is_valid() for form in self.forms])

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Id of the field and words, for the summary at the head of the page."""
        return [
            (form[name].id_for_label, f"{form.fields[name].label}: {text}")
            for form in self.forms
            for name, texts in form.errors.items()
            for text in texts
        ]

    @property
    def headings(self) -> list[ReportHeadingTemplate]:
        """Those with a title, in the order of their places; equal ones as they stood."""
        titled = [form for form in self.forms if form.cleaned_data.get("title")]
        return [form.instance for form in sorted(titled, key=lambda form: form.sorts_at)]


def initial_of(heading: ReportHeadingTemplate) -> dict[str, Any]:
    return {"title": heading.title, "kind": heading.kind, "guidance": heading.guidance}


def row_count(data: Mapping[str, Any]) -> int:
    """As many rows as were posted, one after another."""
    for number in range(MOST_HEADINGS):
        if f"row{number}-title" not in data:
            return number
    return MOST_HEADINGS
