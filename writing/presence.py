"""Who else has a thing open for writing. They are named to each other; nobody is locked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models
from django.db.models import Case, F, When
from django.utils import timezone

from accounts.models import User
from writing.clock import Clock
from writing.models import Presence

GONE_AFTER = timedelta(minutes=3)  # an open page is heard of every 30 seconds
DOOR_SHUTS = timedelta(hours=12)
SALT = "writing.presence"


@dataclass(frozen=True)
class Here:
    """The others at work on a thing, and the door by which the page asks again."""

    others: list[Presence]
    door: str
    clock: Clock


def open_for_writing(thing: models.Model, user: User, *, clock: Clock) -> Here:
    """Note that `user`, whom the room let in, has `thing` open, and say who else has."""
    note_presence(thing, user)
    kind = ContentType.objects.get_for_model(thing)
    door = [kind.pk, thing.pk, user.pk, clock.zone, clock.place]
    return Here(also_here(thing, user), signing.dumps(door, salt=SALT), clock)


def look_again(door: str, user: User) -> Here | None:
    """As when it was opened; None if the door is another user's, or has long been shut."""
    try:
        kind, pk, owner, zone, place = signing.loads(door, salt=SALT, max_age=DOOR_SHUTS)
    except signing.BadSignature:
        return None
    model = ContentType.objects.get_for_id(kind).model_class()
    if owner != user.pk or model is None:
        return None
    thing, clock = model(pk=pk), Clock(zone, place)
    note_presence(thing, user)
    return Here(also_here(thing, user), door, clock)


def also_here(thing: models.Model, user: User) -> list[Presence]:
    since = timezone.now() - GONE_AFTER
    others = Presence.objects.of(thing).filter(seen_at__gte=since).exclude(user=user)
    return list(others.select_related("user"))


def note_presence(thing: models.Model, user: User) -> None:
    """One UPDATE, and an INSERT the first time. After an absence a new sitting begins."""
    now = timezone.now()
    is_back = When(seen_at__lt=now - GONE_AFTER, then=now)
    own = Presence.objects.of(thing).filter(user=user)
    if own.update(since=Case(is_back, default=F("since")), seen_at=now):
        return
    presence = Presence(
        user=user,
        content_type=ContentType.objects.get_for_model(thing),
        object_id=thing.pk,
        since=now,
        seen_at=now,
    )
    Presence.objects.bulk_create([presence], ignore_conflicts=True)
