from __future__ import annotations

import datetime
import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.invitations import find_invitation
from accounts.letters import send_taken_over
from accounts.models import Membership, User

INVITATION_LIFE = datetime.timedelta(days=14)


class InvitationNotOpen(Exception):
    """The code is unknown, its invitation was accepted already, or its time is over."""


class InvitationForSomebodyElse(Exception):
    """The invitation went to another address than the account's."""


class AccountExists(Exception):
    """The invited address has an account: its owner accepts by signing in."""


@transaction.atomic
def invite(membership: Membership, *, by: User) -> str:
    """Make the membership an open invitation and return its private code, which is kept nowhere.

    An earlier code of the same membership stops working. Nothing is sent:
    `letters.send_invitation` does that. Refuses a membership that is accepted.
    """
    if membership.accepted_at is not None:
        raise InvitationNotOpen
    code = secrets.token_urlsafe(32)
    membership.email = membership.email.strip().lower()
    membership.code_hash = Membership.hash_code(code)
    membership.invited_by = by
    membership.invited_at = timezone.now()
    membership.expires_at = membership.invited_at + INVITATION_LIFE
    membership.save()
    return code


@transaction.atomic
def accept_invitation(code: str, *, by: User) -> Membership:
    """Give the invited role to the user, once: of two attempts at one time one is refused."""
    membership = find_invitation(code)
    if membership is None:
        raise InvitationNotOpen
    if membership.invited_address != by.email:
        raise InvitationForSomebodyElse
    now = timezone.now()
    open_still = type(membership)._default_manager.filter(
        pk=membership.pk, accepted_at__isnull=True, expires_at__gt=now
    )
    if not open_still.update(user=by, accepted_at=now):
        raise InvitationNotOpen
    membership.refresh_from_db()
    end_predecessor(membership)
    return membership


def end_predecessor(successor: Membership) -> None:
    """Whoever handed the role over has it no more from this moment, nor any session; they are told.

    A role ends with a day, so it is yesterday's.
    """
    before, today = successor.succeeds, timezone.localdate()
    if before is None or before.user is None:
        return
    if before.ends_on is not None and before.ends_on < today:
        return
    before.ends_on = today - datetime.timedelta(days=1)
    before.starts_on = min(before.starts_on, before.ends_on)  # begun and handed over on one day
    before.save(update_fields=["starts_on", "ends_on"])
    end_sessions(before.user)
    send_taken_over(before, successor)


@transaction.atomic
def accept_with_new_account(code: str, *, full_name: str, password: str) -> User:
    """Open the account of the invited address and accept in its name."""
    membership = find_invitation(code)
    if membership is None or not membership.is_open_invitation:
        raise InvitationNotOpen
    if User.objects.filter(email=membership.invited_address).exists():
        raise AccountExists
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                membership.invited_address, password, full_name=full_name
            )
    except IntegrityError as error:  # two clicks in one instant
        raise AccountExists from error
    accept_invitation(code, by=user)
    return user


def end_sessions(user: User) -> None:
    """Sign the user out wherever they are signed in."""
    user.session_round += 1
    user.save(update_fields=["session_round"])
