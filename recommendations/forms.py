from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cities.models import City
from documents.forms import ALT_HELP, FILE_HELP, AttachmentForm
from frameworks.models import Target
from participants.models import Registration
from projects.models import Language, Project
from recommendations.models import (
    ActionResponse,
    Answer,
    Finding,
    FindingFile,
    Recommendation,
    Reply,
    RoundWording,
    ValidationRound,
    Wording,
)
from recovery_plans.forms.fields import TargetsField
from recovery_plans.models import Action, RecoveryPlan
from workshops.models import Session, Workshop
from writing.forms import MarkdownInput, VersionedForm

MOST_WORDS = 10


class FindingForm(VersionedForm):
    instance: Finding

    class Meta:
        model = Finding
        fields = [
            "title", "text", "theme", "workshop", "sessions", "cities", "actions",
            "is_attributable",
        ]  # fmt: skip
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
        self.known_targets = list(Target.objects.all())
        self.fields["targets"] = TargetsField(
            self.known_targets, label=_("SDG targets"),
            help_text=_("By code or by words: 11.5, or a word of its label."),
        )  # fmt: skip
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

    field_order = ["title", "workshop", "recommendations"]

    class Meta:
        model = ValidationRound
        fields = [
            "title", "workshop", "answers_by", "is_in_writing", "until", "silence_is_no_objection",
        ]  # fmt: skip
        labels = {
            "workshop": _("Workshop whose people answer"),
            "is_in_writing": _("In writing, until a date"),
        }
        help_texts = {
            "is_in_writing": _("Else it is held in the room, and closed by whoever runs it."),
            "until": _("Date and time, in UTC. A round in writing closes itself then."),
            "silence_is_no_objection": _("Printed beside the result, whichever it is."),
        }
        widgets = {
            "answers_by": forms.RadioSelect,
            "until": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }

    def __init__(self, *args: Any, project: Project, workshops: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.project = project
        choose(self, "workshop", workshops)
        self.fields["workshop"].required = True
        choose(self, "recommendations", with_words(project))
        self.fields["recommendations"].label_from_instance = worded  # type: ignore[attr-defined]

    def clean_until(self) -> datetime.datetime | None:
        until: datetime.datetime | None = self.cleaned_data["until"]
        if until and until <= timezone.now():
            raise ValidationError(_("This moment is over. Give one that is still to come."))
        return until

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_in_writing") and "until" in cleaned and not cleaned["until"]:
            self.add_error("until", _("Say until when people may answer in writing."))
        return cleaned


class AnswersForm(forms.Form):
    """What one person says of every wording of a round: a position and a comment each.

    `words` are those shown instead of the wording that is put, where there is a translation.
    """

    def __init__(
        self,
        *args: Any,
        items: list[RoundWording],
        answers: dict[int, Answer],
        words: Mapping[int, Wording] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.words = items, words or {}
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

    @property
    def rows(self) -> list[tuple[RoundWording, Wording | None, Any, Any]]:
        """Each wording with its translation, if there is one, and its two fields."""
        return [
            (
                item,
                self.words.get(item.wording.recommendation_id),
                self[f"position-{item.pk}"],
                self[f"comment-{item.pk}"],
            )
            for item in self.items
        ]

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

    def __init__(self, *args: Any, actions: Any, suggested: Any, **kwargs: Any) -> None:
        """Actions on a shared pathway stand first; they are only suggested."""
        super().__init__(*args, **kwargs)
        choose(self, "action", actions)
        likely = {action.pk for action in suggested}
        on: list[tuple[int, str]] = []
        others: list[tuple[int, str]] = []
        for each in actions:
            (on if each.pk in likely else others).append((each.pk, named_action(each)))
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            ("", "---------"),
            (_now("On a pathway of the recommendation"), on),
            (_now("On other pathways"), others),
        ]


class ReplyForm(forms.ModelForm[Reply]):
    class Meta:
        model = Reply
        fields = ["verdict", "reason"]
        widgets = {
            "verdict": forms.RadioSelect,
            "reason": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        }
        help_texts = {"reason": _("Needed where it is not, or only partly, accepted.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = Reply.Verdict.choices  # type: ignore[attr-defined]


class FindingFileForm(AttachmentForm):
    class Meta:
        model = FindingFile
        fields = ["file", "title", "alt_text"]
        help_texts = {"file": FILE_HELP, "alt_text": ALT_HELP}


class FindingSearchForm(forms.Form):
    """What stands in the address of the list; an answer that cannot be is taken for none."""

    words = forms.CharField(
        required=False, max_length=200, label=_("Words"),
        widget=forms.TextInput(attrs={"dir": "auto", "type": "search"}),
    )  # fmt: skip
    workshop = forms.ModelChoiceField(
        Workshop.objects.none(), required=False, to_field_name="slug", label=_("Workshop"),
        empty_label=_("All workshops"),
    )  # fmt: skip
    city = forms.ModelChoiceField(
        City.objects.none(), required=False, to_field_name="slug", label=_("City"),
        empty_label=_("All cities"),
    )  # fmt: skip
    theme = forms.ChoiceField(required=False, label=_("Theme"))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = project.findings.all()
        choose(self, "workshop", Workshop.objects.filter(findings__project=project).distinct())
        choose(self, "city", City.objects.filter(findings__project=project).distinct())
        themes = self.findings.exclude(theme="").order_by("theme").values_list("theme", flat=True)
        self.fields["theme"].choices = [  # type: ignore[attr-defined]
            ("", _("All themes")), *((theme, theme) for theme in themes.distinct())
        ]  # fmt: skip
        self.is_valid()

    def found(self) -> QuerySet[Finding]:
        asked, found = self.cleaned_data, self.findings
        for word in (asked.get("words") or "").split()[:MOST_WORDS]:
            found = found.filter(Q(title__icontains=word) | Q(text__icontains=word))
        if asked.get("workshop"):
            found = found.filter(workshop=asked["workshop"])
        if asked.get("city"):
            found = found.filter(cities=asked["city"])
        return found.filter(theme=asked["theme"]) if asked.get("theme") else found


def with_words(project: Project) -> QuerySet[Recommendation]:
    """In order, each with its current `words`."""
    latest = Wording.objects.filter(recommendation=OuterRef("pk"), language=Language.ENGLISH)
    words = Subquery(latest.order_by("-number").values("text")[:1])
    in_order: QuerySet[Recommendation] = project.recommendations.order_by("number")
    return in_order.annotate(words=words)


def worded(recommendation: Any) -> str:
    return f"{recommendation.number}. {recommendation.words or _('no wording yet')}"


def named_action(action: Action) -> str:
    return f"{action.plan.project_city.city.name}: {action.number}. {action.title}"


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
