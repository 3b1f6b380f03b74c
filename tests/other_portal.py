"""A portal beside the tests' own, in a data folder and a database of its own."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from django.conf import settings

from tests.environment import TESTS_DATA
from tests.portal_process import ROOT, environment

TEMPLATE = Path(TESTS_DATA) / "empty" / "var"


def manage(folder, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)], cwd=ROOT, env=shape_of(folder),
        capture_output=True, text=True,
    )  # fmt: skip


def shape_of(folder):
    """The environment of a portal in the shape that is tested; its database is made when asked."""
    if not settings.FULL_SHAPE:
        return environment(folder)
    if not folder.exists():
        folder.mkdir(parents=True)
        create_database(database_of(folder))
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return environment(
        folder, DATABASE_URL=f"{server}/{database_of(folder)}",
        REDIS_URL=os.environ["REDIS_URL"], SECRET_KEY="k" * 50,
    )  # fmt: skip


def make_empty_portal(folder):
    """Migrated, with nobody in it: a copy of one that was migrated once for all test processes."""
    with migrated_template():
        shutil.copytree(TEMPLATE, folder)
        if settings.FULL_SHAPE:
            create_database(database_of(folder), template=database_of(TEMPLATE))
    return folder


def copy_empty_database(name):
    """The same for the tests of this process themselves; `name` is a path on SQLite."""
    with migrated_template():
        if settings.FULL_SHAPE:
            create_database(name, template=database_of(TEMPLATE))
        else:
            shutil.copy(TEMPLATE / "portal.sqlite3", name)


@contextmanager
def migrated_template():
    with only_one_at_a_time():
        if not TEMPLATE.exists():
            done = manage(TEMPLATE, "migrate", "--verbosity", "0")
            assert done.returncode == 0, done.stderr
        yield


@contextmanager
def only_one_at_a_time():
    with Path(TESTS_DATA, "empty.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def database_of(folder):
    return "portal_" + hashlib.sha256(str(folder).encode()).hexdigest()[:20]


def create_database(name, template="template1"):
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"DROP DATABASE IF EXISTS {name}")
        connection.cursor().execute(f"CREATE DATABASE {name} TEMPLATE {template}")
