"""Django's SQLite backend with the query-parameter limit that the library itself has.

Django 5.2 assumes 999 parameters a query, so that saving 10,000 rows takes 143 queries;
SQLite has allowed 32,766 since 3.32 and Debian builds it with 250,000.
"""

import sqlite3
from functools import cached_property

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.features import DatabaseFeatures as SQLiteFeatures

from workshop_portal.sqlite import lookups as lookups


class DatabaseFeatures(SQLiteFeatures):
    @cached_property
    def max_query_params(self) -> int:  # type: ignore[override]
        self.connection.ensure_connection()
        library: sqlite3.Connection = self.connection.connection
        return library.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
