from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cities.models import City
from participants.models import Registration
from projects.models import Project
from recommendations.models import (
    ActionResponse,
    Answer,
    Finding,
    Recommendation,
    RoundWording,
    ValidationRound,
    Wording,
)
from recovery_plans.models import Action, RecoveryPlan
from workshops.models import Session, Workshop
from writing.forms import MarkdownInput, VersionedForm


class FindingForm(VersionedForm):
    instance: Finding

    class Meta:
        model = Finding
        fields = ["title", "text", "workshop", "sessions", "cities", "actions", "is_attributable"]
        help_texts = {
            "title": _("Say what was found, not what should be done."),
            "cities": _("Who said it, or where it was seen. Named in public only if they may be."),
        }
        widgets = {
            "text": MarkdownInput(rows=6),
            "sessions": forms.CheckboxSelectMultiple,
            "cities": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, project: Project, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.project = project
        workshops = Workshop.objects.filter(project=project)
        if not project.can_be_organised_by(user):  # then of the workshops they run alone
            workshops = workshops.filter(pk__in=Workshop.objects.run_by(user).values("pk"))
            self.fields["workshop"].required = True
        choose(self, "workshop", workshops)
        choose(self, "sessions", Session.objects.filter(workshop__in=workshops))
        choose(self, "cities", City.objects.filter(project_cities__project=project))
        choose(self, "actions", actions_of(project).filter(seen_by(user)))


class RecommendationForm(VersionedForm):
    instance: Recommendation

    text = forms.CharField(
        label=_("Wording"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_(
            "One or two sentences that a city or a ministry can act on. "
            "Changing the words makes a new wording, which has to be validated again."
        ),
    )

    shown = forms.IntegerField(widget=forms.HiddenInput, required=False)  # number of the wording

    class Meta:
        model = Recommendation
        fields = ["addressee", "pathways", "targets", "findings"]
        help_texts = {"targets": _("Choose the SDG targets it serves.")}
        widgets = {
            "pathways": forms.CheckboxSelectMultiple,
            "findings": forms.CheckboxSelectMultiple,
        }

    field_order = ["text", "addressee", "pathways", "findings", "targets"]

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.project = project
        choose(self, "pathways", project.framework.pathways.all())
        choose(self, "findings", project.findings.all())
        self.wording = self.instance.current_wording() if self.instance.pk else None
        if self.wording is not None:
            self.initial.update(text=self.wording.text, shown=self.wording.number)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.wording and cleaned.get("shown") not in {None, self.wording.number}:
            self._compare_with_wording(self.wording, cleaned)
        return cleaned

    def _compare_with_wording(self, now: Wording, cleaned: dict[str, Any]) -> None:
        """Words that only somebody else changed stay theirs; those that both changed are asked."""
        shown = now.recommendation.wordings.filter(number=cleaned["shown"], language=now.language)
        if cleaned.get("text") in {now.text, *shown.values_list("text", flat=True)}:
            cleaned["text"] = now.text
            return
        words = _now("Somebody made it “%(text)s” meanwhile. Save again to put yours in its place.")
        self.add_error("text", words % {"text": now.text})
        data: Any = copy.copy(self.data)
        data["shown"] = str(now.number)
        self.data = data


class RoundForm(forms.ModelForm[ValidationRound]):
    recommendations = forms.ModelMultipleChoiceField(
        queryset=Recommendation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label=_("Recommendations"),
        help_text=_("People validate the wording each has now."),
    )

    class Meta:
        model = ValidationRound
        fields = ["title", "workshop", "silence_is_no_objection"]
        help_texts = {
            "silence_is_no_objection": _("Printed beside the result, whichever it is."),
        }

    def __init__(self, *args: Any, project: Project, workshops: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.project = project
        choose(self, "workshop", workshops)
        self.fields["workshop"].required = True
        choose(self, "recommendations", project.recommendations.order_by("number"))


class AnswersForm(forms.Form):
    """What one person says of every wording of a round: a position and a comment each."""

    def __init__(
        self, *args: Any, items: list[RoundWording], answers: dict[int, Answer], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            answer = answers.get(item.pk)
            self.fields[f"position-{item.pk}"] = forms.ChoiceField(
                label=item.wording.text,
                choices=Answer.Position.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=answer.position if answer else None,
            )
            self.fields[f"comment-{item.pk}"] = forms.CharField(
                label=_("Comment"),
                required=False,
                max_length=5000,
                initial=answer.comment if answer else "",
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )

    def by_item(self, prefix: str) -> dict[int, str]:
        return {
            int(name.removeprefix(f"{prefix}-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith(f"{prefix}-")
        }


class PersonToAnswerForm(forms.Form):
    registration = forms.ModelChoiceField(
        queryset=Registration.objects.none(), label=_("Who answers"), to_field_name="code"
    )

    def __init__(self, *args: Any, validation_round: ValidationRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = validation_round.people().select_related("person")
        choose(self, "registration", people.order_by("person__sort_name", "person__full_name"))
        self.fields["registration"].label_from_instance = full_name_of  # type: ignore[attr-defined]


class ActionResponseForm(forms.ModelForm[ActionResponse]):
    class Meta:
        model = ActionResponse
        fields = ["action", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}

    def __init__(self, *args: Any, actions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "action", actions)


def full_name_of(registration: Registration) -> str:
    return registration.person.full_name


def choose(form: forms.BaseForm, field: str, rows: Any) -> None:
    form.fields[field].queryset = rows  # type: ignore[attr-defined]


def seen_by(user: Any) -> Q:
    """Actions that are public, and of a draft those of whoever reads it."""
    whole = RecoveryPlan.objects.read_whole_by(user).values("pk")
    return Q(is_published=True) | Q(plan__in=whole)


def actions_of(project: Project) -> Any:
    return Action.objects.filter(
        plan__project_city__project=project, removed_at__isnull=True
    ).select_related("plan__project_city__city")
