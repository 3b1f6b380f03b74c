from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from participants import letters
from participants.links import new_token
from participants.models import Registration
from participants.services.changes import History, locked, save
from participants.services.seats import (
    Seats,
    admitted_state,
    fill_free_seats,
    lock_for_figures,
    seat,
)
from workshops.models import Workshop
from writing.services import FieldChange, record_changes, record_changes_of_many

State = Registration.State


class CannotMoveRegistration(Exception):
    """The registration cannot go into that state now; the message says why."""


class Move(NamedTuple):
    from_states: tuple[State, ...]
    to: State


# Which state of a registration follows which, by the deed. The one table of it.
MOVES: dict[str, Move] = {
    "withdraw": Move(
        (State.NOMINATED, State.INVITED, State.PENDING, State.CONFIRMED, State.WAITLISTED),
        State.CANCELLED,
    ),
    "reinstate": Move((State.CANCELLED, State.DECLINED), State.CONFIRMED),
    "return": Move((State.CANCELLED,), State.CONFIRMED),  # by the person: as admission has it
    "approve": Move((State.NOMINATED, State.INVITED, State.PENDING), State.CONFIRMED),
    "decline": Move((State.NOMINATED, State.INVITED, State.PENDING), State.DECLINED),
}


def deeds_from(state: str) -> list[str]:
    """What can be done with a registration in this state."""
    return [deed for deed, move in MOVES.items() if state in move.from_states]


def withdraw(registration: Registration, *, by: User | None, reason: str = "") -> Registration:
    """Take the person off the list; the row stays. A freed seat goes to the first waiting.

    `by` is nobody where the person withdraws by the private link. Twice is once.
    """
    return move_registration(registration, move="withdraw", by=by, reason=reason)


def reinstate(registration: Registration, *, by: User) -> Registration:
    """Put a withdrawn person back: on the waiting list when all seats are taken."""
    return move_registration(registration, move="reinstate", by=by)


def approve(registration: Registration, *, by: User) -> Registration:
    """Confirm who waited for approval, with a letter."""
    return decide(registration, move="approve", by=by)


def decline(registration: Registration, *, by: User) -> Registration:
    """Refuse who waited for approval, with a letter; a freed seat goes to the first waiting."""
    return decide(registration, move="decline", by=by)


@transaction.atomic
def decide(registration: Registration, *, move: str, by: User) -> Registration:
    lock_for_figures(registration.workshop)
    [current] = locked([registration.pk])
    if current.state == MOVES[move].to:  # a second click: the letter is on its way
        return current
    moved = move_registration(registration, move=move, by=by)
    token = new_token()
    moved.private_token_hash = token.hash
    moved.save(update_fields=["private_token_hash"])
    letters.tell_decided(moved, token)
    return moved


@transaction.atomic
def move_registration(
    registration: Registration, *, move: str, by: User | None, reason: str = ""
) -> Registration:
    workshop = lock_for_figures(registration.workshop)
    [current] = locked([registration.pk])
    step, before = MOVES[move], current.state
    if before == step.to:
        return current
    if before not in step.from_states:
        raise CannotMoveRegistration(
            _("This registration is “%(state)s”; that cannot be done with it.")
            % {"state": current.get_state_display()}
        )
    takes_seat = current.takes_seat
    current.state = step.to if move != "return" else admitted_state(workshop, current.source)
    if not takes_seat:
        seat(current, Seats(workshop))
    changes = [FieldChange("state", before, current.state)]
    save({current: changes}, by=by)
    if reason:
        changes.append(FieldChange("reason", "", reason))
    record_changes(current, changes, by=by, entry_apart=True)
    fill_free_seats(workshop, by=by)
    return current


@transaction.atomic
def record_attendance(
    workshop: Workshop, *, attendance: Mapping[int, str], by: User
) -> list[Registration]:
    """Record who came, by primary key of the registration; answers with those that changed.

    Rows of other workshops are left alone. A constant number of queries however many people.
    """
    workshop = lock_for_figures(workshop)
    history: History = {}
    for row in locked(attendance):
        before, now = row.attendance, attendance[row.pk]
        if row.workshop_id == workshop.pk and before != now:
            row.attendance = now
            history[row] = [FieldChange("attendance", before, now)]
    save(history, by=by)
    record_changes_of_many([(row, changes[0]) for row, changes in history.items()], by=by)
    return [row for row in history if isinstance(row, Registration)]
