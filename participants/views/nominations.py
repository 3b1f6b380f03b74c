"""A delegation named by its private link, without an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.languages import View, changes_language, in_chosen_language, prefer
from accounts.limits import rate_limit, refusal_of
from accounts.private_links import link_over, private_link
from participants.delegates import delegates_of
from participants.forms.nominations import NominationEditForm, NominationForm
from participants.models import Delegation, Registration
from participants.services import (
    CannotMoveRegistration,
    ListClosed,
    RegistrationClosed,
    entry_of,
)
from participants.services.delegations import HOLDS_PLACE, AlreadyOnList
from participants.services.nominations import (
    SeatsTaken,
    delegation_link_of,
    is_known_from_elsewhere,
    keep_named,
    name_delegate,
    named_by_link,
    note_opening_of,
    replace_named,
    seats_left,
    withdraw_named,
)
from writing.services import StaleVersion

POSTS_BY_LINK = "240/h/key"


def own_delegation(view: View) -> View:
    """The delegation whose open link it is, in the link's language unless another is chosen."""

    @login_not_required  # the link is the key
    @in_chosen_language
    @private_link
    @rate_limit("nomination", "60/m/ip")
    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        link = delegation_link_of(token)
        if link is None:
            words = _(
                "Use the link in the newest letter about your delegation, or ask the organisers "
                "of the workshop for a new one."
            )
            return link_over(request, words)
        prefer(request, link.language)
        if request.method == "POST":
            refusal = refusal_of(request, "nomination_link", POSTS_BY_LINK, key=str(link.pk))
            if refusal is not None:
                return refusal
        note_opening_of(link)
        return view(request, link.delegation, token, **kwargs)

    return opened


@own_delegation
def nomination(request: HttpRequest, delegation: Delegation, token: str) -> HttpResponse:
    """Who is named, and one more."""
    form = form_of(NominationForm, request, delegation)
    if done(request, form, lambda: named_by(form, delegation)):
        messages.success(request, _("%(name)s is named.") % named(form))
        return redirect("participants:nomination", token)
    return render(
        request, "participants/nomination.html",
        {**page_of(delegation, token, form), "delegates": delegates_of(named_by_link(delegation)),
         "left": seats_left(delegation)},
    )  # fmt: skip


@own_delegation
def nomination_edit(
    request: HttpRequest, delegation: Delegation, token: str, code: str
) -> HttpResponse:
    registration = coming(delegation, code)
    form = form_of(
        NominationEditForm, request, delegation, registration=registration,
        entry=entry_of(registration), is_known=is_known_from_elsewhere(registration.person),
    )  # fmt: skip
    if done(request, form, lambda: kept(form, registration)):
        messages.success(request, _("%(name)s is saved.") % {"name": registration.person})
        return redirect("participants:nomination", token)
    return render(
        request, "participants/nomination_edit.html",
        {**page_of(delegation, token, form), "registration": registration},
    )  # fmt: skip


@own_delegation
def nomination_replace(
    request: HttpRequest, delegation: Delegation, token: str, code: str
) -> HttpResponse:
    registration = coming(delegation, code)
    form = form_of(NominationForm, request, delegation)
    if done(request, form, lambda: replace_named(registration, entry=form.entry())):
        messages.success(request, _("%(name)s is named.") % named(form))
        return redirect("participants:nomination", token)
    return render(
        request, "participants/nomination_replace.html",
        {**page_of(delegation, token, form), "registration": registration},
    )  # fmt: skip


@own_delegation
@require_POST
def nomination_withdraw(
    request: HttpRequest, delegation: Delegation, token: str, code: str
) -> HttpResponse:
    registration = coming(delegation, code)
    try:
        withdraw_named(registration)
    except (RegistrationClosed, CannotMoveRegistration, ListClosed):
        messages.error(request, _("That cannot be done any more."))
    else:
        messages.success(request, _("%(name)s is taken off.") % {"name": registration.person})
    return redirect("participants:nomination", token)


def coming(delegation: Delegation, code: str) -> Registration:
    """Somebody the delegation named itself, who comes still."""
    return get_object_or_404(named_by_link(delegation).filter(state__in=HOLDS_PLACE), code=code)


def form_of(
    form: type[NominationForm], request: HttpRequest, delegation: Delegation, **more: Any
) -> Any:
    """As typed, but not submitted, where only the language was changed."""
    if not changes_language(request):
        return form(request.POST or None, delegation=delegation, **more)
    shown = form(delegation=delegation, **more)
    shown.initial.update(request.POST.dict())
    return shown


def named_by(form: NominationForm, delegation: Delegation) -> Registration:
    key = form.cleaned_data["submission_key"]
    return name_delegate(delegation, entry=form.entry(), submission_key=key)


def kept(form: NominationEditForm, registration: Registration) -> None:
    keep_named(
        registration, entry=form.entry(), fields=form.entry_fields,
        expected_version=form.cleaned_data["version"],
    )  # fmt: skip


def named(form: NominationForm) -> dict[str, str]:
    return {"name": form.cleaned_data["full_name"]}


def page_of(delegation: Delegation, token: str, form: NominationForm) -> dict[str, Any]:
    return {
        "workshop": delegation.workshop, "delegation": delegation, "token": token, "form": form,
        "is_open": delegation.workshop.takes_registrations,
    }  # fmt: skip


def done(request: HttpRequest, form: NominationForm, deed: Callable[[], object]) -> bool:
    """Whether the form was sent and its deed done; what stands in its way is said above it."""
    if changes_language(request) or not form.is_valid():
        return False
    try:
        deed()
    except RegistrationClosed:
        form.add_error(None, _("Registration is over. Write to the organisers."))
    except SeatsTaken:
        form.add_error(None, _("All seats of the delegation are taken. Take somebody off first."))
    except (AlreadyOnList, CannotMoveRegistration):
        form.add_error(None, _("This person is registered already. Write to the organisers."))
    except ListClosed:
        form.add_error(None, _("That cannot be done any more."))
    except StaleVersion:
        form.add_error(None, _("Somebody changed this meanwhile. Open the page again."))
    else:
        return True
    return False
