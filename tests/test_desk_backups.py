import io
import os
import signal
import subprocess
import sys
import tarfile
import time

import pytest

from tests.other_portal import make_empty_portal, manage, shape_of
from tests.portal_process import ROOT


def names_of(folder):
    """The users of a portal and the files beside its rows."""
    listing = manage(
        folder, "shell", "--verbosity", "0", "--command",
        "from accounts.models import User\n"
        "print(*User.objects.order_by('email').values_list('email', flat=True))",
    )  # fmt: skip
    files = sorted(path.read_text() for path in (folder / "media").rglob("*.txt"))
    return listing.stdout.split(), files


def add(folder, email, text):
    manage(
        folder, "shell", "--command",
        f"from accounts.models import User; User.objects.create_user({email!r})",
    )  # fmt: skip
    (folder / "media/jobs").mkdir(parents=True, exist_ok=True)
    (folder / f"media/jobs/{email}.txt").write_text(text)


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A portal with one user and one file, and the backup of it."""
    folder = tmp_path_factory.mktemp("backups") / "var"
    make_empty_portal(folder)
    add(folder, "first@example.org", "Bula vinaka")
    answer = manage(folder, "backup", folder.parent / "portal.tar")
    assert answer.returncode == 0, answer.stderr
    return folder


@pytest.fixture(scope="module")
def backup(portal):
    return portal.parent / "portal.tar"


def test_a_backup_is_for_its_owner_alone_and_holds_no_secret_key(backup):
    with tarfile.open(backup) as archive:
        names = archive.getnames()

    assert backup.stat().st_mode & 0o777 == 0o600
    assert [name for name in names if not name.startswith("media")] == ["manifest.json", "database"]


def test_a_backup_does_not_overwrite_a_file(portal, backup):
    answer = manage(portal, "backup", backup)

    assert answer.returncode == 1
    assert "exists already" in answer.stderr


def test_an_empty_portal_is_as_the_backup_holds_it(backup, tmp_path):
    answer = manage(tmp_path / "var", "restore", backup)

    assert answer.returncode == 0, answer.stderr
    assert names_of(tmp_path / "var") == (["first@example.org"], ["Bula vinaka"])


def test_a_portal_with_users_is_overwritten_only_when_told(portal, backup):
    add(portal, "second@example.org", "later")

    refused = manage(portal, "restore", backup)
    assert refused.returncode == 1
    assert "--yes" in refused.stderr
    assert names_of(portal)[0] == ["first@example.org", "second@example.org"]

    told = manage(portal, "restore", backup, "--yes")
    assert told.returncode == 0, told.stderr
    assert names_of(portal) == (["first@example.org"], ["Bula vinaka"])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda content: content[: len(content) // 3], "cannot be read as a backup"),
        (lambda content: b"no archive at all", "cannot be read as a backup"),
    ],
)
def test_a_damaged_backup_is_refused_and_changes_nothing(portal, backup, tmp_path, spoil, words):
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(spoil(backup.read_bytes()))

    answer = manage(portal, "restore", damaged, "--yes")

    assert answer.returncode == 1
    assert words in answer.stderr
    assert names_of(portal) == (["first@example.org"], ["Bula vinaka"])


def test_an_archive_cannot_reach_out_of_its_folder(portal, tmp_path):
    evil = tmp_path / "evil.tar"
    with tarfile.open(evil, "w") as archive:
        member = tarfile.TarInfo("media/../../escaped.txt")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"evil"))

    answer = manage(portal, "restore", evil, "--yes")

    assert "has no place in a backup" in answer.stderr
    assert not list(portal.parent.rglob("escaped.txt"))


@pytest.mark.kills
def test_a_backup_killed_half_way_leaves_no_file_under_its_name(portal, tmp_path):
    (portal / "media/large.bin").write_bytes(os.urandom(200_000_000))
    target = tmp_path / "killed.tar"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "backup", target], cwd=ROOT, env=shape_of(portal)
    )
    while not list(tmp_path.glob(".backup-*/backup")) and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    (portal / "media/large.bin").unlink()

    assert not target.exists()
