"""What is personal goes, what is counted stays: people become figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from participants.models import ImportedChange, Person, Registration
from participants.services.evidence import forget_in_sealed
from participants.services.moves import MOVES, withdraw
from projects.models import Organisation
from workshops.models import Workshop
from writing.models import Change

NEEDS = ("access_needs", "diet_needs")
OF_PERSON = (
    "full_name", "sort_name", "certificate_name", "form_of_address", "gender_words", "email",
    "phone", "name_key", "search_key", "sort_key", "likeness_key", "email_key",
)  # fmt: skip
OF_REGISTRATION = (
    "position", "organisation_name", "city_name", "gender_words", "language", *NEEDS, "note",
    "private_token_hash", "submission_key",
)  # fmt: skip
COUNTED = ("role", "state", "mode", "attendance")  # of which the history stays


def with_merged(people: Iterable[Person]) -> list[int]:
    """The people and every row that was merged into them, or they into."""
    known = {person.pk for person in people}
    while True:
        more = set(
            Person.objects.filter(Q(merged_into__in=known) | Q(merged_rows__in=known)).values_list(
                "pk", flat=True
            )
        )
        if more <= known:
            return sorted(known)
        known |= more


@transaction.atomic
def leave_coming_workshops(people: Collection[int], *, by: User | None) -> None:
    """Give the seats of people back at workshops that have not begun."""
    coming = Registration.objects.filter(
        person__in=people, state__in=MOVES["withdraw"].from_states
    ).exclude(workshop__state=Workshop.State.SIGNED_OFF)
    for registration in coming.select_related("workshop", "person"):
        if not (registration.workshop.has_begun or registration.workshop.has_ended):
            withdraw(registration, by=by)


@transaction.atomic
def erase_people(people: Collection[int], *, keep_evidence: bool) -> int:
    """Empty everything that says who they are; what is counted stays. Says how many.

    Signed-off figures do not move: they are numbers of their own. `keep_evidence` leaves the
    sealed lists, which have a later clock. A constant number of queries for a batch. Twice is
    harmless.
    """
    people = list(people)
    registrations = Registration.objects.filter(person__in=people)
    if not keep_evidence:
        codes = set(registrations.values_list("code", flat=True))
        forget_in_sealed(codes, workshops=set(registrations.values_list("workshop", flat=True)))
    ImportedChange.objects.filter(registration__in=registrations).delete()
    left = set(registrations.exclude(organisation=None).values_list("organisation", flat=True))
    wipe_history(Person, people)
    wipe_history(Registration, list(registrations.values_list("pk", flat=True)))
    now = timezone.now()
    registrations.update(
        **dict.fromkeys(OF_REGISTRATION, ""), organisation=None, version=F("version") + 1,
        changed_at=now,
    )  # fmt: skip
    erased = Person.objects.filter(pk__in=people).update(
        **dict.fromkeys(OF_PERSON, ""), erased_at=now, version=F("version") + 1, changed_at=now
    )
    remove_organisations(left)
    return erased


def wipe_history(model: type[Person | Registration], rows: Collection[int]) -> None:
    """What was changed stays known, but for what is counted not from what to what."""
    of_rows = Change.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=rows, erased_at=None
    )
    wipe(of_rows.exclude(field__in=COUNTED))


def wipe(changes: QuerySet[Change]) -> int:
    return changes.update(before="", after="", erased_at=timezone.now())


def remove_organisations(primary_keys: Collection[int]) -> None:
    """Those that nobody else comes from: the name of an office of one may be a person's."""
    left = set(primary_keys)
    for relation in Organisation._meta.related_objects:
        name = relation.field.name
        taken = relation.related_model._default_manager.filter(**{f"{name}__in": left})
        left -= set(taken.values_list(name, flat=True))
    Organisation.objects.filter(pk__in=left).delete()


@transaction.atomic
def erase_needs(registrations: Collection[int]) -> int:
    """Empty diet and access needs, in the history too. Says how many registrations had any."""
    of_type = ContentType.objects.get_for_model(Registration)
    wipe(
        Change.objects.filter(
            content_type=of_type, object_id__in=registrations, field__in=NEEDS, erased_at=None
        )
    )
    with_needs = Registration.objects.filter(pk__in=registrations).exclude(
        **dict.fromkeys(NEEDS, "")
    )
    return with_needs.update(
        **dict.fromkeys(NEEDS, ""), version=F("version") + 1, changed_at=timezone.now()
    )
