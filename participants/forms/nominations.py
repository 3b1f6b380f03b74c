"""What is asked by the private link of a delegation, and of who runs the workshop to make one."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import Country
from participants.forms.delegations import DelegateForm
from participants.forms.public import CountryField
from participants.forms.registration import with_blank
from participants.models import Delegation, Registration
from participants.services import Entry
from participants.services.nominations import KEPT_IF_BLANK, OF_PERSON
from projects.models import Organisation

LONGEST = datetime.timedelta(days=180)
USUAL = datetime.timedelta(days=30)


class NominationForm(DelegateForm):
    """One person of the delegation, in the language of the page."""

    organisation_kind = forms.ChoiceField(
        label=_("Type of organisation"), required=False,
        choices=with_blank(Organisation.Kind.choices, _("no answer")),
    )  # fmt: skip
    country = CountryField(
        label=_("Country or area"), queryset=Country.objects.all(), required=False,
        empty_label=_("no answer"),
    )  # fmt: skip

    def __init__(self, *args: Any, delegation: Delegation, **kwargs: Any) -> None:
        super().__init__(*args, delegation=delegation, **kwargs)
        self.fields["full_name"].help_text = _("As it shall stand on the list of participants.")
        self.fields["gender"].help_text = _(
            "As the person answers it. Leave it open if you do not know: nobody guesses it."
        )


class NominationEditForm(NominationForm):
    """What was named, but for the contacts, which are shown to nobody by this link."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, registration: Registration, entry: Entry, is_known: bool, **kwargs: Any
    ) -> None:
        shown = {name: value for name, value in vars(entry).items() if name not in KEPT_IF_BLANK}
        initial = {**shown, "country": entry.country_id, "version": registration.form_version}
        super().__init__(*args, initial=initial, **kwargs)
        self.known_name = registration.person.full_name if is_known else ""
        for name in OF_PERSON if is_known else ():
            del self.fields[name]
        for name in KEPT_IF_BLANK:
            if name in self.fields:
                self.fields[name].help_text = _(
                    "Not shown again. Leave it empty to keep what was given."
                )

    def entry(self) -> Entry:
        if self.known_name:
            self.cleaned_data["full_name"] = self.known_name
        return super().entry()


class DelegationLinkForm(forms.Form):
    """For whom a link is made, and how long it works."""

    email = forms.EmailField(
        label=_("Send it to"), max_length=254, required=False,
        help_text=_("The address is in the letter and is not kept. Empty: the link is shown to "
                    "you once, to send yourself."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the letter and the pages"))
    expires_on = forms.DateField(
        label=_("Works until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The end of that day. Only while registration is open is anybody named by it."),
    )  # fmt: skip

    def __init__(self, typed: Any, *, delegation: Delegation) -> None:
        self.workshop = delegation.workshop
        super().__init__(typed, initial={"expires_on": self.usual_end()})
        language: Any = self.fields["language"]
        language.choices = settings.LANGUAGES

    def usual_end(self) -> datetime.date:
        closes = self.workshop.registration_closes_at
        last = closes.astimezone(self.workshop.zone).date() if closes else self.workshop.starts_on
        usual = self.workshop.today + USUAL
        return min(last, self.latest()) if last and last >= self.workshop.today else usual

    def latest(self) -> datetime.date:
        return self.workshop.today + LONGEST

    def clean_expires_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["expires_on"]
        if not self.workshop.today <= day <= self.latest():
            raise forms.ValidationError(_("Choose a day from today on, half a year away at most."))
        return day

    @property
    def expires_at(self) -> datetime.datetime:
        """The midnight after that day, where the workshop is held."""
        after = self.cleaned_data["expires_on"] + datetime.timedelta(days=1)
        return timezone.make_aware(
            datetime.datetime.combine(after, datetime.time()), self.workshop.zone
        )
