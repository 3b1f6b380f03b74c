from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from participants.models import Consent, Difference, Person, PersonMerge, Registration
from participants.names import keys_of
from participants.services.changes import KEYS, History, differences, save, without_keys
from participants.services.seats import Seats, fill_free_seats, lock_workshop, seat
from projects.models import Project
from workshops.models import Workshop
from writing.models import Change
from writing.services import FieldChange, record_changes_of_many
from writing.values import canonical

State = Registration.State
Attendance = Registration.Attendance

# Each choice of the preview, with the columns that go together.
MERGED_FIELDS: dict[str, tuple[str, ...]] = {
    "full_name": ("full_name",),
    "sort_name": ("sort_name",),
    "certificate_name": ("certificate_name",),
    "form_of_address": ("form_of_address",),
    "gender": ("gender", "gender_words"),
    "email": ("email",),
    "phone": ("phone",),
}
# Filled in the registration that stays, where it is empty, from the one that gives way.
FILLED: tuple[tuple[str, ...], ...] = (
    ("position",), ("organisation", "organisation_name", "organisation_kind"),
    ("city", "city_name", "country"), ("gender", "gender_words"), ("mode",), ("language",),
    ("access_needs",), ("diet_needs",), ("note",),
)  # fmt: skip
SAYS_MORE = ("", Attendance.NO_SHOW, Attendance.PARTLY, Attendance.FULLY)
STANDS_HIGHER = (
    State.REPLACED, State.CANCELLED, State.DECLINED, State.NOMINATED, State.INVITED,
    State.WAITLISTED, State.PENDING, State.CONFIRMED,
)  # fmt: skip


class CannotMerge(Exception):
    """The two cannot be made one, or one be made two again; the message says why."""


class Clash(NamedTuple):
    """Both are on the list of one workshop: the registration that stays, and the other."""

    stays: Registration
    gives_way: Registration


@transaction.atomic
def merge_people(
    kept: Person, merged: Person, *, takes: Collection[str], versions: tuple[int, int], by: User
) -> PersonMerge:
    """Make one person of two: all attendances stay, distinct people fall by one.

    `takes` are the fields (of `MERGED_FIELDS`) whose value is the merged row's. Where both are on
    the list of one workshop, one registration stays and the other is marked as replaced.
    Signed-off figures do not move. Raises `CannotMerge`.
    """
    workshops = lock_workshops_of(kept, merged)
    kept, merged = locked_pair(kept, merged)
    if (kept.version, merged.version) != versions:
        raise CannotMerge(_("One of the two was changed meanwhile. Look at them again."))
    found = clashes(kept, merged)
    history: History = {kept: take_fields(kept, merged, takes)}
    for clash in found:
        history[clash.stays] = strengthen(*clash)
    merge = PersonMerge(kept=kept, merged=merged, merged_by=by)
    merge.replaced = give_way(found, history)
    merge.changed = written(history, by=by)
    merge.moved = moved(merged, kept, found)
    merge.consents = consents_moved(merged, kept)
    Person.objects.filter(merged_into=merged).update(merged_into=kept)
    point_to(merged, kept, by=by)
    merge.save()
    for workshop in workshops:
        fill_free_seats(workshop, by=by)
    return merge


@transaction.atomic
def unmerge_people(merge: PersonMerge, *, by: User) -> None:
    """Make two people of one again. What was changed since the merge stays as it is.

    Raises `CannotMerge`; twice is once.
    """
    workshops = lock_workshops_of(merge.kept, merge.merged)
    kept, merged = locked_pair(merge.kept, merge.merged, apart=False)
    merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        return
    if kept.merged_into_id is not None:
        raise CannotMerge(_("The kept row was merged itself since. Take that back first."))
    Registration.objects.filter(pk__in=merge.moved, person=kept).update(person=merged)
    Consent.objects.filter(pk__in=merge.consents, person=kept).update(person=merged)
    earlier = PersonMerge.objects.filter(kept=merged, undone_at__isnull=True).values("merged")
    Person.objects.filter(pk__in=earlier, merged_into=kept).update(merged_into=merged)
    point_to(merged, None, by=by)
    history = restored(merge, kept)
    history |= called_back(merge.replaced, {workshop.pk: workshop for workshop in workshops})
    written(history, by=by)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])


@transaction.atomic
def tell_apart(one: Person, other: Person, *, by: User) -> None:
    """Keep that the two are different people. Twice is once."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    Difference.objects.get_or_create(first=first, second=second, defaults={"said_by": by})


def lock_workshops_of(*people: Person) -> list[Workshop]:
    """In one order, so that two merges never wait for each other."""
    workshops = Workshop.objects.filter(registrations__person__in=people).distinct()
    locked = [lock_workshop(workshop) for workshop in workshops.order_by("pk")]
    Project.objects.select_for_update(no_key=True).get(pk=people[0].project_id)  # as registering
    return locked


def locked_pair(kept: Person, merged: Person, *, apart: bool = True) -> tuple[Person, Person]:
    people = Person.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk])
    found = {person.pk: person for person in people.order_by("pk")}
    pair = found[kept.pk], found[merged.pk]
    if any(person.erased_at for person in pair):
        raise CannotMerge(_("One of the two was erased."))
    if apart and (kept.project_id != merged.project_id or kept.pk == merged.pk):
        raise CannotMerge(_("Choose two people of one project."))
    if apart and any(person.merged_into_id for person in pair):
        raise CannotMerge(_("One of the two is merged already."))
    return pair


def clashes(kept: Person, merged: Person) -> list[Clash]:
    """Where both are registered; the kept person's registration is the one that stays."""
    theirs = Registration.objects.select_related("organisation", "city", "country", "workshop")
    of_kept = {each.workshop_id: each for each in theirs.filter(person=kept)}
    both = theirs.filter(person=merged, workshop__in=list(of_kept)).order_by("workshop")
    return [Clash(of_kept[other.workshop_id], other) for other in both]


def take_fields(kept: Person, merged: Person, takes: Collection[str]) -> list[FieldChange]:
    columns = {
        column: getattr(merged, column)
        for field, together in MERGED_FIELDS.items() if field in takes
        for column in together
    }  # fmt: skip
    changes = differences(kept, columns)
    return [*changes, *differences(kept, keys_of(kept.full_name, kept.email, kept.sort_name))]


def strengthen(stays: Registration, gives_way: Registration) -> list[FieldChange]:
    """The stronger state and attendance of the two, and what only the other one says."""
    columns: dict[str, Any] = {
        "state": max(stays.state, gives_way.state, key=rank_in(STANDS_HIGHER)),
        "attendance": max(stays.attendance, gives_way.attendance, key=rank_in(SAYS_MORE)),
    }
    for together in FILLED:
        if not any(getattr(stays, column) for column in together):
            columns |= {column: getattr(gives_way, column) for column in together}
    return differences(stays, columns)


def rank_in(order: Sequence[str]) -> Any:
    return [str(value) for value in order].index


def give_way(found: Iterable[Clash], history: History) -> dict[str, str]:
    """Mark as replaced, and answer with the states before, by primary key."""
    before = {str(clash.gives_way.pk): clash.gives_way.state for clash in found}
    for _stays, gives_way in found:
        history[gives_way] = differences(gives_way, {"state": State.REPLACED})
    return before


def written(history: History, *, by: User) -> dict[str, int]:
    """Save the rows and their history; the entries of the history with their version."""
    history = {row: changes for row, changes in history.items() if changes}
    save(history, by=by)
    entries = record_changes_of_many(
        [(row, each) for row, changes in history.items() for each in without_keys(changes)], by=by
    )
    return {str(entry.pk): entry.version for entry in entries}


def moved(merged: Person, kept: Person, found: Iterable[Clash]) -> list[int]:
    """Bring the registrations of the merged row to the kept one, but those that gave way."""
    stay = [clash.gives_way.pk for clash in found]
    rows = Registration.objects.filter(person=merged).exclude(pk__in=stay)
    moving = list(rows.values_list("pk", flat=True))
    Registration.objects.filter(pk__in=moving).update(person=kept)
    return moving


def consents_moved(merged: Person, kept: Person) -> list[int]:
    moving = list(Consent.objects.filter(person=merged).values_list("pk", flat=True))
    Consent.objects.filter(pk__in=moving).update(person=kept)
    return moving


def point_to(merged: Person, kept: Person | None, *, by: User) -> None:
    written({merged: differences(merged, {"merged_into": kept})}, by=by)


def restored(merge: PersonMerge, kept: Person) -> History:
    """What the merge changed in the rows that stayed, where nobody changed it since."""
    history: History = {}
    rows: dict[tuple[str, int], Person | Registration] = {("person", kept.pk): kept}
    entries = Change.objects.filter(pk__in=[int(pk) for pk in merge.changed], erased_at=None)
    changes = [
        entry
        for entry in entries.select_related("content_type")
        if entry.version == merge.changed[str(entry.pk)]  # else it went on with a later change
    ]
    stayed = Registration.objects.filter(
        pk__in=[each.object_id for each in changes if each.content_type.model == "registration"]
    ).exclude(pk__in=[int(pk) for pk in merge.replaced])
    rows |= {("registration", row.pk): row for row in stayed}
    for change in changes:
        row = rows.get((change.content_type.model, change.object_id))
        if row is not None and canonical(in_history(row, change.field)) == change.after:
            value = value_before(row, change)
            history.setdefault(row, []).extend(differences(row, {change.field: value}))
    if kept in history:
        keys = keys_of(kept.full_name, kept.email, kept.sort_name)
        history[kept] += differences(kept, {key: keys[key] for key in KEYS})
    return history


def in_history(row: models.Model, field: str) -> Any:
    """The value as the history keeps it: a relation by its name."""
    value = getattr(row, field)
    return str(value) if isinstance(value, models.Model) else value


def value_before(row: models.Model, change: Change) -> Any:
    """A relation was filled only where it was empty."""
    return None if row._meta.get_field(change.field).is_relation else change.before


def called_back(replaced: dict[str, str], workshops: dict[int, Workshop]) -> History:
    """The registrations that gave way, in their state before; on the waiting list if it is full."""
    history: History = {}
    rows = Registration.objects.filter(pk__in=[int(pk) for pk in replaced], state=State.REPLACED)
    for row in rows.order_by("registered_at"):
        before = row.state
        row.state = replaced[str(row.pk)]
        seat(row, Seats(workshops[row.workshop_id]))
        history[row] = [FieldChange("state", before, row.state)]
    return history
