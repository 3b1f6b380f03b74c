"""Who else has a thing open for writing. They are named to each other; nobody is locked out."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models
from django.db.models import Case, F, When
from django.utils import timezone

from accounts.models import User
from writing.models import Presence

GONE_AFTER = timedelta(minutes=3)  # an open page is heard of every 30 seconds
DOOR_OPEN = timedelta(hours=12)
DOOR = signing.TimestampSigner(salt="writing.presence")


def open_for_writing(thing: models.Model, user: User) -> list[Presence]:
    """Note that `user` has `thing` open, and say who else has."""
    note_presence(ContentType.objects.get_for_model(thing), thing.pk, user)
    return also_here(thing, user)


def also_here(thing: models.Model, user: User) -> list[Presence]:
    since = timezone.now() - GONE_AFTER
    others = Presence.objects.of(thing).filter(seen_at__gte=since).exclude(user=user)
    return list(others.select_related("user"))


def note_presence(content_type: ContentType, object_id: int, user: User) -> None:
    """One UPDATE, and an INSERT the first time. After an absence a new sitting begins."""
    now = timezone.now()
    own = {"content_type": content_type, "object_id": object_id, "user": user}
    is_back = When(seen_at__lt=now - GONE_AFTER, then=now)
    seen = Presence.objects.filter(**own).update(
        since=Case(is_back, default=F("since")), seen_at=now
    )
    if not seen:
        Presence.objects.bulk_create(
            [Presence(**own, since=now, seen_at=now)], ignore_conflicts=True
        )


def door_to(thing: models.Model, user: User) -> str:
    """What an editor's page shows to ask again who is here: it was let in once, by its room."""
    content_type = ContentType.objects.get_for_model(thing)
    return DOOR.sign(f"{content_type.pk}.{thing.pk}.{user.pk}")


def behind(door: str, user: User) -> tuple[ContentType, int] | None:
    """The thing behind a door, None if it is not this user's or has long been shut."""
    try:
        kind, thing, owner = DOOR.unsign(door, max_age=DOOR_OPEN).split(".")
    except signing.BadSignature:
        return None
    if int(owner) != user.pk:
        return None
    return ContentType.objects.get_for_id(int(kind)), int(thing)
