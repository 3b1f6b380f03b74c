"""The mark of the figures: by it one knows that nothing they are counted from has changed.

Triggers of the database move it, so no way of writing is forgotten: a service, the back office, a
merge, an erasure, a command, SQL by hand. They are put in place after every migration, for on
SQLite a changed table loses its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Func, Subquery

from cities.models import City, Country
from participants.models import FiguresMark, ParticipationRecord, Person, Registration
from projects.models import Phase, Project
from workshops.models import Workshop, WorkshopBody

# What figures are counted from and named by: the fields of which each change moves the mark; of
# the first, also each new row and each row less. Nobody is counted for being a person alone.
WITH_ROWS: dict[type[models.Model], tuple[str, ...]] = {
    Registration: ("workshop", "person", "state", "role", "attendance", "gender",
                   "organisation_kind", "country", "city", "city_name"),
    ParticipationRecord: (),
    Workshop: ("project", "phase", "kind", "state", "starts_on", "ends_on", "start_time",
               "end_time", "time_zone", "title", "slug", "is_example"),
    WorkshopBody: ("workshop", "body"),
    Workshop.also_serves.through: (),
}  # fmt: skip
FIELDS_ALONE: dict[type[models.Model], tuple[str, ...]] = {
    Person: ("merged_into", "gender"),
    Project: ("code",),
    Phase: ("project", "number", "title"),
    City: ("slug", "name", "country"),
    Country: ("alpha2", "name"),
}
ALL_OURS = "figures_mark_"
PREFIX = f"{ALL_OURS}1_"  # another number whenever what a trigger does is written differently
LARGEST = 2**52  # a whole number that a random part of one still tells apart

SQLITE = """
CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN
UPDATE {mark} SET mark = random() & ({largest} - 1) WHERE writer = 0; END
"""
POSTGRESQL = """
CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {prefix}move()
"""
MOVE = """
CREATE OR REPLACE FUNCTION {prefix}move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO {mark} (writer, mark) VALUES (txid_current(), (random() * {largest})::bigint)
ON CONFLICT (writer) DO UPDATE SET mark = excluded.mark; RETURN NULL; END $$
"""
OURS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s",
}
WORDS = {"mark": FiguresMark._meta.db_table, "prefix": PREFIX, "largest": str(LARGEST)}


def current_mark() -> Subquery:
    """To read with whatever else is read first; null where nothing may be kept."""
    total = FiguresMark.objects.annotate(total=Func("mark", function="SUM")).values("total")
    return Subquery(total, output_field=models.DecimalField(max_digits=20, decimal_places=0))


def tidy_marks() -> None:
    """Leave one row for all the transactions that are over; what was kept is counted anew."""
    of_transactions = FiguresMark.objects.exclude(writer=0)
    if of_transactions.exists():
        of_transactions.delete()
        move_mark()


def move_mark(using: str = DEFAULT_DB_ALIAS) -> None:
    mark = {"mark": secrets.randbelow(LARGEST)}
    FiguresMark.objects.using(using).update_or_create(writer=0, defaults=mark)


def watch(*, using: str, **_signal: Any) -> None:
    """Put the triggers in place that are not; the mark moves for what was changed without them."""
    connection = connections[using]
    if FiguresMark._meta.db_table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(OURS[connection.vendor], [f"{ALL_OURS}%"])
        there = dict(cursor.fetchall())
        wanted = dict(triggers(connection.vendor))
        if there.keys() != wanted.keys():
            replace_triggers(cursor, connection.vendor, there, wanted)
            FiguresMark.objects.using(using).all().delete()
    if not FiguresMark.objects.using(using).filter(writer=0).exists():
        move_mark(using)


def replace_triggers(
    cursor: Any, vendor: str, there: Mapping[str, str], wanted: Mapping[str, str]
) -> None:
    for name, table in there.items():
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if vendor != "sqlite" else ""))
    if vendor == "postgresql":
        cursor.execute(MOVE.format(**WORDS))
    for statement in wanted.values():
        cursor.execute(statement)


def triggers(vendor: str) -> Iterator[tuple[str, str]]:
    """Each by its name."""
    statement = SQLITE if vendor == "sqlite" else POSTGRESQL
    for model, names in (WITH_ROWS | FIELDS_ALONE).items():
        table = model._meta.db_table
        columns = ", ".join(column_of(model, name) for name in names)
        events = {"update": f"UPDATE OF {columns}" if columns else "UPDATE"}
        if model in WITH_ROWS:
            events |= {"insert": "INSERT", "delete": "DELETE"}
        for key, event in events.items():
            name = f"{PREFIX}{table}_{key}"
            yield name, statement.format(name=name, event=event, table=table, **WORDS)


def column_of(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.column)
