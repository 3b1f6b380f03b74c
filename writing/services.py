from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connections, models, transaction
from django.db.models import Case, F, Q, QuerySet, Subquery, Value, When
from django.db.models.sql import UpdateQuery
from django.utils import timezone

from accounts.models import User
from writing.models import Change, Versioned
from writing.values import canonical, readable

ONE_ENTRY = timedelta(minutes=10)  # changes of one person to one field are one history entry

Row = TypeVar("Row", bound=Versioned)


class StaleVersion(Exception):
    """Somebody saved first. `current` is the row as it stands now; nothing was written."""

    def __init__(self, current: Any) -> None:
        super().__init__(f"{current._meta.label} {current.pk} is at version {current.version}")
        self.current = current


class FieldChange(NamedTuple):
    field: str
    before: str
    after: str


def save_version(
    instance: Row,
    *,
    fields: Mapping[str, Any],
    expected_version: int,
    by: User | None,
    entry_apart: bool = False,
) -> Row:
    """Save the fields that differ, if the row is still at `expected_version`.

    `instance` is the row as it was read: the history's *before* is taken from it. Nothing
    differs: nothing is written and the version stays. Somebody was faster: `StaleVersion`.
    `entry_apart` gives the change a history entry of its own, so that a text chosen over
    another of the same person never swallows it.
    """
    if instance.version != expected_version:
        raise StaleVersion(_row_now(instance))
    changed = {
        name: value for name, value in fields.items() if _differs(instance, name, value)
    }  # fmt: skip
    if not changed:
        return instance
    history = [
        FieldChange(name, readable(getattr(instance, name)), readable(value))
        for name, value in changed.items()
    ]
    if not _written(instance, changed, history, by=by, entry_apart=entry_apart):
        raise StaleVersion(_row_now(instance))
    return instance


@transaction.atomic(savepoint=False)  # refused before anything is written: nothing to go back to
def _written(
    instance: Versioned, changed: Mapping[str, Any], history: list[FieldChange], *, by: User | None,
    entry_apart: bool,
) -> bool:  # fmt: skip
    if not _write(instance, changed, by=by):
        return False
    record_changes(instance, history, by=by, entry_apart=entry_apart)
    return True


@transaction.atomic
def save_first_version(instance: Row, *, fields: Mapping[str, Any], by: User) -> Row:
    """Save a new row; what was filled in is its history's first entries."""
    instance.changed_by = by
    relations = _relations(instance, fields)
    for name in fields.keys() - relations.keys():
        setattr(instance, name, fields[name])
    instance.save(force_insert=True)
    for name, value in relations.items():
        getattr(instance, name).set(value)
    filled = [FieldChange(name, "", readable(value)) for name, value in fields.items()]
    record_changes(instance, [change for change in filled if change.after], by=by)
    return instance


def record_change(
    thing: models.Model, *, field: str, before: str, after: str, by: User | None
) -> None:
    record_changes(thing, [FieldChange(field, before, after)], by=by)


@transaction.atomic(savepoint=False)  # an autosave is counted in queries
def record_changes(
    thing: models.Model,
    changes: Iterable[FieldChange],
    *,
    by: User | None,
    entry_apart: bool = False,
) -> None:
    """Write the history; a person's last entry on the same field goes on for ten minutes.

    `by` is nobody where somebody without an account writes: by a private link.
    """
    changes, now = list(changes), timezone.now()
    gone_on = set() if entry_apart or by is None else _go_on(thing, changes, by=by, now=now)
    begun = [change for change in changes if change.field not in gone_on]
    Change.objects.bulk_create(_entry(thing, change, by=by, now=now) for change in begun)


def record_changes_of_many(
    history: Iterable[tuple[models.Model, FieldChange]], *, by: User | None
) -> list[Change]:
    """The history of a deed upon many rows, each change an entry of its own. One query."""
    now = timezone.now()
    return Change.objects.bulk_create(
        _entry(thing, change, by=by, now=now) for thing, change in history
    )


def _entry(thing: models.Model, change: FieldChange, *, by: User | None, now: Any) -> Change:
    return Change(
        content_type=ContentType.objects.get_for_model(thing),
        object_id=thing.pk,
        shared_history=getattr(thing, "shared_history", ""),
        version=getattr(thing, "version", 1),
        by=by,
        started_at=now,
        at=now,
        **change._asdict(),
    )


def set_aside(thing: Versioned, *, texts: Mapping[str, str], by: User) -> None:
    """Keep texts in the history that their author let go for what now stands in the row."""
    Change.objects.bulk_create(
        Change(
            content_type=ContentType.objects.get_for_model(thing),
            object_id=thing.pk,
            shared_history=thing.shared_history,
            field=field,
            before=readable(getattr(thing, field)),
            after=text,
            version=thing.version,
            by=by,
            is_set_aside=True,
        )
        for field, text in texts.items()
    )


def _go_on(
    thing: models.Model, changes: Collection[FieldChange], *, by: User, now: Any
) -> set[str]:
    """Let last entries end in the new texts; of which fields. Only own, whole and recent ones can.

    One statement for any number of fields, as a save is counted in statements.
    """
    if not changes:
        return set()
    of_thing = Change.objects.of(thing).order_by("-at", "-pk")
    can_go_on = Q()
    for change in changes:
        last = of_thing.filter(field=change.field).values("pk")[:1]
        can_go_on |= Q(pk=Subquery(last), after=change.before)
    own = Change.objects.filter(
        can_go_on, by=by, started_at__gt=now - ONE_ENTRY, is_set_aside=False, erased_at=None
    )
    texts = [When(field=change.field, then=Value(change.after)) for change in changes]
    after = Case(*texts, default=F("after"), output_field=models.TextField())
    version = getattr(thing, "version", 1)
    return _fields_updated(own, {"after": after, "at": now, "version": version})


def _fields_updated(entries: QuerySet[Change], values: dict[str, Any]) -> set[str]:
    """`entries.update(…)` that says which it was: both databases can, Django does not ask them."""
    query: Any = entries.order_by().query.chain(UpdateQuery)
    query.add_update_values(values)
    statement, parameters = query.get_compiler(entries.db).as_sql()
    with connections[entries.db].cursor() as cursor:
        cursor.execute(f"{statement} RETURNING field", parameters)
        return {field for (field,) in cursor.fetchall()}


def _write(instance: Versioned, changed: Mapping[str, Any], *, by: User | None) -> bool:
    relations = _relations(instance, changed)
    columns = {name: value for name, value in changed.items() if name not in relations}
    columns |= {
        "version": instance.version + 1, "changed_at": timezone.now(), "changed_by": by,
    }  # fmt: skip
    row = type(instance)._base_manager.filter(pk=instance.pk, version=instance.version)
    if not row.update(**columns):
        return False
    for name, value in columns.items():
        setattr(instance, name, value)
    for name, value in relations.items():
        getattr(instance, name).set(value)
    return True


def _relations(instance: models.Model, fields: Mapping[str, Any]) -> dict[str, Any]:
    many = {field.name for field in instance._meta.many_to_many}
    return {name: value for name, value in fields.items() if name in many}


def _differs(instance: models.Model, name: str, value: Any) -> bool:
    field: Any = instance._meta.get_field(name)
    return canonical(field.value_from_object(instance)) != canonical(value)


def _row_now(instance: Row) -> Row:
    return type(instance)._base_manager.get(pk=instance.pk)
