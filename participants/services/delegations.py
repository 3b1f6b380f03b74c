from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from participants.models import Delegation, Registration
from participants.services.changes import History, differences, locked, save
from participants.services.entries import Entry
from participants.services.moves import MOVES, CannotMoveRegistration
from participants.services.private import RegistrationClosed
from participants.services.registering import register_participants, registration_sent
from participants.services.seats import fill_free_seats, lock_for_figures
from workshops.models import Workshop
from writing.services import record_changes_of_many
from writing.submissions import new_submission_key

State = Registration.State
Source = Registration.Source
HOLDS_PLACE = MOVES["withdraw"].from_states


class AlreadyOnList(Exception):
    """The person stands on the list of the workshop already; the message says who and how."""


@transaction.atomic
def enter_delegate(
    delegation: Delegation,
    *,
    entry: Entry,
    by: User | None,
    source: Source,
    submission_key: str = "",
) -> Registration:
    """Put somebody into a delegation: as an alternate once its seats are taken.

    The same form sent twice enters once. A city enters people while the workshop takes
    registrations. Raises `ListClosed`, `RegistrationClosed`, `AlreadyOnList`.
    """
    workshop = lock_for_figures(delegation.workshop)
    sent = registration_sent(workshop, submission_key)
    if sent is not None:
        return sent
    if source == Source.CITY and not workshop.takes_registrations:
        raise RegistrationClosed
    is_alternate, key = not has_room(delegation), submission_key or new_submission_key()
    [registration] = register_participants(
        workshop, entries=[replace(entry, state=State.NOMINATED if is_alternate else "")], by=by,
        source=source, submission_key=key,
    )  # fmt: skip
    if registration.submission_key != key:
        raise AlreadyOnList(on_list_words(registration))
    [current] = locked([registration.pk])
    columns = {"delegation": delegation, "is_alternate": is_alternate}
    keep({current: columns}, by=by)
    return current


def has_room(delegation: Delegation) -> bool:
    """Whether somebody more can be a full member."""
    if delegation.seats is None:
        return True
    members = Registration.objects.filter(
        delegation=delegation, is_alternate=False, state__in=HOLDS_PLACE
    )
    return members.count() < delegation.seats


def on_list_words(registration: Registration) -> str:
    words = _("%(name)s is on the list already: %(state)s.")
    return words % {
        "name": registration.person.full_name,
        "state": registration.get_state_display(),
    }


@transaction.atomic
def join_delegation(
    delegation: Delegation, *, registrations: Iterable[Registration], by: User
) -> list[Registration]:
    """Count people of the list to a delegation; their states stay as they are."""
    workshop = lock_for_figures(delegation.workshop)
    rows = locked([registration.pk for registration in registrations])
    joining = [row for row in rows if row.workshop_id == workshop.pk and not row.delegation_id]
    keep({row: {"delegation": delegation} for row in joining}, by=by)
    return joining


@transaction.atomic
def leave_delegation(registration: Registration, *, by: User) -> None:
    """The person stays on the list of the workshop, of no delegation."""
    lock_for_figures(registration.workshop)
    [current] = locked([registration.pk])
    keep({current: {"delegation": None, "is_head": False, "is_alternate": False}}, by=by)


@transaction.atomic
def make_head(registration: Registration, *, by: User) -> None:
    """The head until now is a member again."""
    lock_for_figures(registration.workshop)
    heads = Registration.objects.filter(delegation=registration.delegation_id, is_head=True)
    before = locked(heads.exclude(pk=registration.pk).values_list("pk", flat=True))
    keep({row: {"is_head": False} for row in before}, by=by)
    [current] = locked([registration.pk])
    if current.is_alternate:
        raise CannotMoveRegistration(_("An alternate does not head a delegation."))
    keep({current: {"is_head": True}}, by=by)


@transaction.atomic
def make_alternate(registration: Registration, *, by: User) -> None:
    """Who comes only if another cannot; the seat goes to the first waiting."""
    workshop = lock_for_figures(registration.workshop)
    [current] = locked([registration.pk])
    if current.state not in HOLDS_PLACE:
        raise CannotMoveRegistration(refused_words(current))
    keep({current: {"is_alternate": True, "is_head": False, "state": State.NOMINATED}}, by=by)
    fill_free_seats(workshop, by=by)


@transaction.atomic
def replace_registration(
    registration: Registration,
    *,
    by: User | None,
    alternate: Registration | None = None,
    entry: Entry | None = None,
    source: Source = Source.FORM,
) -> Registration:
    """Somebody else comes instead: in the same seat, state, role and delegation.

    Who comes is an alternate of the delegation, or entered anew. The row that is replaced stays,
    and the new one says whom it replaces. Raises `CannotMoveRegistration`, `ListClosed`,
    `RegistrationClosed`.
    """
    workshop = lock_for_figures(registration.workshop)
    if source == Source.CITY and not workshop.takes_registrations:
        raise RegistrationClosed
    comes = alternate or entered_instead(workshop, entry, by=by, source=source)
    rows = {row.pk: row for row in locked([registration.pk, comes.pk])}
    return take_place(rows[registration.pk], rows[comes.pk], by=by)


def take_place(gone: Registration, comes: Registration, *, by: User | None) -> Registration:
    """One after the other, for a delegation has one head. Raises `CannotMoveRegistration`."""
    if gone.state not in HOLDS_PLACE:
        raise CannotMoveRegistration(refused_words(gone))
    if gone == comes or comes.state in {State.CONFIRMED, State.PENDING}:
        raise CannotMoveRegistration(on_list_words(comes))
    place = {
        "state": gone.state, "role": gone.role, "delegation": gone.delegation,
        "is_alternate": gone.is_alternate, "replaces": gone,
    }  # fmt: skip
    is_head = gone.is_head
    keep({gone: {"state": State.REPLACED, "is_head": False}, comes: place}, by=by)
    if is_head:
        keep({comes: {"is_head": True}}, by=by)
    return comes


def entered_instead(
    workshop: Workshop, entry: Entry | None, *, by: User | None, source: Source
) -> Registration:
    """On the list without a seat, until they take the other's."""
    if entry is None:
        raise CannotMoveRegistration(_("Say who comes instead."))
    [comes] = register_participants(
        workshop, entries=[replace(entry, state=State.NOMINATED)], by=by, source=source
    )
    return comes


def refused_words(registration: Registration) -> str:
    return _("This registration is “%(state)s”; that cannot be done with it.") % {
        "state": registration.get_state_display()
    }


def keep(columns: dict[Registration, dict[str, Any]], *, by: User | None) -> None:
    """Write what differs, with its history."""
    history: History = {row: differences(row, values) for row, values in columns.items()}
    history = {row: changes for row, changes in history.items() if changes}
    save(history, by=by)
    record_changes_of_many(
        [(row, change) for row, changes in history.items() for change in changes], by=by
    )
