"""One process that takes in one list, and says by how many MiB it grew.

`python -m benchmarks.import_memory csv 100000`. The list is written by another process, and the
database is a file or a server: what this process grows by is the portal's work alone.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import django
from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

STATUS = Path("/proc/self/status")
HIGHEST_ANEW = Path("/proc/self/clear_refs"), "5"


def highest() -> float:
    """The highest resident memory since it was last set anew, in MiB."""
    return int(STATUS.read_text().partition("VmHWM:")[2].split()[0]) / 1024


def write_list(ending: str, rows: int, folder: str) -> None:
    from benchmarks.import_lists import HEADER, people
    from documents.sheets.write import csv_bytes, xlsx_bytes

    places = json.loads(Path(folder, "places").read_text())
    listed = people(rows, places)
    content = csv_bytes(HEADER, listed) if ending == "csv" else xlsx_bytes("x", HEADER, listed)
    Path(folder, "list").write_bytes(content)


def grown(folder: str) -> float:
    from accounts.models import User
    from benchmarks.import_lists import take_in
    from desk.scale import seed_scale

    workshop = seed_scale(people=0, workshops=1, plans=0).workshops.get()
    by = User.objects.create_user("memory@example.org")
    HIGHEST_ANEW[0].write_text(HIGHEST_ANEW[1])
    idle = highest()
    take_in(workshop, file=uploaded(Path(folder, "list")), by=by)
    return highest() - idle


def uploaded(path: Path) -> TemporaryUploadedFile:
    """As it comes from a browser: on disk, like everything above a few megabytes."""
    file = TemporaryUploadedFile("list", "application/octet-stream", path.stat().st_size, None)
    subprocess.run(["cp", path, file.temporary_file_path()], check=True)  # noqa: S603, S607
    return file


def measure(ending: str, rows: str) -> float:
    from benchmarks.import_lists import make_places

    with tempfile.TemporaryDirectory() as folder:
        name = "memory_of_an_import" if settings.FULL_SHAPE else f"{folder}/memory.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = name
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            Path(folder, "places").write_text(json.dumps(make_places()))
            command = [sys.executable, "-m", "benchmarks.import_memory", ending, rows, folder]
            subprocess.run(command, check=True)  # noqa: S603
            return grown(folder)
        finally:
            teardown_databases(databases, verbosity=0)


def main(ending: str, rows: str, folder: Sequence[str]) -> None:
    if folder:
        write_list(ending, int(rows), folder[0])
    else:
        print(json.dumps({"grown": measure(ending, rows)}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop_portal.settings")
    django.setup()
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
