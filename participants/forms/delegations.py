from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cities.models import City
from participants.forms.registration import PersonFields
from participants.models import Delegation, Registration
from participants.services import Entry
from projects.models import Body
from workshops.models import Workshop
from writing.submissions import SubmissionKeyField


class DelegationForm(forms.ModelForm[Delegation]):
    """A city or a body that sends people, with its seats and its place in the order."""

    class Meta:
        model = Delegation
        fields = ("city", "body", "seats", "order")
        help_texts = {
            "seats": _("Open: as many as it likes. Whoever comes after the last is an alternate."),
            "order": _("The smallest number stands first."),
        }

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.workshop = workshop
        cities = City.objects.filter(project_cities__project=workshop.project_id)
        bodies = Body.objects.filter(project_bodies__project=workshop.project_id)
        for name, rows in (("city", cities), ("body", bodies)):
            field: Any = self.fields[name]
            field.queryset = rows.distinct()
            field.empty_label = _("none")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        city, body = cleaned.get("city"), cleaned.get("body")
        if (city is None) == (body is None):
            self.add_error("city", _("Choose a city or a body, one of the two."))
            return cleaned
        same = Delegation.objects.filter(
            Q(city=city) & Q(body=body), workshop=self.instance.workshop
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("city", _("This delegation is there already."))
        return cleaned


class DelegateForm(PersonFields):
    """One person of a delegation: never diet, access needs or attendance."""

    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    submission_key = SubmissionKeyField()

    field_order = (
        "full_name", "gender", "gender_words", "position", "organisation", "organisation_kind",
        "city_name", "country", "email", "phone",
    )  # fmt: skip

    def __init__(self, *args: Any, delegation: Delegation, **kwargs: Any) -> None:
        city = delegation.city
        from_city = {"city_name": city.name, "country": city.country_id} if city else {}
        initial = {**from_city, **kwargs.pop("initial", {})}
        super().__init__(*args, workshop=delegation.workshop, initial=initial, **kwargs)


class DelegateEditForm(DelegateForm):
    """The same, with the version it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, registration: Registration, entry: Entry, **kwargs: Any) -> None:
        initial = {
            **entry.__dict__,
            "country": entry.country_id,
            "version": registration.form_version,
        }
        super().__init__(*args, initial=initial, **kwargs)
