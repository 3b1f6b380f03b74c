"""Erasing one person from every room, and again whenever a backup brings them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from accounts.access import record_access
from accounts.models import AccessLog, User
from desk.models import PlaceToCheck, PrivacyRequest
from desk.privacy import journal
from desk.privacy.accounts import forget_journalled_accounts
from desk.privacy.logs import (
    drop_staged_lists,
    log_of,
    wipe_back_office_log,
    wipe_history_of_others,
    wipe_outbox,
    wipe_sessions,
)
from desk.privacy.places import MOST_PLACES, Place, places_naming, uploads_beside
from desk.privacy.words import words_of
from participants.models import Person, Registration
from participants.services.certificates import forget_certificates
from participants.services.erasing import erase_people, leave_coming_workshops, with_merged
from projects.models import Project
from recommendations.models import Answer


@transaction.atomic
def erase(request: PrivacyRequest, *, by: User | None) -> None:
    """Erase the people of the request; what a human must still look at becomes its places.

    Signed-off figures stand. Journalled before it is committed. Twice is harmless.
    """
    people = list(request.people.select_related("project"))
    places = erase_from_everywhere(people, project=request.project, by=by)
    keep_places(request, places)
    request.erased_at = timezone.now()
    request.save(update_fields=["erased_at"])
    record_access(by, AccessLog.Action.ERASED, request, len(people))


def erase_from_everywhere(
    people: Iterable[Person], *, project: Project, by: User | None
) -> list[Place]:
    """The order matters: words are read first, and seats are given back by name."""
    primary_keys = with_merged(people)
    rows = list(Person.objects.filter(pk__in=primary_keys).select_related("project"))
    words, addresses = words_of(rows), {row.email for row in rows if row.email}
    registrations = Registration.objects.filter(person__in=primary_keys)
    own = list(registrations.values_list("pk", flat=True))
    places = list(islice(chain(places_naming(words), uploads_beside(registrations)), MOST_PLACES))

    journal.note_people(rows)
    leave_coming_workshops(primary_keys, by=by)
    drop_staged_lists(words, project)
    forget_certificates(list(registrations.values_list("workshop", flat=True)))
    wipe_outbox(words, addresses)
    wipe_sessions(words)
    wipe_history_of_others(words, project)
    wipe_back_office_log(words, log_of(Person, primary_keys) | log_of(Registration, own))
    Answer.objects.filter(registration__in=own).update(comment="")
    erase_people(primary_keys, keep_evidence=False)
    return places


def keep_places(request: PrivacyRequest, places: Iterable[Place]) -> None:
    PlaceToCheck.objects.bulk_create(
        [
            PlaceToCheck(
                request=request, content_type=ContentType.objects.get_for_model(place.thing),
                object_id=place.thing.pk, field=place.field, why=place.why,
            )
            for place in places
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def replay() -> int:
    """Erase again whoever the journal names, after a backup was put back. Says how many."""
    count = 0
    for person in people_journalled():
        request = PrivacyRequest.objects.create(
            project=person.project, kind=PrivacyRequest.Kind.ERASURE,
            note="Erased again after a backup was put back.",
        )  # fmt: skip
        request.people.add(person)
        erase(request, by=None)
        close_if_nothing_is_left(request)
        count += 1
    return count + forget_journalled_accounts()


def people_journalled() -> Iterator[Person]:
    """Those whom the database has not as erased; one at a time, for merged ones go together."""
    for line in list(journal.read()):
        if "person" in line:
            yield from Person.objects.filter(
                project__code=line["project"], code=line["person"], erased_at=None
            ).select_related("project")


def close_if_nothing_is_left(request: PrivacyRequest) -> None:
    if not request.places.exists():
        request.state, request.done_at = PrivacyRequest.State.DONE, timezone.now()
        request.save(update_fields=["state", "done_at"])
