"""What somebody types on the pages of the public form before it is sent."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Self

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from accounts.sealing import BrokenSeal, sealed, unsealed
from workshops.models import Workshop

KEPT = timedelta(hours=12)
DRAFTS = "registration_drafts"  # in the session: by workshop
SENT = "registrations_sent"
MOST_DRAFTS = 3
PURPOSE = "drafts of registrations"  # for which they are sealed
LONGEST = 2000  # letters of one answer: more than any field takes, so that it can say so


class Draft:
    """The answers for one workshop as typed, good or not yet, in the session of the browser.

    They are in no address, no table of people and no log, and sealed where sessions are kept.
    Kept for 12 hours, or until they are sent or thrown away; `key` tells the registration that
    is made of them from any other.
    """

    def __init__(self, request: HttpRequest, workshop: Workshop) -> None:
        self.session = request.session
        self.is_anonymous = not request.user.is_authenticated
        self.place = str(workshop.pk)
        kept = self.session.get(DRAFTS, {}).get(self.place, {})
        answers = opened(kept) if is_fresh(kept) else {}
        self.typed: dict[str, str] = answers.get("typed", {})
        self.answered: list[str] = answers.get("answered", [])
        self.key: str = answers.get("key") or uuid.uuid4().hex

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
        answers = {"key": self.key, "typed": self.typed, "answered": self.answered}
        drafts[self.place] = {
            "at": timezone.now().isoformat(),
            "sealed": sealed(json.dumps(answers), purpose=PURPOSE),
        }
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


def is_fresh(kept: Mapping[str, str]) -> bool:
    return "sealed" in kept and timezone.now() < datetime.fromisoformat(kept["at"]) + KEPT


def opened(kept: Mapping[str, str]) -> dict[str, Any]:
    """The answers of a draft; none where it was sealed with a key that is lost."""
    with suppress(BrokenSeal):
        answers: dict[str, Any] = json.loads(unsealed(kept["sealed"], purpose=PURPOSE))
        return answers
    return {}


def words_typed(session: Mapping[str, Any]) -> Iterator[str]:
    """What stands sealed in a session, for whoever must look whether somebody is named there."""
    for kept in session.get(DRAFTS, {}).values():
        if "sealed" in kept:
            yield from opened(kept).get("typed", {}).values()


def forget_old_drafts() -> None:
    """Take drafts whose time is over out of sessions that live on; a newer session is let be."""
    for session in Session.objects.iterator(chunk_size=500):
        kept = session.get_decoded()
        drafts = kept.get(DRAFTS, {})
        fresh = {place: draft for place, draft in drafts.items() if is_fresh(draft)}
        if fresh != drafts:
            rest = SessionStore().encode({**kept, DRAFTS: fresh})
            as_read = Session.objects.filter(pk=session.pk, session_data=session.session_data)
            as_read.update(session_data=rest)


class Sent:
    """The registration that this browser sent last for a workshop."""

    def __init__(self, key: str, code: str) -> None:
        self.key, self.code = key, code

    @classmethod
    def of(cls, request: HttpRequest, workshop: Workshop) -> Self | None:
        sent = request.session.get(SENT, {}).get(str(workshop.pk))
        return cls(**sent) if sent else None
