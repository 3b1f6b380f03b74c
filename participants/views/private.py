from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.languages import View, changes_language, in_chosen_language, prefer
from accounts.limits import rate_limit
from accounts.private_links import link_over, private_link
from participants.calendar import calendar_of
from participants.forms.public import CONSENT, OwnRegistrationForm
from participants.links import registration_of
from participants.models import Consent, Registration
from participants.services import (
    CannotMoveRegistration,
    ListClosed,
    RegistrationClosed,
    entry_of,
    keep_own_registration,
    register_again,
    withdraw,
)
from participants.views.public import calendar_file
from writing.services import StaleVersion


def own_registration(view: View) -> View:
    """The registration whose link it is, in the language it was made in unless another is chosen.

    A link that was replaced by a newer one is answered in words.
    """

    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        registration = registration_of(token)
        if registration is None:
            words = _(
                "Use the link in the newest letter about this registration: it replaces those "
                "sent before. If you have no letter, register again with the same name and "
                "address, and a new link is sent to you."
            )
            return link_over(request, words)
        prefer(request, registration.language)
        return view(request, registration, token, **kwargs)

    return in_chosen_language(opened)


@login_not_required  # the link in the letter is the key
@in_chosen_language
@private_link
@rate_limit("private_registration", "40/m/ip")
@own_registration
def private_registration(
    request: HttpRequest, registration: Registration, token: str
) -> HttpResponse:
    form = own_form(request, registration)
    if form.is_bound and form.is_valid() and saved(registration, form):
        messages.success(request, _("Your registration is saved."))
        return redirect("participants:private_registration", token)
    return render(
        request,
        "participants/private_registration.html",
        {
            "registration": registration,
            "workshop": registration.workshop,
            "form": form,
            "token": token,
            "is_gone": registration.state == Registration.State.CANCELLED,
        },
    )


def own_form(request: HttpRequest, registration: Registration) -> OwnRegistrationForm:
    """Filled as stored; as typed, but not submitted, where only the language was changed."""
    if changes_language(request):
        return OwnRegistrationForm(initial=request.POST.dict(), workshop=registration.workshop)
    return OwnRegistrationForm(
        request.POST or None, initial=as_stored(registration), workshop=registration.workshop
    )


def as_stored(registration: Registration) -> dict[str, object]:
    entry = entry_of(registration)
    given = Consent.objects.filter(
        person=registration.person, workshop=registration.workshop, withdrawn_at__isnull=True
    ).values_list("purpose", flat=True)
    return {
        **entry.__dict__,
        "country": entry.country_id,
        "version": registration.form_version,
        **{CONSENT + purpose: True for purpose in given},
    }


def saved(registration: Registration, form: OwnRegistrationForm) -> bool:
    try:
        keep_own_registration(
            registration, entry=form.entry(), fields=form.entry_fields, purposes=form.purposes,
            expected_version=form.cleaned_data["version"],
        )  # fmt: skip
    except StaleVersion as stale:
        form.data = {**dict(form.data.items()), "version": str(stale.current.form_version)}
        form.add_error(None, _("Somebody changed your registration meanwhile. "
                               "Look at it again and save it."))  # fmt: skip
        return False
    return True


@login_not_required  # the link in the letter is the key
@in_chosen_language
@private_link
@rate_limit("private_registration", "40/m/ip")
@own_registration
def private_registration_move(
    request: HttpRequest, registration: Registration, token: str, deed: str
) -> HttpResponse:
    if request.method == "POST":
        try:
            deed_of = {"withdraw": withdraw_own, "again": register_again}[deed]
            deed_of(registration)
        except (CannotMoveRegistration, ListClosed, RegistrationClosed):
            messages.error(request, _("That cannot be done any more."))
        else:
            messages.success(request, _("Your registration is changed."))
    return redirect("participants:private_registration", token)


def withdraw_own(registration: Registration) -> Registration:
    return withdraw(registration, by=None)


@login_not_required  # the link in the letter is the key
@in_chosen_language
@private_link
@own_registration
def private_calendar(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    content = calendar_of(registration.workshop, registration)
    return calendar_file(content, name=f"{registration.workshop.slug}-{registration.code}")
