"""A request from its coming in to its end: find the person, see everything, erase, check, close."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from desk.models import PlaceToCheck, PrivacyRequest
from participants.models import Person
from participants.names import email_key, search_key
from participants.services.erasing import wipe
from projects.models import Project
from writing.models import Change

MOST_FOUND = 20


class CannotClose(Exception):
    """Something is still to be done; the message says what."""


def find_people(project: Project, words: str) -> list[Any]:
    """Those of the project whose name has every word, or whose address or reference it is."""
    text = words.replace("\x00", "").strip()
    if not text:
        return []
    named = Q()
    for word in search_key(text).split():
        named &= Q(search_key__contains=word)
    known = Person.objects.filter(project=project, erased_at=None, merged_into=None)
    found = known.filter(named | Q(email_key=email_key(text)) | Q(code=text.upper()))
    return list(with_attendances(found)[:MOST_FOUND])


def with_attendances(people: QuerySet[Person]) -> QuerySet[Any]:
    return people.annotate(attendances=Count("registrations")).order_by("sort_key", "pk")


@transaction.atomic
def settle_place(place: PlaceToCheck, *, by: User) -> PlaceToCheck:
    """Somebody has looked. An entry of the history is erased by it: nobody can correct it."""
    if isinstance(place.thing, Change):
        wipe(Change.objects.filter(pk=place.thing.pk))
    place.checked_at, place.checked_by = timezone.now(), by
    place.save(update_fields=["checked_at", "checked_by"])
    return place


@transaction.atomic
def close(request: PrivacyRequest, *, state: str, note: str, by: User) -> PrivacyRequest:
    """Answered or refused; who asked is wiped. Closing twice changes nothing.

    Raises `CannotClose` while an erasure is not done or places wait to be checked.
    """
    request = PrivacyRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not request.is_open:
        return request
    if state == PrivacyRequest.State.DONE:
        refuse_half_done(request)
    elif not note.strip():
        raise CannotClose(_("Say why it is refused."))
    request.state, request.note = state, note.strip()
    request.asked_by = request.contact = ""
    request.done_at, request.done_by = timezone.now(), by
    request.save()
    return request


def refuse_half_done(request: PrivacyRequest) -> None:
    if request.kind == PrivacyRequest.Kind.ERASURE and request.erased_at is None:
        raise CannotClose(_("Nobody is erased yet. If nobody was found, refuse it and say so."))
    if request.places.filter(checked_at=None).exists():
        raise CannotClose(_("Look at every place of the list below first."))
