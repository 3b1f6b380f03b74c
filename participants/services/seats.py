from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import User
from participants import letters
from participants.links import new_token
from participants.models import Registration
from participants.models.registrations import TAKES_SEAT
from participants.services.updating import update_many
from workshops.models import Workshop
from writing.services import FieldChange, record_changes_of_many

State = Registration.State


class ListClosed(Exception):
    """Nobody is added, moved or marked on this list now; the message says why."""


class FiguresSignedOff(ListClosed):
    """The figures of the workshop are signed off: only a correction changes them now."""


class WorkshopCancelled(ListClosed):
    """The workshop will not be held: its list stays as it was."""


class Seats:
    """The seats of a workshop as they are given away, within the transaction that locks it.

    One query says how many are left and whether anybody waits for them.
    """

    def __init__(self, workshop: Workshop) -> None:
        counts = Registration.objects.filter(workshop=workshop).aggregate(
            taken=Count("pk", filter=TAKES_SEAT),
            waiting=Count("pk", filter=Q(state=State.WAITLISTED)),
        )
        self.waiting: int = counts["waiting"]
        self.left: int | None = None
        if workshop.seats is not None:
            self.left = max(workshop.seats - counts["taken"], 0)

    def take(self) -> bool:
        """Take one; False when there is none."""
        if self.left is None:
            return True
        self.left -= 1
        return self.left >= 0


def lock_workshop(workshop: Workshop) -> Workshop:
    """The workshop's row, held until the transaction ends: seats are given to one at a time."""
    return (
        Workshop.objects.select_for_update(of=("self",))
        .select_related("project")
        .get(pk=workshop.pk)
    )


def lock_for_figures(workshop: Workshop) -> Workshop:
    """The locked workshop, unless its figures stand already or it will never be held."""
    workshop = lock_workshop(workshop)
    if workshop.state == Workshop.State.SIGNED_OFF:
        raise FiguresSignedOff(
            _("The figures of this workshop are signed off. To change them, make a correction.")
        )
    if workshop.state == Workshop.State.CANCELLED:
        raise WorkshopCancelled(_("This workshop is cancelled: its list stays as it is."))
    return workshop


def admitted_state(workshop: Workshop, source: str) -> str:
    """Who runs the workshop has approved whom they enter; others wait for them."""
    needs_approval = workshop.admission == Workshop.Admission.APPROVAL
    is_entered_by_staff = source in {Registration.Source.FORM, Registration.Source.IMPORT}
    return State.PENDING if needs_approval and not is_entered_by_staff else State.CONFIRMED


def seat(registration: Registration, seats: Seats) -> None:
    """Send to the waiting list who would take a seat when none is left."""
    if registration.takes_seat and not seats.take():
        registration.state = State.WAITLISTED


def is_over(workshop: Workshop) -> bool:
    """Nobody is written that a seat is free for them at a workshop that was, or will never be."""
    gone = workshop.state in {Workshop.State.SIGNED_OFF, Workshop.State.CANCELLED}
    return gone or (workshop.ends_on is not None and workshop.ends_on < workshop.today)


@transaction.atomic
def promote_waiting(workshop: Workshop, *, by: User) -> list[Registration]:
    """Give away seats that became free by themselves: the workshop got more of them."""
    return fill_free_seats(lock_for_figures(workshop), by=by)


def fill_free_seats(
    workshop: Workshop, *, by: User | None, seats: Seats | None = None
) -> list[Registration]:
    """Promote the first waiting to the seats that are free, with a letter each."""
    if is_over(workshop):
        return []
    seats = seats or Seats(workshop)
    if not seats.waiting or seats.left == 0:
        return []
    waiting = Registration.objects.filter(workshop=workshop).waiting().select_related("person")
    promoted = list(waiting if seats.left is None else waiting[: seats.left])
    tokens = [new_token() for _registration in promoted]
    for registration, token in zip(promoted, tokens, strict=True):
        registration.state = admitted_state(workshop, registration.source)
        registration.private_token_hash = token.hash
        registration.version += 1
        if registration.takes_seat:
            seats.take()
    update_many(promoted, ["state", "private_token_hash", "version"])
    record_changes_of_many(
        [(each, FieldChange("state", State.WAITLISTED, each.state)) for each in promoted], by=by
    )
    for registration, token in zip(promoted, tokens, strict=True):
        registration.workshop = workshop
        letters.tell_promoted(registration, token)
    return promoted
