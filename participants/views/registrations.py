from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from participants.forms.registration import EditRegistrationForm, NewRegistrationForm
from participants.likeness import Alike, people_alike, standing_on
from participants.models import Registration
from participants.services import (
    CannotMoveRegistration,
    ListClosed,
    approve,
    decline,
    deeds_from,
    entry_of,
    invite_nominated,
    promote,
    promote_waiting,
    register_one,
    registration_sent,
    reinstate,
    send_private_link,
    update_registration,
    withdraw,
)
from participants.suggestions import LIKE
from participants.views.scope import note_opening, registration_run, workshop_run
from workshops.models import Workshop
from writing.clock import Clock
from writing.models import Change
from writing.services import StaleVersion

KEPT = "kept_for_the_next_person"  # in the session: nothing of it names anybody
MOST_CHANGES = 50
MOST_TYPED = 200  # signs, of a name that is still being typed
DEEDS: dict[str, Callable[..., Registration]] = {
    "withdraw": withdraw,
    "put-back": reinstate,
    "approve": approve,
    "decline": decline,
    "invite": invite_nominated,
    "promote": promote,
}


def registration_add(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_run(request, slug)
    if "empty" in request.GET:
        request.session.pop(KEPT, None)
    kept = kept_for(request, workshop)
    form = NewRegistrationForm(request.POST or None, workshop=workshop, initial=kept)
    if form.is_valid() and not form.ask_about(alike_of(workshop, form)):
        try:
            return added(request, workshop, form)
        except ListClosed as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "participants/registration_add.html",
        {
            "workshop": workshop,
            "form": form,
            "another": "another" in request.POST,
            "is_kept": bool(kept) and not form.is_bound,
        },
    )


def alike_of(workshop: Workshop, form: NewRegistrationForm) -> list[Alike]:
    if registration_sent(workshop, form.cleaned_data["submission_key"]):
        return []  # answered when the form was sent the first time
    return people_alike(
        workshop, full_name=form.cleaned_data["full_name"], email=form.cleaned_data["email"]
    )


def added(request: UserRequest, workshop: Workshop, form: NewRegistrationForm) -> HttpResponse:
    entry, key = form.entry(), form.cleaned_data["submission_key"]
    standing = standing_on(workshop, entry)
    if standing is not None and not (key and standing.submission_key == key):
        words = _("%(name)s is on the list already: %(state)s.")
        messages.warning(request, words % naming(standing))
        return redirect("participants:registration_edit", workshop.slug, standing.code)
    registration = register_one(workshop, entry=entry, by=request.user, submission_key=key)
    messages.success(request, _("%(name)s is on the list: %(state)s.") % naming(registration))
    if "another" in request.POST:
        request.session[KEPT] = {"workshop": workshop.pk, **form.kept_for_the_next()}
        return redirect("participants:registration_add", workshop.slug)
    request.session.pop(KEPT, None)
    return redirect("participants:participant_list", workshop.slug)


def suggestions(request: UserRequest, slug: str, field: str) -> HttpResponse:
    """Options for the field that is being typed in; without htmx nobody asks for them."""
    workshop = workshop_run(request, slug)
    if field not in LIKE:
        raise Http404
    found = LIKE[field](workshop, request.GET.get(field, "")[:MOST_TYPED])
    return render(request, "participants/_options.html", {"options": found})


def naming(registration: Registration) -> dict[str, str]:
    return {"name": registration.person.full_name, "state": registration.get_state_display()}


def kept_for(request: HttpRequest, workshop: Workshop) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(KEPT, {})
    return kept if kept.get("workshop") == workshop.pk else {}


def registration_edit(request: UserRequest, slug: str, code: str) -> HttpResponse:
    registration = registration_run(request, slug, code)
    note_opening(request, registration)
    form = EditRegistrationForm(
        request.POST or None, registration=registration, entry=entry_of(registration)
    )
    if form.is_valid() and saved(request, registration, form):
        messages.success(request, _("%(name)s is saved.") % naming(registration))
        return redirect("participants:participant_list", slug)
    return render(
        request,
        "participants/registration_edit.html",
        {
            "workshop": registration.workshop,
            "registration": registration,
            "form": form,
            "changes": history_of(registration),
            "clock": Clock.of(request.user),
            "deeds": deeds_from(registration.state),
            "is_organised": registration.workshop.project.can_be_organised_by(request.user),
        },
    )


def saved(request: UserRequest, registration: Registration, form: EditRegistrationForm) -> bool:
    """Save what was typed; False when somebody was faster, with both at the fields."""
    try:
        update_registration(
            registration, entry=form.entry(), fields=form.entry_fields,
            expected_version=form.cleaned_data["version"], by=request.user,
        )  # fmt: skip
    except StaleVersion as stale:
        form.show_conflict(stale.current, entry_of(stale.current))
        return False
    return True


def history_of(registration: Registration) -> Any:
    """The last changes of the registration and of its person; gender stands in both, so once."""
    of_person = Change.objects.of(registration.person).exclude(field__startswith="gender")
    changes = Change.objects.of(registration) | of_person
    return changes.select_related("by", "content_type")[:MOST_CHANGES]


@require_POST
def registration_move(request: UserRequest, slug: str, code: str, deed: str) -> HttpResponse:
    registration = registration_run(request, slug, code)
    typed = request.POST.get("reason", "").replace("\0", "")
    reason = {"reason": typed[:300]} if deed == "withdraw" else {}
    try:
        moved = DEEDS[deed](registration, by=request.user, **reason)
    except (ListClosed, CannotMoveRegistration) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s: %(state)s.") % naming(moved))
    return redirect("participants:registration_edit", slug, code)


@require_POST
def waiting_promote(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_run(request, slug)
    try:
        promoted = promote_waiting(workshop, by=request.user)
    except ListClosed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, promoted_words(len(promoted)))
    return redirect("participants:participant_list", slug)


def promoted_words(count: int) -> str:
    if not count:
        return _("No seat is free.")
    return ngettext(
        "%(count)d person has a seat now and is written to.",
        "%(count)d people have a seat now and are written to.",
        count,
    ) % {"count": count}


@require_POST
def private_link_send(request: UserRequest, slug: str, code: str) -> HttpResponse:
    registration = registration_run(request, slug, code)
    if registration.person.email:
        send_private_link(registration)
        messages.success(request, _("A private link is on its way."))
    else:
        messages.error(request, _("There is no e-mail address to send it to."))
    return redirect("participants:registration_edit", slug, code)
