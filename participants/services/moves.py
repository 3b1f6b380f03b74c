from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from participants import letters
from participants.links import Token, new_token
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
Letter = Callable[[Registration, Token], None]


class CannotMoveRegistration(Exception):
    """The registration cannot go into that state now; the message says why."""


class Move(NamedTuple):
    from_states: tuple[State, ...]
    to: State
    letter: Letter | None = None
    beyond_seats: bool = False  # by hand, even when every seat is taken


# Which state of a registration follows which, by the deed. The one table of it.
MOVES: dict[str, Move] = {
    "withdraw": Move(
        (State.NOMINATED, State.INVITED, State.PENDING, State.CONFIRMED, State.WAITLISTED),
        State.CANCELLED,
    ),
    "reinstate": Move((State.CANCELLED, State.DECLINED), State.CONFIRMED),
    "return": Move((State.CANCELLED, State.INVITED), State.CONFIRMED),  # by the person
    "invite": Move((State.NOMINATED,), State.INVITED, letters.tell_invited),
    "approve": Move(
        (State.NOMINATED, State.INVITED, State.PENDING), State.CONFIRMED, letters.tell_decided
    ),
    "decline": Move(
        (State.NOMINATED, State.INVITED, State.PENDING), State.DECLINED, letters.tell_decided
    ),
    "promote": Move((State.WAITLISTED,), State.CONFIRMED, letters.tell_promoted, True),
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


def invite_nominated(registration: Registration, *, by: User) -> Registration:
    """Write to who was nominated; by the private link they say whether they come."""
    return move_registration(registration, move="invite", by=by)


def approve(registration: Registration, *, by: User) -> Registration:
    """Confirm who waited for approval, with a letter."""
    return move_registration(registration, move="approve", by=by)


def decline(registration: Registration, *, by: User) -> Registration:
    """Refuse who waited for approval, with a letter; a freed seat goes to the first waiting."""
    return move_registration(registration, move="decline", by=by)


def promote(registration: Registration, *, by: User) -> Registration:
    """Give a seat to somebody who waits, out of turn and even beyond the seats, with a letter."""
    return move_registration(registration, move="promote", by=by)


@transaction.atomic
def move_registration(
    registration: Registration, *, move: str, by: User | None, reason: str = ""
) -> Registration:
    """Raises `CannotMoveRegistration`, `ListClosed`. A move already made stays made, once."""
    workshop = lock_for_figures(registration.workshop)
    [current] = locked([registration.pk])
    step = MOVES[move]
    if current.state == step.to:  # a second click: the letter is on its way
        return current
    if current.state not in step.from_states:
        raise CannotMoveRegistration(
            _("This registration is “%(state)s”; that cannot be done with it.")
            % {"state": current.get_state_display()}
        )
    changes = [moved(current, move, workshop, Seats(workshop))]
    save({current: changes}, by=by)
    if reason:
        changes.append(FieldChange("reason", "", reason))
    record_changes(current, changes, by=by, entry_apart=True)
    write_to_each([current], step.letter)
    fill_free_seats(workshop, by=by)
    return current


@transaction.atomic
def move_registrations(
    workshop: Workshop, *, primary_keys: Iterable[int], move: str, by: User
) -> list[Registration]:
    """The same for many of one workshop; who cannot make the move is left alone.

    A constant number of queries, but for the letters.
    """
    workshop = lock_for_figures(workshop)
    step, seats = MOVES[move], Seats(workshop)
    rows = [
        row for row in locked(primary_keys)
        if row.workshop_id == workshop.pk and row.state in step.from_states
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.registered_at, row.pk))
    history: History = {row: [moved(row, move, workshop, seats)] for row in rows}
    save(history, by=by)
    record_changes_of_many([(row, changes[0]) for row, changes in history.items()], by=by)
    write_to_each(rows, step.letter)
    fill_free_seats(workshop, by=by)
    return rows


def moved(row: Registration, move: str, workshop: Workshop, seats: Seats) -> FieldChange:
    """Set the state: on the waiting list, who would take a seat only now when none is left."""
    step, before, took_seat = MOVES[move], row.state, row.takes_seat
    row.state = step.to if move != "return" else admitted_state(workshop, row.source)
    if not took_seat and not step.beyond_seats:
        seat(row, seats)
    return FieldChange("state", before, row.state)


@transaction.atomic
def write_to_each(rows: Iterable[Registration], letter: Letter | None) -> list[Registration]:
    """Send the letter, with a new private link, to who has an address; answers with those."""
    reached = [row for row in rows if letter and row.person.email]
    tokens = [new_token() for _row in reached]
    for row, token in zip(reached, tokens, strict=True):
        row.private_token_hash = token.hash
    Registration.objects.bulk_update(reached, ["private_token_hash"])
    for row, token in zip(reached, tokens, strict=True):
        if letter:
            letter(row, token)
    return reached


@transaction.atomic
def send_links(workshop: Workshop, *, primary_keys: Iterable[int]) -> list[Registration]:
    """A new private link to each of the workshop who has an address; answers with those."""
    rows = [row for row in locked(primary_keys) if row.workshop_id == workshop.pk]
    return write_to_each(rows, letters.tell_link)


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
