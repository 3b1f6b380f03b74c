from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from briefs.arranging import KINDS, to_choose_from
from briefs.document.cities import MOST_FLAGSHIPS
from briefs.models import (
    Brief,
    BriefCity,
    BriefExport,
    BriefSection,
    Edition,
    Withdrawal,
    file_label,
)
from cities.models import ProjectCity
from projects.models import Project
from recommendations.models import Finding, Recommendation
from recommendations.validation import validations_of
from workshops.models import Workshop
from writing.forms import MarkdownInput, VersionedForm


class BriefBeginForm(forms.ModelForm[Brief]):
    class Meta:
        model = Brief
        fields = ["project", "title", "language", "slug"]
        help_texts = {
            "slug": _("The end of its address, for ever: letters without accents, digits, hyphens.")
        }

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        if len(projects) == 1:
            self.initial.setdefault("project", projects[0].pk)
        self.fields["slug"].required = False

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title", ""))[:100]
        if not slug:
            raise forms.ValidationError(_now("Write the end of the address, such as brief-2026."))
        return slug


class BriefForm(VersionedForm):
    """What stands on the cover, and what the brief is made of."""

    instance: Brief
    # What was chosen when the page was opened: a choice of somebody else is never put back.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Brief
        fields = ["title", "subtitle", "language", "series", "symbol"]

    CONTENTS = ("cities", "workshops", "findings", "recommendations")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project = self.instance.project
        self.choose("cities", _("Cities"), cities_of(project), "brief_cities__project_city")
        self.choose("workshops", _("Workshops it rests on"), workshops_of(project), "workshops")
        self.choose("findings", _("Findings"), findings_of(project), "brief_findings__finding")
        self.choose(
            "recommendations",
            _("Recommendations"),
            recommendations_of(project),
            "brief_recommendations__recommendation",
        )
        self.label_recommendations(project)
        self.initial["seen"] = json.dumps(self.chosen_now())

    def chosen_now(self) -> dict[str, list[int]]:
        return {name: sorted(self.fields[name].initial) for name in self.CONTENTS}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen, now = read_choices(cleaned.get("seen", "")), self.chosen_now()
        if isinstance(seen, dict):
            changed = [name for name in self.CONTENTS if seen.get(name) != now[name]]
            self.show_choices_of_others(changed, now)
        return cleaned

    def show_choices_of_others(self, changed: list[str], now: dict[str, list[int]]) -> None:
        """The form shows what stands now, and goes on from there."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name in changed:
            data.setlist(name, [str(pk) for pk in now[name]])
            words = _now("Somebody else changed this choice meanwhile; this is how it stands now.")
            self.add_error(name, words)
        data["seen"] = json.dumps(now)
        self.data = data

    def choose(self, name: str, label: Any, rows: Any, chosen: str) -> None:
        self.fields[name] = forms.ModelMultipleChoiceField(
            queryset=rows,
            label=label,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=chosen_in_order(self.instance, chosen),
        )

    def label_recommendations(self, project: Project) -> None:
        validations = validations_of(project.recommendations.all(), self.instance.language)

        def words(recommendation: Recommendation) -> str:
            validation = validations.get(recommendation.pk)
            text = validation.wording.text if validation else _now("no wording in this language")
            return f"{recommendation.number}. {text}"

        self.fields["recommendations"].label_from_instance = words  # type: ignore[attr-defined]

    def contents(self) -> dict[str, Any]:
        """What was in stays in its order; what comes in stands after it."""
        return {name: self.in_order(name) for name in self.CONTENTS}

    def in_order(self, name: str) -> list[Any]:
        places = {pk: place for place, pk in enumerate(self.fields[name].initial)}
        return sorted(self.cleaned_data[name], key=lambda thing: places.get(thing.pk, len(places)))


def chosen_in_order(brief: Brief, chosen: str) -> list[int]:
    """Primary keys by a path from the brief, such as brief_cities__project_city."""
    rows, through, _thing = chosen.partition("__")
    order = [f"{rows}__order", f"{rows}__pk"] if through else ["workshops__pk"]
    found = Brief.objects.filter(pk=brief.pk, **{f"{chosen}__isnull": False}).order_by(*order)
    return list(found.values_list(chosen, flat=True))


def read_choices(text: str) -> Any:
    """What the page carried; nothing if somebody wrote into it by hand."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


class BriefSectionForm(VersionedForm):
    instance: BriefSection

    class Meta:
        model = BriefSection
        fields = ["title", "text", "status"]
        widgets = {
            "text": MarkdownInput(
                {"aria-describedby": "id_text_remarks"}, rows=18, has_own_preview=True
            ),
            "status": forms.RadioSelect,
        }


def cities_of(project: Project) -> Any:
    rows = ProjectCity.objects.filter(project=project).select_related("city", "project")
    return rows.order_by("city__name")


def workshops_of(project: Project) -> Any:
    return Workshop.objects.filter(project=project).order_by("starts_on", "title")


def findings_of(project: Project) -> Any:
    return Finding.objects.filter(project=project).order_by("order", "pk")


def recommendations_of(project: Project) -> Any:
    return Recommendation.objects.filter(project=project).order_by("number")


class FileForm(forms.Form):
    """Which file of an edition to make: a format, and the paper where it has one."""

    file = forms.TypedChoiceField(
        label=_("File"),
        choices=lambda: [
            (f"{format}-{paper}", file_label(format, paper))
            for format, papers in BriefExport.PAPERS.items()
            for paper in papers
        ],
        coerce=lambda kind: tuple(kind.split("-")),
        initial="pdf-a4",
    )


class WithdrawalForm(forms.ModelForm[Withdrawal]):
    class Meta:
        model = Withdrawal
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 4, "dir": "auto"})}
        help_texts = {
            "reason": _("Readers find it at the address of the edition, with the day. For ever.")
        }


class SinceForm(forms.Form):
    """Beside which edition another state is shown. Anything else than its choices is the latest."""

    since = forms.ModelChoiceField(
        label=_("Beside"), queryset=Edition.objects.none(), to_field_name="number",
        required=False, empty_label=None,
    )  # fmt: skip
    show = forms.ChoiceField(
        label=_("Figures"),
        choices=[("all", _("all")), ("changed", _("only what changed"))],
        required=False,
    )

    def __init__(self, *args: Any, editions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["since"]
        field.queryset = editions
        field.label_from_instance = lambda edition: (
            _now("edition %(number)s, %(state)s")
            % {
                "number": edition.number,
                "state": edition.get_state_display().lower(),
            }
        )

    def chosen(self) -> Edition | None:
        """The one asked for, else the last that was not withdrawn, else the last."""
        self.is_valid()
        editions: Any = self.fields["since"].queryset  # type: ignore[attr-defined]
        standing = editions.exclude(state=Edition.State.WITHDRAWN)
        asked: Edition | None = self.cleaned_data.get("since")
        chosen: Edition | None = asked or standing.first() or editions.first()
        if chosen:
            self.data = {**dict(self.data.items()), "since": str(chosen.number)}
        return chosen

    @property
    def hides_unchanged(self) -> bool:
        return bool(self.cleaned_data.get("show") == "changed")


class MoveForm(forms.Form):
    """A button that puts one thing before or after another."""

    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    thing = forms.CharField(max_length=60)
    past = forms.CharField(max_length=60)
    up = forms.BooleanField(required=False)


class LeaveOutForm(forms.Form):
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS if kind != "section"])
    thing = forms.CharField(max_length=60)


class TakeInForm(forms.Form):
    """One more city, finding or recommendation of the project."""

    kind = forms.CharField(widget=forms.HiddenInput)
    thing: Any = forms.ModelChoiceField(queryset=None)

    LABELS = {
        "city": _("Add a city"),
        "finding": _("Add a finding"),
        "recommendation": _("Add a recommendation"),
    }

    def __init__(self, data: Any = None, *, brief: Brief, kind: str) -> None:
        super().__init__(data, initial={"kind": kind}, auto_id=f"add-{kind}-%s")
        field: Any = self.fields["thing"]
        field.queryset = to_choose_from(brief, kind)
        field.label, field.empty_label = self.LABELS[kind], _now("Choose one")


class CityBoxForm(VersionedForm):
    instance: BriefCity

    class Meta:
        model = BriefCity
        fields = ["vision", "flagship_actions"]
        widgets = {
            "vision": forms.Textarea({"rows": 5, "dir": "auto"}),
            "flagship_actions": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, actions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["flagship_actions"]
        field.queryset = actions
        field.help_text = _("Up to three. Those of the published plan are printed, in its words.")
        field.label_from_instance = lambda action: f"{action.number}. {action.title}"

    def clean_flagship_actions(self) -> Any:
        chosen = self.cleaned_data["flagship_actions"]
        if len(chosen) > MOST_FLAGSHIPS:
            raise forms.ValidationError(
                _now("At most %(most)d actions; these are %(count)d."),
                params={"most": MOST_FLAGSHIPS, "count": len(chosen)},
            )
        return chosen


class ConfirmForm(forms.Form):
    """What the focal point read: the version of the box, and the plan's revision beside it."""

    version = forms.IntegerField(min_value=1)
    revision = forms.IntegerField(min_value=1, required=False)
