"""What stands between a fresh checkout, or a new release, and a portal that can start."""

import hashlib
import io
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from projects.models import Project

REFERENCE = settings.BASE_DIR / "reference"


def prepare() -> None:
    """Bring database, static files and reference data up to this release.

    Asked at every start of the embedded shape, so each step costs next to nothing when it
    is done. The example is loaded into an empty portal only: once removed, it stays away.
    """
    if has_unapplied_migrations():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    if _has_changed("static", _static_files()):
        call_command("collectstatic", interactive=False, verbosity=0)
        _note("static", _static_files())
    if _has_changed("reference", REFERENCE.glob("*.csv")) or not Project.objects.exists():
        call_command("load_reference", stdout=io.StringIO())
        _note("reference", REFERENCE.glob("*.csv"))
    if not settings.FULL_SHAPE and not Project.objects.exists():
        call_command("load_example", stdout=io.StringIO())


def has_unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _static_files() -> Iterable[Path]:
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=None):
            yield Path(storage.path(name))


def _fingerprint(files: Iterable[Path]) -> str:
    """Changes with the name, size or moment of any of the files; reads none of them."""
    facts = sorted((str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files)
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _stamp(name: str) -> Path:
    return Path(settings.PORTAL_DATA) / f"{name}.prepared"


def _has_changed(name: str, files: Iterable[Path]) -> bool:
    stamp = _stamp(name)
    return not stamp.exists() or stamp.read_text() != _fingerprint(files)


def _note(name: str, files: Iterable[Path]) -> None:
    _stamp(name).write_text(_fingerprint(files))
