"""The account of somebody who is erased: a human says that it is theirs, and it goes as well."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import record_access
from accounts.erasing import empty_account
from accounts.invitations import current_memberships
from accounts.models import AccessLog, User
from desk.models import PlaceToCheck
from desk.privacy import journal
from desk.privacy.logs import log_of, wipe_back_office_log, wipe_outbox
from desk.privacy.words import Words


class CannotEraseAccount(Exception):
    """The account is still needed; the message says for what, and what to do first."""


@transaction.atomic
def erase_account(place: PlaceToCheck, *, by: User) -> None:
    """Empty the account that an erasure found, and tick off all places that were of it.

    Journalled before it is committed. Raises `CannotEraseAccount` while it has a role.
    """
    user = User.objects.select_for_update().get(pk=place.object_id)
    if user == by:
        raise CannotEraseAccount(_("This is your own account: another administrator erases it."))
    if roles := current_memberships(user):
        words = _("End or hand over its roles first: %(roles)s.")
        raise CannotEraseAccount(words % {"roles": "; ".join(str(role) for role in roles)})
    journal.note_account(user.email)
    forget_account(user)
    waiting = place.request.places.filter(checked_at=None)
    gone = [each.pk for each in waiting if each.thing is None or each.thing == user]
    waiting.filter(pk__in=gone).update(checked_at=timezone.now(), checked_by=by)
    record_access(by, AccessLog.Action.ERASED, user, 1)


def forget_account(user: User) -> None:
    words = Words(tuple(filter(None, (user.full_name, user.email))))
    wipe_outbox(words, {user.email})
    wipe_back_office_log(words, log_of(User, [user.pk]))
    empty_account(user)


def forget_journalled_accounts() -> int:
    """After a backup was put back: empty again what it brought back. Says how many.

    Not an account that was opened anew for the same address since.
    """
    lines = [line for line in journal.read() if "account" in line]
    found = [user for user in User.objects.iterator() if lines and is_journalled(user, lines)]
    for user in found:
        forget_account(user)
    return len(found)


def is_journalled(user: User, lines: list[dict[str, str]]) -> bool:
    return any(
        line["account"] == journal.hash_of(user.email, line["salt"])
        and user.date_joined.replace(microsecond=0) <= datetime.datetime.fromisoformat(line["at"])
        for line in lines
    )
