from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import cached_property, partial
from itertools import islice
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from cities.models import Country
from participants.likeness import Alike
from participants.models import Registration
from participants.names import name_key
from participants.places import Places, city_named, known_places
from participants.services import Entry
from participants.suggestions import LIKE, typed_before
from projects.models import Gender, Language, Organisation
from workshops.models import Workshop
from writing.submissions import SubmissionKeyField

MOST_SUGGESTED = 200
NOBODY_KNOWN = "new"
SEARCHES = {
    "hx-trigger": "input changed delay:150ms", "hx-target": "next datalist",
    "hx-sync": "this:replace",
}  # fmt: skip
KEPT_FOR_THE_NEXT = (
    "organisation", "organisation_kind", "city_name", "country", "role",
)  # fmt: skip


def with_blank(choices: Iterable[tuple[str, Any]], words: Any) -> list[tuple[str, Any]]:
    return [("", words), *choices]


def workshop_answers(workshop: Workshop) -> set[str]:
    """The answers on gender that the project offers."""
    return set(workshop.project.gender_answers)


class Suggested(forms.TextInput):
    """A text field with suggestions from what exists; anything else may be typed."""

    template_name = "participants/widgets/suggested.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.suggestions: Callable[[], Iterable[str]] = tuple  # asked once the field is shown
        self.address = ""  # where more of them are found while somebody types

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        attrs = {**(attrs or {}), "list": f"{name}-suggestions", "autocomplete": "off"}
        if self.address:
            attrs |= {"hx-get": self.address, **SEARCHES}
        suggestions = islice(self.suggestions(), MOST_SUGGESTED)
        return {**super().get_context(name, value, attrs), "suggestions": suggestions}


class PersonFields(forms.Form):
    """What is asked about a person, on the facilitator's page and on the public one alike."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=200, help_text=_("As the person writes it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    gender = forms.ChoiceField(label=_("Gender"), required=False, widget=forms.RadioSelect)
    gender_words = forms.CharField(
        label=_("If another: in own words"), max_length=100, required=False
    )
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    organisation = forms.CharField(
        label=_("Organisation"), max_length=300, required=False, widget=Suggested
    )
    organisation_kind = forms.ChoiceField(
        label=_("Type of organisation"), required=False,
        choices=with_blank(Organisation.Kind.choices, _("not known")),
    )  # fmt: skip
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    city_name = forms.CharField(label=_("City"), max_length=300, required=False, widget=Suggested)
    country = forms.ModelChoiceField(
        label=_("Country or area"), queryset=Country.objects.all(), required=False,
        empty_label=_("not known"),
    )  # fmt: skip

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workshop = workshop
        offered = workshop_answers(workshop)
        self.choice_field("gender").choices = [
            (value, label) for value, label in Gender.choices if value in offered
        ]
        if Gender.ANOTHER not in offered:
            del self.fields["gender_words"]
        self.suggest("city_name", self.names_of_cities)

    @cached_property
    def places(self) -> Places:
        return known_places()

    def names_of_cities(self) -> list[str]:
        return sorted({city.name for group in self.places.values() for city in group})

    def choice_field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
        return field

    def suggest(self, name: str, suggestions: Callable[[], Iterable[str]]) -> None:
        self.suggested_field(name).suggestions = suggestions

    def suggested_field(self, name: str) -> Suggested:
        widget = self.fields[name].widget
        assert isinstance(widget, Suggested)  # noqa: S101 - narrows the type
        return widget

    def clean_full_name(self) -> str:
        name: str = self.cleaned_data["full_name"]
        if not name_key(name):
            raise forms.ValidationError(_("Write the name in letters."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("gender_words") and cleaned.get("gender") != Gender.ANOTHER:
            self.add_error("gender_words", _("Own words go with the answer “Another” only."))
        return cleaned

    @property
    def entry_fields(self) -> list[str]:
        """The fields of an Entry that this form asks for: nothing else is touched by it."""
        asked = [name for name in self.fields if name in ENTRY_NAMES]
        return [*asked, "city_id", "country_id"]

    @property
    def same_person_id(self) -> int | None:
        """Whom of those known the person is, where that was asked."""
        return None

    def entry(self) -> Entry:
        """What was typed, with the city recognised where its name leaves no doubt."""
        typed = {name: value for name, value in self.cleaned_data.items() if name in ENTRY_NAMES}
        country: Country | None = self.cleaned_data["country"]
        city = city_named(typed["city_name"], country.pk if country else None, self.places)
        return Entry(
            **typed,
            city_id=city.pk if city else None,
            country_id=country.pk if country else (city.country_id if city else None),
            person_id=self.same_person_id,
        )


class RegistrationForm(PersonFields):
    """One person at one workshop, as who runs the workshop enters or corrects them."""

    form_of_address = forms.CharField(
        label=_("Form of address"), max_length=60, required=False,
        help_text=_("Printed as typed; nothing is concluded from it."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Registration.Role.choices)
    mode = forms.ChoiceField(
        label=_("Takes part"), required=False,
        choices=with_blank(Registration.Mode.choices, _("not known")),
    )  # fmt: skip
    attendance = forms.ChoiceField(
        label=_("Attendance"), required=False,
        choices=with_blank(Registration.Attendance.choices, _("Not recorded")),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=with_blank(Language.choices, _("not known"))
    )
    sort_name = forms.CharField(
        label=_("Name to sort by"), max_length=200, required=False,
        help_text=_("Only if the list shall sort by another word than the first."),
    )  # fmt: skip
    certificate_name = forms.CharField(
        label=_("Name on the certificate"), max_length=200, required=False
    )
    access_needs = forms.CharField(
        label=_("Access needs"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    diet_needs = forms.CharField(
        label=_("Diet"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}))

    MAIN = (
        "full_name", "gender", "gender_words", "organisation", "organisation_kind", "position",
        "city_name", "country", "role", "email", "phone",
    )  # fmt: skip

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, workshop=workshop, **kwargs)
        for name in LIKE:
            self.suggest(name, partial(typed_before, workshop, name))
            address = reverse("participants:suggestions", args=[workshop.slug, name])
            self.suggested_field(name).address = address
        if not workshop.has_begun and not workshop.has_ended:
            del self.fields["attendance"]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MAIN if name in self.fields]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        further = self.fields.keys() - {*self.MAIN, "version", "same_as", "submission_key"}
        return [field for field in self if field.name in further]

    @property
    def has_further(self) -> bool:
        """Whether the folded part holds anything, so that it is shown unfolded."""
        return any(field.errors or field.value() for field in self.further_fields)

    def kept_for_the_next(self) -> dict[str, str]:
        return {name: self.data.get(name, "") for name in KEPT_FOR_THE_NEXT}


class NewRegistrationForm(RegistrationForm):
    """Asks, where somebody known is alike, whether it is the same person."""

    same_as = forms.CharField(widget=forms.HiddenInput, required=False)
    submission_key = SubmissionKeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["autofocus"] = True
        self.alike: list[Alike] = []
        self.answered: int | None = None

    def ask_about(self, alike: list[Alike]) -> bool:
        """Whether a question is open; an answer counts only for somebody who was asked about."""
        offered = {str(each.person_id): each.person_id for each in alike}
        answer: str = self.cleaned_data["same_as"]
        self.answered = offered.get(answer)
        if not alike or answer in {*offered, NOBODY_KNOWN}:
            return False
        self.alike = alike
        del self.fields["full_name"].widget.attrs["autofocus"]  # the question has it now
        return True

    @property
    def same_person_id(self) -> int | None:
        return self.answered


class EditRegistrationForm(RegistrationForm):
    """Carries the version it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, registration: Registration, entry: Entry, **kwargs: Any) -> None:
        initial = {
            **asdict(entry),
            "country": entry.country_id,
            "version": registration.form_version,
        }
        super().__init__(*args, initial=initial, workshop=registration.workshop, **kwargs)
        # An answer that is no longer offered stays; and one that was given can be taken back.
        offered = {*workshop_answers(registration.workshop), entry.gender}
        answers = [(value, label) for value, label in Gender.choices if value in offered]
        self.choice_field("gender").choices = [*answers, ("", _("Not recorded"))]

    def show_conflict(self, current: Registration, entry: Entry) -> None:
        """Say at each field what is stored there now, where it differs from what was typed."""
        typed = self.entry()
        for field in [*self.main_fields, *self.further_fields]:
            name = "country_id" if field.name == "country" else field.name
            stored = getattr(entry, name)
            if stored != getattr(typed, name):
                self.add_error(field.name, self._stored(field, stored))
        self.data = {**dict(self.data.items()), "version": str(current.form_version)}

    def _stored(self, field: forms.BoundField, stored: Any) -> str:
        choices = {str(value): label for value, label in getattr(field.field, "choices", ())}
        words = choices.get(str(stored or ""), stored) or _text("nothing")
        return _text("Stored meanwhile: %(text)s. Yours stands in the field.") % {"text": words}


ENTRY_NAMES = frozenset(Entry.__dataclass_fields__)
