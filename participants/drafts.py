"""What somebody types on the pages of the public form before it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django.http import HttpRequest
from django.utils import timezone

from workshops.models import Workshop

KEPT = timedelta(hours=12)
DRAFTS = "registration_drafts"  # in the session: by workshop
SENT = "registrations_sent"
MOST_DRAFTS = 3
LONGEST = 2000  # letters of one answer: more than any field takes, so that it can say so


class Draft:
    """The answers for one workshop as typed, good or not yet, in the session of the browser.

    They are in no address, no table of people and no log. Kept for 12 hours, or until they are
    sent or thrown away; `key` tells the registration that is made of them from any other.
    """

    def __init__(self, request: HttpRequest, workshop: Workshop) -> None:
        self.session = request.session
        self.is_anonymous = not request.user.is_authenticated
        self.place = str(workshop.pk)
        kept = self.session.get(DRAFTS, {}).get(self.place, {})
        is_fresh = bool(kept) and timezone.now() < datetime.fromisoformat(kept["at"]) + KEPT
        self.typed: dict[str, str] = kept["typed"] if is_fresh else {}
        self.answered: list[str] = kept["answered"] if is_fresh else []
        self.key: str = kept["key"] if is_fresh else uuid.uuid4().hex

    def keep(self, step: str, fields: Any, typed: Mapping[str, Any], *, is_answered: bool) -> None:
        """Keep the answers of one page; a box that is not ticked was not sent."""
        for name in fields:
            self.typed.pop(name, None)
            if name in typed:
                self.typed[name] = str(typed[name])[:LONGEST]
        others = [each for each in self.answered if each != step]
        self.answered = [*others, step] if is_answered else others
        self.save()

    def open_again(self, step: str) -> None:
        """Ask this page again: an answer is no longer one that can be given."""
        self.answered = [each for each in self.answered if each != step]
        self.save()

    def save(self) -> None:
        drafts = self.session.get(DRAFTS, {})
        drafts.pop(self.place, None)
        drafts = dict(list(drafts.items())[1 - MOST_DRAFTS :])
        moment = timezone.now().isoformat()
        drafts[self.place] = {
            "at": moment, "key": self.key, "typed": self.typed, "answered": self.answered,
        }  # fmt: skip
        self.session[DRAFTS] = drafts
        if self.is_anonymous:
            self.session.set_expiry(KEPT)

    def forget(self) -> None:
        drafts = self.session.get(DRAFTS, {})
        if drafts.pop(self.place, None) is not None:
            self.session[DRAFTS] = drafts

    def becomes(self, code: str) -> None:
        """Keep of what was sent the reference alone."""
        self.forget()
        sent = self.session.get(SENT, {})
        self.session[SENT] = {**sent, self.place: {"key": self.key, "code": code}}


class Sent:
    """The registration that this browser sent last for a workshop."""

    def __init__(self, key: str, code: str) -> None:
        self.key, self.code = key, code

    @classmethod
    def of(cls, request: HttpRequest, workshop: Workshop) -> Self | None:
        sent = request.session.get(SENT, {}).get(str(workshop.pk))
        return cls(**sent) if sent else None
