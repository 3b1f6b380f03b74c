"""The database into a file and back: SQLite by its backup interface, PostgreSQL by its tools."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _


class DatabaseToolFailed(Exception):
    """Words of SQLite, pg_dump or pg_restore on what is wrong."""


def dump_database(file: Path) -> None:
    """Write the database as it stands at one moment; writers go on meanwhile."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file)) as copy:
            _sqlite().backup(copy)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def load_database(file: Path) -> None:
    """Put the database of a dump in the place of ours, in one transaction."""
    if connection.vendor == "sqlite":
        _load_sqlite(file)
    else:
        name = connection.settings_dict["NAME"]
        _run(
            "pg_restore", "--clean", "--if-exists", "--single-transaction", "--no-owner",
            f"--dbname={name}", str(file),
        )  # fmt: skip
    connection.close()


def _load_sqlite(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as copy:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict != "ok":
                raise DatabaseToolFailed(_("The database in the backup is damaged."))
            copy.backup(_sqlite())
    except sqlite3.DatabaseError as error:
        raise DatabaseToolFailed(str(error)) from error


def _sqlite() -> sqlite3.Connection:
    connection.ensure_connection()
    ours: sqlite3.Connection = connection.connection
    return ours


def _run(*command: str) -> None:
    """Run a tool of PostgreSQL upon our database; the password is in the environment only."""
    database = connection.settings_dict
    address = {
        "PGHOST": database["HOST"],
        "PGPORT": str(database["PORT"]),
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
        "PGSSLMODE": database["OPTIONS"].get("sslmode", ""),
    }
    environment = {**os.environ, **{name: value for name, value in address.items() if value}}
    try:
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603 - the command is ours
    except FileNotFoundError as error:
        raise DatabaseToolFailed(
            _("%(tool)s is missing: install Debian's postgresql-client.") % {"tool": command[0]}
        ) from error
    except subprocess.CalledProcessError as error:
        raise DatabaseToolFailed(error.stderr.strip()) from error
