"""Many changed rows at once: as `bulk_update`, whose time grows with the square of the rows.

`bulk_update` writes for each column one CASE with a branch for each row, and the database goes
through the branches for every row: a minute for six thousand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

from participants.services.inserting import FEW, ROWS_AT_ONCE, place_for, stored


def update_many(rows: Sequence[models.Model], names: Iterable[str]) -> None:
    """Write these fields of rows of one model, each found by its primary key."""
    if len(rows) <= FEW:
        if rows:
            type(rows[0])._base_manager.bulk_update(rows, list(names))
        return
    meta = type(rows[0])._meta
    fields: list[Any] = [*(meta.get_field(name) for name in names), meta.pk]
    values = zip(*(stored(rows, field) for field in fields), strict=True)
    update = update_on_sqlite if connection.vendor == "sqlite" else update_from_values
    update(meta.db_table, fields, values)


def update_on_sqlite(table: str, fields: Sequence[Any], values: Iterable[Any]) -> None:
    """One statement carried out for each row."""
    *columns, key = (connection.ops.quote_name(field.column) for field in fields)
    sets = ", ".join(f"{column} = %s" for column in columns)
    sql = f"UPDATE {connection.ops.quote_name(table)} SET {sets} WHERE {key} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(values))


def update_from_values(table: str, fields: Sequence[Any], values: Iterable[Any]) -> None:
    *columns, key = (connection.ops.quote_name(field.column) for field in fields)
    sets = ", ".join(
        f"{column} = new.{column}::{type_of(field)}"
        for column, field in zip(columns, fields, strict=False)
    )
    names = ", ".join((*columns, key))
    rest = iter(values)
    with connection.cursor() as cursor:
        while some := list(islice(rest, ROWS_AT_ONCE)):
            places = ", ".join([place_for(fields)] * len(some))
            sql = f"""UPDATE {connection.ops.quote_name(table)} AS old SET {sets}
                FROM (VALUES {places}) AS new ({names}) WHERE old.{key} = new.{key}"""  # noqa: S608
            cursor.execute(sql, [value for row in some for value in row])


def type_of(field: Any) -> str:
    """Without its length: casting to it would cut a text that is too long without a word."""
    return re.sub(r"\(.*?\)", "", str(field.db_type(connection)))
