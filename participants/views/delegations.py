"""The people that a city or a body sends: as who runs the workshop, and the city itself, see it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.requests import UserRequest
from participants.delegates import could_join, delegates_of, delegations_of
from participants.forms.delegations import DelegateEditForm, DelegateForm, DelegationForm
from participants.models import Delegation, Registration
from participants.services import (
    CannotMoveRegistration,
    Entry,
    ListClosed,
    RegistrationClosed,
    entry_of,
    update_registration,
    withdraw,
)
from participants.services.delegations import (
    AlreadyOnList,
    enter_delegate,
    join_delegation,
    leave_delegation,
    make_alternate,
    make_head,
    replace_registration,
)
from participants.views.scope import note_opening, registration_run, workshop_run
from writing.services import StaleVersion

Source = Registration.Source
DEEDS: dict[str, Callable[..., object]] = {
    "head": make_head,
    "alternate": make_alternate,
    "withdraw": withdraw,
    "leave": leave_delegation,
}
OF_CITY = {"head", "alternate", "withdraw"}
REFUSALS = (ListClosed, CannotMoveRegistration, AlreadyOnList)


def delegation_list(request: UserRequest, slug: str) -> HttpResponse:
    workshop = workshop_run(request, slug)
    form = DelegationForm(request.POST or None, workshop=workshop)
    if form.is_valid():
        delegation = form.save()
        messages.success(request, _("%(sender)s has a delegation now.") % {"sender": delegation})
        return redirect("participants:delegation_list", slug)
    return render(
        request,
        "participants/delegation_list.html",
        {"workshop": workshop, "delegations": delegations_of(workshop), "form": form},
    )


def delegation_edit(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    workshop = workshop_run(request, slug)
    delegation = get_object_or_404(Delegation, workshop=workshop, pk=pk)
    form = DelegationForm(request.POST or None, instance=delegation, workshop=workshop)
    if form.is_valid():
        form.save()
        messages.success(request, _("The delegation is saved."))
        return redirect("participants:delegation_list", slug)
    return render(
        request,
        "participants/delegation_edit.html",
        {"workshop": workshop, "delegation": delegation, "form": form},
    )


def delegation_seen(request: UserRequest, slug: str, pk: int) -> Delegation:
    """The delegation, with `is_run` and `takes_people` (from this user, now) on it."""
    visible = Delegation.objects.visible_to(request.user).select_related(
        "workshop__project", "city__country", "body"
    )
    delegation = get_object_or_404(visible, workshop__slug=slug, pk=pk)
    workshop = delegation.workshop
    delegation.is_run = workshop.can_be_run_by(request.user)
    is_closed = workshop.state in {workshop.State.SIGNED_OFF, workshop.State.CANCELLED}
    delegation.takes_people = workshop.takes_registrations or (delegation.is_run and not is_closed)
    return delegation


def delegation_filled(request: UserRequest, slug: str, pk: int) -> Delegation:
    """The same, into which the user may enter people now."""
    delegation = delegation_seen(request, slug, pk)
    if not delegation.takes_people:
        raise PermissionDenied
    return delegation


def delegates(delegation: Delegation) -> QuerySet[Registration]:
    """A city sees whom it entered itself; who runs the workshop sees everybody."""
    people = Registration.objects.filter(delegation=delegation)
    if not delegation.is_run:
        people = people.filter(source=Source.CITY)
    return people.select_related(
        "person", "workshop__project", "city", "country", "replaces__person"
    )


def delegation_detail(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    delegation = delegation_seen(request, slug, pk)
    return render(
        request,
        "participants/delegation_detail.html",
        {
            "workshop": delegation.workshop,
            "delegation": delegation,
            "delegates": delegates_of(delegates(delegation)),
            "could_join": could_join(delegation) if delegation.is_run else [],
        },
    )


def source_of(delegation: Delegation) -> Source:
    return Source.FORM if delegation.is_run else Source.CITY


def delegate_add(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    delegation = delegation_filled(request, slug, pk)
    form = DelegateForm(request.POST or None, delegation=delegation)
    if form.is_valid():
        try:
            entered = enter_delegate(
                delegation, entry=form.entry(), by=request.user, source=source_of(delegation),
                submission_key=form.cleaned_data["submission_key"],
            )  # fmt: skip
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        except RegistrationClosed:
            form.add_error(None, closed_words())
        else:
            messages.success(request, entered_words(entered))
            return redirect("participants:delegation_detail", slug, pk)
    return render(
        request,
        "participants/delegate_add.html",
        {"workshop": delegation.workshop, "delegation": delegation, "form": form},
    )


def closed_words() -> str:
    return _("The workshop takes no registrations any more. Write to its organisers.")


def entered_words(registration: Registration) -> str:
    name = {"name": registration.person.full_name}
    if registration.is_alternate:
        return _("All seats are taken: %(name)s is an alternate.") % name
    return _("%(name)s is on the list: %(state)s.") % {
        **name,
        "state": registration.get_state_display(),
    }


def delegate_edit(request: UserRequest, slug: str, pk: int, code: str) -> HttpResponse:
    delegation = delegation_filled(request, slug, pk)
    registration = get_object_or_404(delegates(delegation), code=code)
    note_opening(request, registration)
    form = DelegateEditForm(
        request.POST or None, delegation=delegation, registration=registration,
        entry=entry_of(registration),
    )  # fmt: skip
    if form.is_valid():
        try:
            update_registration(
                registration, entry=form.entry(), fields=form.entry_fields,
                expected_version=form.cleaned_data["version"], by=request.user,
            )  # fmt: skip
        except StaleVersion:
            form.add_error(None, _("Somebody changed this meanwhile. Open the page again."))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": registration.person})
            return redirect("participants:delegation_detail", slug, pk)
    return render(
        request,
        "participants/delegate_edit.html",
        {
            "workshop": delegation.workshop,
            "delegation": delegation,
            "registration": registration,
            "form": form,
        },
    )


@require_POST
def delegate_move(request: UserRequest, slug: str, pk: int, code: str, deed: str) -> HttpResponse:
    delegation = delegation_filled(request, slug, pk)
    registration = get_object_or_404(delegates(delegation), code=code)
    if deed not in OF_CITY and not delegation.is_run:
        raise PermissionDenied
    try:
        DEEDS[deed](registration, by=request.user)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is saved.") % {"name": registration.person})
    return redirect("participants:delegation_detail", slug, pk)


@require_POST
def delegation_join(request: UserRequest, slug: str, pk: int) -> HttpResponse:
    """Ticked people of the list, who come from the city, are of its delegation."""
    workshop = workshop_run(request, slug)
    delegation = get_object_or_404(Delegation, workshop=workshop, pk=pk)
    ticked = could_join(delegation).filter(code__in=request.POST.getlist("ticked"))
    try:
        joined = join_delegation(delegation, registrations=ticked, by=request.user)
    except ListClosed as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext("%(count)d person joined.", "%(count)d people joined.", len(joined))
        messages.success(request, words % {"count": len(joined)})
    return redirect("participants:delegation_detail", slug, pk)


def delegate_replace(request: UserRequest, slug: str, pk: int, code: str) -> HttpResponse:
    delegation = delegation_filled(request, slug, pk)
    registration = get_object_or_404(delegates(delegation), code=code)
    spare = delegates_of(delegates(delegation)).alternates
    return replaced(request, registration, delegation, spare, source_of(delegation))


def registration_replace(request: UserRequest, slug: str, code: str) -> HttpResponse:
    """Of anybody on the list, whether of a delegation or not."""
    registration = registration_run(request, slug, code)
    delegation = registration.delegation or Delegation(
        workshop=registration.workshop, city=registration.city
    )
    spare = (
        delegates_of(registration.delegation.registrations.select_related("person")).alternates
        if registration.delegation else []
    )  # fmt: skip
    return replaced(request, registration, delegation, spare, Source.FORM)


def replaced(
    request: UserRequest, registration: Registration, delegation: Delegation,
    spare: list[Registration], source: Source,
) -> HttpResponse:  # fmt: skip
    """Who comes instead: an alternate by one press, or somebody new by the form."""
    slug = registration.workshop.slug
    chosen = next((each for each in spare if each.code == request.POST.get("alternate")), None)
    typed = request.POST if request.method == "POST" and chosen is None else None
    form = DelegateForm(typed, delegation=delegation)
    if chosen is not None or form.is_valid():
        entry = None if chosen else form.entry()
        comes = replacement(request, registration, alternate=chosen, entry=entry, source=source)
        if comes is not None and delegation.pk:
            return redirect("participants:delegation_detail", slug, delegation.pk)
        if comes is not None:
            return redirect("participants:registration_edit", slug, comes.code)
    return render(
        request,
        "participants/registration_replace.html",
        {
            "workshop": registration.workshop,
            "delegation": delegation if delegation.pk else None,
            "registration": registration,
            "alternates": [each for each in spare if each != registration],
            "form": form,
        },
    )


def replacement(
    request: UserRequest, registration: Registration, *, alternate: Registration | None,
    entry: Entry | None, source: Source,
) -> Registration | None:  # fmt: skip
    """Who comes now; None where nobody can, with the reason as a message."""
    try:
        comes = replace_registration(
            registration, alternate=alternate, by=request.user, source=source, entry=entry
        )
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    except RegistrationClosed:
        messages.error(request, closed_words())
    else:
        words = _("%(comes)s comes instead of %(gone)s.")
        messages.success(request, words % {"comes": comes.person, "gone": registration.person})
        return comes
    return None
