from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from desk.models import PrivacyRequest
from projects.models import Project

TEXT = {"class": "form-control", "dir": "auto"}
SELECT = {"class": "form-select"}


class PrivacyRequestForm(forms.ModelForm[PrivacyRequest]):
    class Meta:
        model = PrivacyRequest
        fields = ("project", "kind", "asked_by", "contact", "received_on", "due_on")
        widgets = {
            "project": forms.Select(SELECT),
            "kind": forms.Select(SELECT),
            "asked_by": forms.TextInput(TEXT),
            "contact": forms.TextInput(TEXT),
            "received_on": forms.DateInput({"class": "form-control", "type": "date"}, "%Y-%m-%d"),
            "due_on": forms.DateInput({"class": "form-control", "type": "date"}, "%Y-%m-%d"),
        }
        help_texts = {
            "asked_by": _("The name as they gave it. It is wiped once the request is closed."),
            "contact": _("Where the answer goes. It is wiped once the request is closed."),
            "due_on": _("One month, if no other law says otherwise."),
        }

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        field.queryset = projects  # type: ignore[attr-defined]
        only = list(projects[:2])
        if len(only) == 1:
            field.initial, field.widget = only[0], forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        received, due = cleaned.get("received_on"), cleaned.get("due_on")
        if received and due and due < received:
            self.add_error("due_on", _("It cannot be due before it was received."))
        return cleaned


class CloseRequestForm(forms.Form):
    state = forms.ChoiceField(
        label=_("How it ends"),
        choices=[
            (PrivacyRequest.State.DONE, _("Answered")),
            (PrivacyRequest.State.REFUSED, _("Refused")),
        ],
        widget=forms.Select(SELECT),
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("How it was answered, or why it is refused. Write no names here."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({**TEXT, "rows": 3}),
    )


class EraseForm(forms.Form):
    """The tick without which nothing is erased."""

    is_sure = forms.BooleanField(
        label=_("I have seen everything that is kept. Erase it for good."),
        error_messages={"required": _("Tick the box if they are to be erased.")},
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )


class OpeningForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you open it"),
        help_text=_("For example: audit of 2027, question on the figures of Suva. No names."),
        min_length=5,
        max_length=300,
        widget=forms.TextInput(TEXT),
    )


def projects_handled_by(user: Any) -> Any:
    """Organisers of the whole project: what is kept of a person spans its bodies."""
    organised = Project.objects.organised_by(user)
    return Project.objects.filter(
        pk__in=[each.pk for each in organised if each.can_be_organised_by(user)]
    )


class HandOverForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Which roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    email = forms.EmailField(
        label=_("E-mail of your successor"),
        help_text=_("They get a letter. The role stays yours until they accept."),
        max_length=254,
        widget=forms.EmailInput({"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, memberships: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.memberships = {key_of(membership): membership for membership in memberships}
        field = self.fields["roles"]
        field.choices = [  # type: ignore[attr-defined]
            (key, str(membership)) for key, membership in self.memberships.items()
        ]
        field.initial = list(self.memberships)

    @property
    def chosen(self) -> list[Membership]:
        return [self.memberships[key] for key in self.cleaned_data["roles"]]


def key_of(membership: Membership) -> str:
    return f"{membership._meta.model_name}-{membership.pk}"
