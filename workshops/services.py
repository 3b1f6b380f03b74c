from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from projects.models import Body
from workshops.models import Objective, Workshop, WorkshopBody
from workshops.transitions import MOVES
from writing.services import record_change, save_version

COPIED = (
    "project", "title", "phase", "kind", "mode", "start_time", "end_time", "time_zone", "place",
    "city", "other_hosts", "working_languages", "interpretation_languages", "admission", "seats",
    "description", "is_example",
)  # fmt: skip


class CannotMove(Exception):
    """The workshop cannot go into that state now; the message says why."""


@transaction.atomic
def move_workshop(workshop: Workshop, *, move: str, by: User | None) -> Workshop:
    """Change the state as the table of transitions allows; a move already made stays made."""
    workshop = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    step = MOVES[move]
    if workshop.state == step.to:
        return workshop
    if workshop.state not in step.from_states:
        raise CannotMove(
            _("A workshop in the state “%(state)s” cannot do that.")
            % {"state": workshop.get_state_display()}
        )
    if step.to == Workshop.State.OPEN and not workshop.can_open:
        raise CannotMove(_("Give the first and the last day and the time zone before you open it."))
    return save_version(
        workshop, fields={"state": step.to}, expected_version=workshop.version, by=by
    )


def like(workshop: Workshop) -> Workshop:
    """A new draft like another one, not saved yet: everything but its days, people and address."""
    return Workshop(**{name: getattr(workshop, name) for name in COPIED})


@transaction.atomic
def keep_hosts(workshop: Workshop, bodies: Sequence[Body], *, by: User) -> None:
    """The host bodies, in this order and no others."""
    Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    before = list(Body.objects.filter(hosted__workshop=workshop).order_by("hosted__order"))
    if before == list(bodies):
        return
    workshop.hosts.all().delete()
    WorkshopBody.objects.bulk_create(
        WorkshopBody(workshop=workshop, body=body, order=order)
        for order, body in enumerate(bodies, 1)
    )
    record_change(workshop, field="bodies", before=listed(before), after=listed(bodies), by=by)


@transaction.atomic
def keep_objectives(workshop: Workshop, texts: Sequence[str], *, by: User) -> None:
    """The objectives, in this order; one that stays word for word keeps its outcome."""
    Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    before = list(workshop.objectives.order_by("order"))
    texts_before = [objective.text for objective in before]
    if texts_before == list(texts):
        return
    outcomes = {objective.text: objective.outcome for objective in before}
    workshop.objectives.all().delete()
    Objective.objects.bulk_create(
        Objective(workshop=workshop, order=order, text=text, outcome=outcomes.get(text, ""))
        for order, text in enumerate(texts, 1)
    )
    record_change(
        workshop, field="objectives", before="\n".join(texts_before), after="\n".join(texts), by=by
    )


def listed(bodies: Sequence[Body]) -> str:
    return ", ".join(map(str, bodies))
