"""Handing a role over: the successor is invited, and the role changes hands when they accept.

Until then whoever hands over keeps it, so nothing is ever without somebody. What waits in a role
(tasks, requests, reminders) goes along, for it belongs to the role. History keeps both names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.invitations import membership_models
from accounts.letters import send_invitation
from accounts.models import Membership, User
from accounts.services import invite

OWN = {field.name for field in Membership._meta.local_fields} | {"id"}


class CannotHandOver(Exception):
    """The role cannot be given to that address; the message says why."""


@transaction.atomic
def hand_over(memberships: Sequence[Membership], *, to: str, by: User) -> list[Membership]:
    """Invite the successor to each of the roles; an earlier one who has not accepted is let go."""
    address = to.strip().lower()
    if address == by.email:
        raise CannotHandOver(_("This is your own address."))
    successors = []
    for membership in memberships:
        take_back(membership)
        successor = like(membership, email=address)
        code = invite(successor, by=by)
        send_invitation(successor, code)
        successors.append(successor)
    return successors


def like(membership: Membership, **fields: Any) -> Membership:
    """The same role at the same place, of somebody else, from today on."""
    of_role = {
        field.name: getattr(membership, field.name)
        for field in membership._meta.concrete_fields
        if field.name not in OWN
    }
    model: Any = type(membership)
    successor: Membership = model(
        **of_role, ends_on=membership.ends_on, succeeds=membership, **fields
    )
    return successor


def take_back(membership: Membership) -> int:
    """Withdraw what was not accepted yet; says how many invitations."""
    rows: Any = type(membership)._default_manager
    return int(rows.filter(succeeds=membership, accepted_at__isnull=True).delete()[0])


def waiting_successors(user: User) -> list[Membership]:
    """Those the user has invited to own roles, who have not accepted yet."""
    managers: list[Any] = [model._default_manager for model in membership_models()]
    return [
        successor
        for rows in managers
        for successor in rows.filter(succeeds__user=user, accepted_at__isnull=True).select_related(
            "succeeds"
        )
    ]
