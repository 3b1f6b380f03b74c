"""Taking a confirmed import back, for thirty days: all that nobody has changed since."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import record_access
from accounts.models import AccessLog, User
from jobs.services import queue
from jobs.work import JobFailed, Progress
from participants.imports.services import AT_ONCE, as_it_stands
from participants.imports.staging import forget
from participants.models import (
    ImportedChange,
    ImportUndo,
    ParticipantImport,
    Person,
    Registration,
)
from participants.services import (
    ListClosed,
    correct_people,
    entry_of,
    fill_free_seats,
    update_registrations,
)
from participants.services.seats import lock_for_figures
from projects.models import Organisation
from workshops.models import Workshop
from writing.services import record_change


class CannotUndo(Exception):
    """The import was undone already, or its thirty days are over; the message says which."""


@dataclass(frozen=True)
class LeftAlone:
    """A row of the import that stays as it is now, and why."""

    registration: Registration
    is_used: bool  # something else hangs on it; otherwise it was changed
    is_of_person: bool = False  # changed in the person, whom other workshops have too
    by: User | None = None
    at: datetime.datetime | None = None


@dataclass
class UndoPlan:
    """What undoing an import would do now."""

    remove: list[int] = field(default_factory=list)  # registrations
    restore: list[ImportedChange] = field(default_factory=list)
    left_alone: list[LeftAlone] = field(default_factory=list)


def undo_plan(importing: ParticipantImport) -> UndoPlan:
    """Read from the rows as they stand; a constant number of queries."""
    plan = UndoPlan()
    plan_new(importing, plan)
    plan_changed(importing, plan)
    return plan


def plan_new(importing: ParticipantImport, plan: UndoPlan) -> None:
    """Rows that the import added go, unless somebody changed them or something hangs on them."""
    added = Registration.objects.filter(came_with=importing)
    changed_person = Q(person__came_with=importing) & (
        Q(person__version__gt=1) | Q(person__merged_into__isnull=False)
    )
    touched = added.filter(Q(version__gt=1) | changed_person)
    untouched = added.filter(version=1).exclude(changed_person)
    used = used_elsewhere(untouched, apart_from={ImportedChange})
    plan.remove = [pk for pk in untouched.values_list("pk", flat=True) if pk not in used]
    plan.left_alone += [changed_since(row) for row in seen(touched)]
    plan.left_alone += [LeftAlone(row, is_used=True) for row in seen(added.filter(pk__in=used))]


def plan_changed(importing: ParticipantImport, plan: UndoPlan) -> None:
    """Rows that the import changed are put back, unless somebody changed them since."""
    kept = importing.kept_changes.select_related(
        "registration__person__changed_by", "registration__changed_by"
    )
    for change in kept.order_by("pk"):
        row = change.registration
        is_row_same = row.version == change.registration_version
        if is_row_same and row.person.version == change.person_version:
            plan.restore.append(change)
        else:
            plan.left_alone.append(changed_since(row, is_of_person=is_row_same))


def seen(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    return rows.select_related("person__changed_by", "changed_by").order_by("pk")


def changed_since(row: Registration, *, is_of_person: bool | None = None) -> LeftAlone:
    """By whom and when it was changed last: in the registration, or else in the person."""
    if is_of_person is None:
        is_of_person = row.version == 1
    last = row.person if is_of_person else row
    return LeftAlone(row, False, is_of_person, last.changed_by, last.changed_at)


def used_elsewhere(
    rows: QuerySet[Any], *, apart_from: Collection[type[models.Model]] = ()
) -> set[int]:
    """Which of these rows another row points to, of whatever room: a query for each kind."""
    used: set[int] = set()
    for relation in rows.model._meta.related_objects:
        model: Any = relation.related_model
        if model not in apart_from:
            model, name = pointing_at(relation)
            pointing = model._base_manager.filter(**{f"{name}__in": rows.values("pk")})
            used |= set(pointing.values_list(name, flat=True))
    return used


def pointing_at(relation: Any) -> tuple[Any, str]:
    """The model whose rows point there, and their column: of many to many the table between."""
    if not relation.many_to_many:
        return relation.related_model, relation.field.attname
    between = relation.through
    return between, between._meta.get_field(relation.field.m2m_reverse_field_name()).attname


def may_be_told(left: LeftAlone, user: User, *, organises: bool) -> bool:
    """Who changed a person may have done so at a workshop that this user knows nothing of."""
    return not left.is_of_person or organises or left.by == user


@transaction.atomic
def ask_undo(importing: ParticipantImport, *, by: User) -> ImportUndo:
    """Have the import undone. Asked twice, it is undone once. Raises CannotUndo, `ListClosed`."""
    lock_for_figures(importing.workshop)
    importing = ParticipantImport.objects.select_for_update(of=("self",)).get(pk=importing.pk)
    asked: ImportUndo | None = ImportUndo.objects.filter(importing=importing).first()
    if asked is not None and asked.state not in {asked.State.FAILED, asked.State.CANCELLED}:
        return asked
    if not importing.can_be_undone:
        raise CannotUndo(_("This import can no longer be undone."))
    undo = asked or ImportUndo(importing=importing)
    undo.asked_by, undo.error, undo.step, undo.percent = by, "", "", 0
    undo.last_attempt = undo.attempt + 3
    return queue(undo)


def run_undo(undo: ImportUndo, progress: Progress) -> None:
    """Remove, restore and record in one transaction, by the rows as they then stand."""
    progress(_("Taking back the rows"), 10)
    importing = undo.importing
    try:
        with transaction.atomic():
            counts = undo_rows(importing, by=undo.asked_by)
            progress.keep(counts=counts)
            progress.finish()
    except ListClosed as refusal:
        raise JobFailed(str(refusal)) from refusal
    forget(importing)


def undo_rows(importing: ParticipantImport, *, by: User | None) -> dict[str, int]:
    workshop = lock_for_figures(importing.workshop)
    plan = undo_plan(importing)
    people = remove(importing, plan.remove)
    restore(workshop, plan.restore, by=by)
    organisations = remove_organisations(importing)
    fill_free_seats(workshop, by=by)
    counts = {
        "removed": len(plan.remove), "people": people, "restored": len(plan.restore),
        "left_alone": len(plan.left_alone), "organisations": organisations,
    }  # fmt: skip
    record(importing, counts, by=by)
    return counts


def remove(importing: ParticipantImport, registrations: Sequence[int]) -> int:
    """Delete the registrations, and whom the import made who is nowhere else then; how many."""
    delete(Registration, registrations)
    made = Person.objects.filter(came_with=importing, version=1, merged_into__isnull=True)
    used = used_elsewhere(made)
    gone = [pk for pk in made.values_list("pk", flat=True) if pk not in used]
    delete(Person, gone)
    return len(gone)


def remove_organisations(importing: ParticipantImport) -> int:
    """Delete those that came with the list, are as they came, and that nothing names; how many."""
    made = importing.made_organisations
    came = Organisation.objects.filter(pk__in=list(made))
    used = used_elsewhere(came)
    gone = [
        each.pk for each in came if each.pk not in used and made[str(each.pk)] == as_it_stands(each)
    ]
    delete(Organisation, gone)
    return len(gone)


def delete(model: type[models.Model], primary_keys: Sequence[int]) -> None:
    for start in range(0, len(primary_keys), AT_ONCE):
        part = primary_keys[start : start + AT_ONCE]
        model._base_manager.filter(pk__in=part).delete()


def restore(workshop: Workshop, kept: Sequence[ImportedChange], *, by: User | None) -> None:
    """Put back how the rows stood, each change with its history."""
    if not kept:
        return
    before = {change.registration_id: change.before["registration"] for change in kept}
    update_registrations(
        workshop,
        entries={
            change.registration_id: replace(
                entry_of(change.registration), **before[change.registration_id]
            )
            for change in kept
        },
        by=by,
        fields=before,
    )
    people = {change.registration.person_id: change.before["person"] for change in kept}
    correct_people({pk: columns for pk, columns in people.items() if columns}, by=by)


def record(importing: ParticipantImport, counts: Mapping[str, int], *, by: User | None) -> None:
    """The deed in the history and, without values, in the access log."""
    now = timezone.now()
    ParticipantImport.objects.filter(pk=importing.pk).update(undone_at=now, made_organisations={})
    words = _("%(removed)s removed, %(restored)s put back, %(left_alone)s left alone")
    record_change(importing, field="undone_at", before="", after=words % counts, by=by)
    importing.kept_changes.all().delete()
    if by is not None:
        rows = counts["removed"] + counts["restored"]
        record_access(by, AccessLog.Action.ERASED, importing.workshop, rows)
