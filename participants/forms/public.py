from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from cities.models import Country
from cities.names import country_name
from participants.forms.registration import PersonFields, with_blank, workshop_answers
from participants.models import Registration
from participants.names import search_key
from participants.services import Entry
from participants.wordings import WORDINGS
from projects.models import Gender, Organisation
from workshops.models import Workshop

CONSENT = "consent_"
CONSENTS = tuple(CONSENT + purpose for purpose in WORDINGS)


class Step(NamedTuple):
    """One page of the public form, and one part of the private one."""

    name: str
    title: Any  # a lazy translation
    fields: tuple[str, ...]


STEPS = (
    Step("you", _("About you"), ("full_name", "email", "gender", "gender_words")),
    Step(
        "work", _("Where you come from"),
        ("organisation", "organisation_kind", "position", "city_name", "country"),
    ),
    Step("needs", _("What you need"), ("mode", "access_needs", "diet_needs")),
    Step("agreements", _("May we also …?"), CONSENTS),
)  # fmt: skip
NAMES_OF_STEPS = tuple(step.name for step in STEPS)
WHY = {
    "full_name": _("As it shall stand on the list of participants."),
    "email": _("Your private link is sent to it, in the language of this page."),
    "gender": _(
        "Asked to count women and men, as the United Nations report them. You need not answer."
    ),
    "organisation": _("Asked so that others know whom you speak for."),
    "organisation_kind": _("Asked to report which kinds of organisations took part."),
    "position": _("Asked for the list of participants and your badge."),
    "city_name": _("Asked to report which cities took part."),
    "mode": _("Asked so that there is a chair, or a line, for you."),
    "access_needs": _(
        "Asked so that you can take part fully: a ramp, sign language, captions, larger print."
    ),
}


class CountriesByName(ModelChoiceIterator[Country]):
    """In the order of their names in the language of the page."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        yield "", str(self.field.empty_label)
        choices = [self.choice(country) for country in self.queryset]
        yield from sorted(choices, key=lambda choice: search_key(choice[1]))


class CountryField(forms.ModelChoiceField[Country]):
    iterator = CountriesByName

    def label_from_instance(self, country: Any) -> str:
        return country_name(country)


class OwnFields(PersonFields):
    """What people are asked about themselves. Nothing is ticked or chosen beforehand.

    With `step`, only the fields of that page.
    """

    field_order = [name for step in STEPS for name in step.fields]
    full_name = forms.CharField(
        label=_("Full name"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )  # fmt: skip
    organisation = forms.CharField(
        label=_("Organisation"), max_length=300, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    organisation_kind = forms.ChoiceField(
        label=_("Type of organisation"), required=False,
        choices=with_blank(Organisation.Kind.choices, _("no answer")),
    )  # fmt: skip
    country = CountryField(
        label=_("Country or area"), queryset=Country.objects.all(), required=False,
        empty_label=_("no answer"),
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=_("How will you take part?"), required=False, widget=forms.RadioSelect,
        choices=Registration.Mode.choices,
    )  # fmt: skip
    access_needs = forms.CharField(
        label=_("Access needs"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    diet_needs = forms.CharField(
        label=_("Diet"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, workshop: Workshop, step: str = "", **kwargs: Any) -> None:
        super().__init__(*args, workshop=workshop, **kwargs)
        for purpose, wording in WORDINGS.items():
            self.fields[CONSENT + purpose] = forms.BooleanField(label=wording.text, required=False)
        for name in not_asked(workshop):
            del self.fields[name]
        if step:
            asked = next(each.fields for each in STEPS if each.name == step)
            self.fields = {name: self.fields[name] for name in asked if name in self.fields}
        self.say_why()

    def say_why(self) -> None:
        for name, why in WHY.items():
            if name in self.fields:
                self.fields[name].help_text = why
        if "gender" in self.fields:
            self.offer_in_own_words()
        if "diet_needs" in self.fields:
            self.fields["diet_needs"].help_text = why_diet(self.workshop)

    def offer_in_own_words(self) -> None:
        own = {str(Gender.UNDISCLOSED): _("I prefer not to say")}
        offered = workshop_answers(self.workshop)
        self.choice_field("gender").choices = [
            (value, own.get(value, label)) for value, label in Gender.choices if value in offered
        ]

    @property
    def sections(self) -> list[tuple[Step, list[forms.BoundField]]]:
        """The fields asked, by their steps; agreements apart from them."""
        return [
            (step, [self[name] for name in step.fields if name in self.fields])
            for step in STEPS if step.fields is not CONSENTS
        ]  # fmt: skip

    @property
    def consent_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in CONSENTS if name in self.fields]

    @property
    def purposes(self) -> list[str]:
        """What was agreed to."""
        return [purpose for purpose in WORDINGS if self.cleaned_data[CONSENT + purpose]]

    @property
    def agreed(self) -> list[Any]:
        return [WORDINGS[purpose].text for purpose in self.purposes]

    @property
    def answers(self) -> list[tuple[Step, list[tuple[forms.BoundField, str]]]]:
        """Questions and answers to be checked, by steps; questions left open are among them."""
        return [
            (step, [
                (field, self.words(field)) for field in fields
                if field.name != "gender_words" or self.words(field)
            ])
            for step, fields in self.sections
        ]  # fmt: skip

    def words(self, field: forms.BoundField) -> str:
        value = self.cleaned_data.get(field.name)
        if isinstance(value, Country):
            return country_name(value)
        labels = dict(getattr(field.field, "choices", ()))
        return str(labels.get(value, value) if value else "")

    @property
    def entry_fields(self) -> list[str]:
        return [*super().entry_fields, "language"]

    def entry(self) -> Entry:
        """Letters to people who wrote about themselves are in the language of their page."""
        return replace(super().entry(), language=get_language() or "en")


def not_asked(workshop: Workshop) -> list[str]:
    """Who can only come in one way is not asked how; nobody is fed online."""
    is_online = workshop.mode == Workshop.Mode.VIRTUAL
    return ["diet_needs"] * is_online + ["mode"] * (workshop.mode != Workshop.Mode.HYBRID)


def why_diet(workshop: Workshop) -> str:
    days = workshop.project.needs_retention_days
    return ngettext(
        "Asked so that everybody can eat. It is deleted %(days)d day after the workshop, "
        "and so are access needs.",
        "Asked so that everybody can eat. It is deleted %(days)d days after the workshop, "
        "and so are access needs.",
        days,
    ) % {"days": days}


class OwnRegistrationForm(OwnFields):
    """The own registration by private link, with the version it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)
