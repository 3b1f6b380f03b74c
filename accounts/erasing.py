"""An account without anybody: what it did stays known as done by one number, of nobody."""

from __future__ import annotations

import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from accounts.invitations import current_memberships, membership_models
from accounts.models import User

NOBODYS = "user-{pk}@erased.invalid"


@transaction.atomic
def empty_account(user: User) -> None:
    """Take name, address, password, second steps and rights away, end what it may do and where.

    The row stays: the trail of what was done leads to it. Twice is harmless.
    """
    address = user.email
    for model in membership_models():
        rows: Any = model._default_manager
        rows.filter(user=None, email__iexact=address).delete()
        rows.filter(user=user).update(email="", code_hash="")
    end_roles(user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.email, user.full_name, user.time_zone = NOBODYS.format(pk=user.pk), "", "UTC"
    user.is_active = user.is_staff = user.is_superuser = False
    user.session_round += 1
    user.set_unusable_password()
    user.save()


def end_roles(user: User) -> None:
    """A role ends with a day, so it is yesterday's."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    for membership in current_memberships(user):
        membership.ends_on = yesterday
        membership.starts_on = min(membership.starts_on, yesterday)
        membership.save(update_fields=["starts_on", "ends_on"])
