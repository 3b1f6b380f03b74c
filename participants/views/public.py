from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.limits import rate_limit
from accounts.private_links import private_link
from participants.forms.public import CONSENT, OwnRegistrationForm, PublicRegistrationForm
from participants.links import registration_of
from participants.models import Consent, Registration
from participants.services import (
    CannotMoveRegistration,
    FiguresSignedOff,
    RegistrationClosed,
    entry_of,
    keep_own_registration,
    register_again,
    register_in_public,
    withdraw,
)
from workshops.models import Workshop
from writing.services import StaleVersion

REGISTERED = "registered"  # in the session: the reference code


@login_not_required  # anybody may register while the workshop takes registrations
@never_cache
@rate_limit("register", "40/m/ip")
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Fill in, check the answers, send: the form travels along, so nothing is kept before."""
    workshop = get_object_or_404(
        Workshop.objects.visible_to(request.user).select_related("project"), slug=slug
    )
    if not workshop.takes_registrations:
        return render(request, "participants/register_closed.html", {"workshop": workshop})
    form = PublicRegistrationForm(request.POST or None, workshop=workshop)
    step = request.POST.get("step")
    if form.is_valid() and step == "send":
        return registered(request, workshop, form)
    is_checked = form.is_bound and step == "check" and form.is_valid()
    page = "register_check" if is_checked else "register"
    return render(request, f"participants/{page}.html", {"workshop": workshop, "form": form})


def registered(
    request: HttpRequest, workshop: Workshop, form: PublicRegistrationForm
) -> HttpResponse:
    try:
        registration = register_in_public(
            workshop, entry=form.entry(), purposes=form.purposes,
            submission_key=form.cleaned_data["submission_key"],
        )  # fmt: skip
    except RegistrationClosed:
        return render(request, "participants/register_closed.html", {"workshop": workshop})
    request.session[REGISTERED] = registration.code
    return redirect("participants:register_done", workshop.slug)


@login_not_required  # where a public registration ends
@never_cache
def register_done(request: HttpRequest, slug: str) -> HttpResponse:
    """The same words for everybody: nothing tells whether an address was known before."""
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user), slug=slug)
    code = request.session.get(REGISTERED)
    if code is None:
        return redirect("participants:register", slug)
    return render(request, "participants/register_done.html", {"workshop": workshop, "code": code})


def own_registration_or_404(token: str) -> Registration:
    registration = registration_of(token)
    if registration is None:
        raise Http404
    return registration


@login_not_required  # the link in the letter is the key
@private_link
@rate_limit("private_registration", "40/m/ip")
def private_registration(request: HttpRequest, token: str) -> HttpResponse:
    registration = own_registration_or_404(token)
    form = OwnRegistrationForm(
        request.POST or None, workshop=registration.workshop, initial=as_stored(registration)
    )
    if form.is_valid() and saved(registration, form):
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
@private_link
@rate_limit("private_registration", "40/m/ip")
def private_registration_move(request: HttpRequest, token: str, deed: str) -> HttpResponse:
    registration = own_registration_or_404(token)
    if request.method == "POST":
        try:
            deed_of = {"withdraw": withdraw_own, "again": register_again}[deed]
            deed_of(registration)
        except (CannotMoveRegistration, FiguresSignedOff, RegistrationClosed):
            messages.error(request, _("That cannot be done any more."))
        else:
            messages.success(request, _("Your registration is changed."))
    return redirect("participants:private_registration", token)


def withdraw_own(registration: Registration) -> Registration:
    return withdraw(registration, by=None)
