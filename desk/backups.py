"""One file that holds a whole portal: its database as it stood at one moment, and its files.

A tar archive of `manifest.json`, `database` (an SQLite file, or PostgreSQL's custom dump) and
`media/…`. The secret key is not in it: who finds a backup must not be able to forge a session.
"""

import fcntl
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from desk.databases import dump_database, load_database

FORMAT = 1


class BackupRefused(Exception):
    """Words on why a backup is not made or not restored."""


def make_backup(file: Path) -> None:
    """Write the backup; under its name there is either the whole of it or nothing."""
    if file.exists():
        raise BackupRefused(_("%(file)s exists already; give another name.") % {"file": file})
    with _folder_beside(file) as folder:
        dump_database(folder / "database")
        # Files after rows: what was added in between is one file too many, never one too few.
        with tarfile.open(folder / "backup", "w") as archive:
            _add_manifest(archive)
            archive.add(folder / "database", "database")
            if settings.MEDIA_ROOT.is_dir():
                archive.add(settings.MEDIA_ROOT, "media")
        (folder / "backup").chmod(0o600)
        with (folder / "backup").open("rb") as written:
            os.fsync(written.fileno())
        (folder / "backup").rename(file)


def restore_backup(file: Path, *, overwrite: bool) -> None:
    """Put database and files back as they were, and bring an older database up to this release.

    Everything is unpacked and checked first; then the database changes in one transaction and
    the folder of files is exchanged for the other. Refuses a portal that has users, unless told.
    """
    if is_running_embedded():
        raise BackupRefused(_("The portal runs; stop it before."))
    if not overwrite and has_users():
        raise BackupRefused(_("This portal has users already; --yes overwrites it."))
    with _folder_beside(settings.MEDIA_ROOT) as folder:
        _unpack(file, folder)
        _check_manifest(folder / "manifest.json")
        load_database(folder / "database")
        _exchange_media(folder)
    call_command("migrate", interactive=False, verbosity=0)


def is_running_embedded() -> bool:
    """Whether a worker holds the lock of this data folder, as it does only in that shape."""
    with (settings.PORTAL_DATA / "worker.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def has_users() -> bool:
    if User._meta.db_table not in connection.introspection.table_names():
        return False
    return User.objects.exists()


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """A private folder on the same disk, so that its content can be renamed to the path."""
    with tempfile.TemporaryDirectory(dir=path.resolve().parent, prefix=".backup-") as folder:
        yield Path(folder)


def _add_manifest(archive: tarfile.TarFile) -> None:
    manifest = {
        "format": FORMAT,
        "database": connection.vendor,
        "made_at": timezone.now().isoformat(timespec="seconds"),
    }
    content = json.dumps(manifest, indent=2).encode()
    member = tarfile.TarInfo("manifest.json")
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def _check_manifest(path: Path) -> None:
    manifest: dict[str, Any] = json.loads(path.read_text())
    if manifest["format"] != FORMAT:
        raise BackupRefused(_("The backup is of a later release of the portal."))
    if manifest["database"] != connection.vendor:
        raise BackupRefused(
            _("The backup is of %(theirs)s, this portal uses %(ours)s.")
            % {"theirs": manifest["database"], "ours": connection.vendor}
        )


def _unpack(file: Path, folder: Path) -> None:
    try:
        with tarfile.open(file) as archive:
            for member in archive:
                _unpack_member(archive, member, folder)
    except (OSError, tarfile.TarError) as error:
        raise BackupRefused(
            _("%(file)s cannot be read as a backup: %(error)s") % {"file": file, "error": error}
        ) from error
    if not {"manifest.json", "database"} <= {path.name for path in folder.iterdir()}:
        raise BackupRefused(_("%(file)s is no backup of a portal.") % {"file": file})


def _unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Plain files under their own names only: an archive may not reach out of its folder."""
    name = PurePosixPath(member.name)
    if member.isdir():
        return
    content = archive.extractfile(member) if member.isreg() else None
    if content is None or name.is_absolute() or ".." in name.parts:
        raise BackupRefused(_("%(name)s has no place in a backup.") % {"name": member.name})
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as written:
        shutil.copyfileobj(content, written)


def _exchange_media(folder: Path) -> None:
    (folder / "media").mkdir(exist_ok=True)
    if settings.MEDIA_ROOT.exists():
        settings.MEDIA_ROOT.rename(folder / "media-before")
    (folder / "media").rename(settings.MEDIA_ROOT)
