"""Rows that the database itself keeps as they are, whoever writes to them; for migrations.

Deleting is left to the application: removing the example project deletes its rows. A column
that names a user is never among the frozen: who it was may become unknown when they are erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations import RunPython

SQLITE = """
CREATE TRIGGER {name}_frozen BEFORE UPDATE OF {columns} ON {table} {when}
BEGIN SELECT RAISE(ABORT, 'This row is frozen.'); END;
"""
POSTGRESQL = """
CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'This row is frozen.' USING ERRCODE = '23514'; END; $$;
CREATE TRIGGER {name}_frozen BEFORE UPDATE OF {columns} ON {table}
FOR EACH ROW {when} EXECUTE FUNCTION {name}_refuse();
"""
THAW = {
    "sqlite": "DROP TRIGGER {name}_frozen",
    "postgresql": "DROP FUNCTION {name}_refuse() CASCADE",
}


def freeze(table: str, columns: Sequence[str]) -> RunPython:
    """Refuse with an IntegrityError every change of these columns.

    On SQLite a later change of the table drops the trigger with the old table; then the
    migration that makes the change freezes it again, and the test of the frozen row says so.
    """
    return _trigger(name=table, table=table, columns=", ".join(columns), when="")


def freeze_once_set(table: str, column: str) -> RunPython:
    """The same for one column, from the moment that it holds anything."""
    return _trigger(
        name=f"{table}_{column}",
        table=table,
        columns=column,
        when=f"WHEN (OLD.{column} IS NOT NULL)",
    )


def _trigger(**names: str) -> RunPython:
    def forwards(_apps: Any, schema_editor: Any) -> None:
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        schema_editor.execute((SQLITE if is_sqlite else POSTGRESQL).format(**names), params=None)

    def backwards(_apps: Any, schema_editor: Any) -> None:
        schema_editor.execute(THAW[schema_editor.connection.vendor].format(**names), params=None)

    return RunPython(forwards, backwards)
