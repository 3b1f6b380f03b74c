"""Which state of a workshop follows which, by the word on the button. The one table of it."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workshops.models import Workshop

State = Workshop.State


class Move(NamedTuple):
    words: str | Promise
    from_states: tuple[State, ...]
    to: State


MOVES: dict[str, Move] = {
    "open": Move(_("Open the workshop"), (State.DRAFT, State.CLOSED), State.OPEN),
    "close": Move(_("Close the workshop"), (State.DRAFT, State.OPEN), State.CLOSED),
    "withdraw": Move(_("Back to draft"), (State.OPEN, State.CANCELLED), State.DRAFT),
    # A cancelled workshop has a public page that says so; of a draft nobody was told.
    "cancel": Move(_("Cancel the workshop"), (State.OPEN,), State.CANCELLED),
    # Only by signing off its figures, never by a button of its own.
    "sign_off": Move(_("Sign off the figures"), (State.OPEN, State.CLOSED), State.SIGNED_OFF),
}


def moves_from(state: str) -> dict[str, Move]:
    """What can be done by a button to a workshop in this state."""
    return {
        key: move for key, move in MOVES.items()
        if state in move.from_states and key != "sign_off"
    }  # fmt: skip
