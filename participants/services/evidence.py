"""The sealed list behind signed-off figures: who was counted, encrypted until the audit date.

The key follows from SECRET_KEY, which is in no backup: who finds one cannot read the list.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.access import record_access
from accounts.models import AccessLog, User
from accounts.sealing import BrokenSeal, sealed, unsealed
from participants.models import ParticipationRecord, Registration, SealedList
from participants.models.registrations import IS_PARTICIPANT, IS_SPEAKER, IS_THERE

Row = dict[str, str]
PURPOSE = "sealed lists of participants"

# What proves a figure, as it stood; and what is left of a row whose person was erased.
SEALED = {
    "code": "code", "name": "person__full_name", "position": "position",
    "organisation": "organisation_name", "city": "city__name", "city_name": "city_name",
    "country": "country__name", "organisation_kind": "organisation_kind", "gender": "gender",
    "role": "role", "mode": "mode", "attendance": "attendance",
}  # fmt: skip
NAMES_NOBODY = ("code", "country", "organisation_kind", "gender", "role", "mode", "attendance")


class CannotOpen(Exception):
    """The list is destroyed, or was sealed with another secret key."""


def seal(record: ParticipationRecord) -> SealedList:
    """Seal the list as it stands beside the figures that were counted from it."""
    counted = Registration.objects.filter(
        (IS_PARTICIPANT | IS_SPEAKER) & IS_THERE, workshop=record.workshop_id
    )
    found = counted.order_by("person__sort_key", "pk").values_list(*SEALED.values())
    rows = [dict(zip(SEALED, (value or "" for value in row), strict=True)) for row in found]
    return SealedList.objects.create(record=record, sealed=encrypted(rows), rows=len(rows))


@transaction.atomic
def open_sealed(sealed_list: SealedList, *, by: User, reason: str) -> list[Row]:
    """The list, for somebody who says why; who and why is noted, the values are not."""
    rows = decrypted(sealed_list)
    record_access(by, AccessLog.Action.OPENED, sealed_list, len(rows), reason=reason)
    return rows


def forget_in_sealed(codes: Collection[str], *, workshops: Collection[int]) -> None:
    """Take the names of these registrations out of the sealed lists; their figures stay."""
    for sealed_list in unbroken(workshops):
        rows = [
            {key: row.get(key, "") for key in NAMES_NOBODY} if row["code"] in codes else row
            for row in decrypted(sealed_list)
        ]
        sealed_list.sealed = encrypted(rows)
        sealed_list.save(update_fields=["sealed"])


def destroy_sealed(project: Any) -> int:
    """Empty the sealed lists of a project whose audit date is over; says how many."""
    return SealedList.objects.filter(
        record__workshop__project=project, destroyed_at__isnull=True
    ).update(sealed="", destroyed_at=timezone.now())


def unbroken(workshops: Collection[int]) -> Iterator[SealedList]:
    """Those that are there still, one at a time; one sealed with a lost key is no more readable."""
    lists = SealedList.objects.select_for_update().filter(
        record__workshop__in=workshops, destroyed_at__isnull=True
    )
    for sealed_list in lists.iterator():
        try:
            decrypted(sealed_list)
        except CannotOpen:
            continue
        yield sealed_list


def encrypted(rows: list[Row]) -> str:
    return sealed(json.dumps(rows, ensure_ascii=False), purpose=PURPOSE)


def decrypted(sealed_list: SealedList) -> list[Row]:
    if sealed_list.destroyed_at is not None:
        raise CannotOpen
    try:
        rows: list[Row] = json.loads(unsealed(sealed_list.sealed, purpose=PURPOSE))
    except BrokenSeal as broken:
        raise CannotOpen from broken
    return rows
