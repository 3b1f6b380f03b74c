from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from participants.forms.registration import PersonFields
from participants.wordings import WORDINGS
from workshops.models import Workshop

CONSENT = "consent_"


class OwnFields(PersonFields):
    """What people are asked about themselves. Nothing is ticked or chosen beforehand."""

    field_order = (
        "full_name", "email", "organisation", "organisation_kind", "position", "city_name",
        "country", "gender", "gender_words",
    )  # fmt: skip

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, workshop=workshop, **kwargs)
        self.fields["email"].required = True
        self.fields["email"].help_text = _("Your private link is sent to it.")
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["full_name"].help_text = _("As it shall stand on the list of participants.")
        self.fields["gender"].help_text = _(
            "Asked to count women and men, as the United Nations report them. You need not answer."
        )
        for purpose, wording in WORDINGS.items():
            self.fields[CONSENT + purpose] = forms.BooleanField(label=wording.text, required=False)

    @property
    def person_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if not field.name.startswith(CONSENT)]

    @property
    def consent_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith(CONSENT)]

    @property
    def purposes(self) -> list[str]:
        """What was agreed to."""
        return [purpose for purpose in WORDINGS if self.cleaned_data[CONSENT + purpose]]

    @property
    def answers(self) -> list[tuple[Any, str]]:
        """Question and answer, to be checked before sending; questions left open are among them."""
        answers = [(field, self._words(field)) for field in self.person_fields]
        return [
            (field.label, words)
            for field, words in answers
            if words or field.name != "gender_words"
        ]

    def _words(self, field: forms.BoundField) -> str:
        value = self.cleaned_data.get(field.name)
        labels = dict(getattr(field.field, "choices", ())) if isinstance(value, str) else {}
        return str(labels.get(value, value) if value else "")


class PublicRegistrationForm(OwnFields):
    submission_key = forms.CharField(widget=forms.HiddenInput, min_length=32, max_length=32)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("submission_key", uuid.uuid4().hex)


class OwnRegistrationForm(OwnFields):
    """The own registration by private link, with the version it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)
