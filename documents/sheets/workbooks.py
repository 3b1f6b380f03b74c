"""Tables in XLSX, XLS and ODS, read by a process of their own that cannot outgrow its limits.

A workbook of a kilobyte may claim a million rows, or unpack to gigabytes. Its directory is looked
at before it is opened, and the reader's memory and time are bounded by the system.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from documents.kinds import Kind
from documents.sheets.table import Limits, UnreadableFile

READER = Path(__file__).with_name("workbook_reader.py")
SECONDS = 20
MOST_UNPACKED = 100 * 1024 * 1024
MOST_FILES = 2_000
BEYOND = {"refused": "beyond"}


def records_of_workbook(
    content: bytes, kind: Kind, limits: Limits, *, sheet: str = ""
) -> tuple[Iterator[list[str]], list[str]]:
    """The records as they are read on the way, and what a person should check."""
    if kind is not Kind.XLS:
        check_directory(content)
    lines = read_apart(content, limits, sheet)
    answer = next(lines, BEYOND)
    if "refused" in answer:
        raise UnreadableFile(words_for_refusal(answer, limits))
    return whole(lines, limits), remarks_on_sheets(answer)


def whole(lines: Iterator[Any], limits: Limits) -> Iterator[list[str]]:
    """The rows, unless the reader ended before the last of them."""
    for line in lines:
        if line is True:
            return
        yield line
    raise UnreadableFile(words_for_refusal(BEYOND, limits))


def check_directory(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = archive.infolist()
    if len(files) > MOST_FILES or sum(each.file_size for each in files) > MOST_UNPACKED:
        raise UnreadableFile(
            _("The file would unpack to more than %(megabytes)s MB. Copy the list alone into a "
              "new file and save that.") % {"megabytes": MOST_UNPACKED // (1024 * 1024)}
        )  # fmt: skip


def read_apart(content: bytes, limits: Limits, sheet: str) -> Iterator[Any]:
    """What the reader writes, line by line; it ends where the reader was stopped."""
    # -I: neither this directory nor the environment's modules can stand in for the real ones.
    bounds = [str(limits.max_rows), str(limits.max_columns)]
    command = [sys.executable, "-I", str(READER), *bounds, sheet]
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as lines:
        with contextlib.suppress(subprocess.SubprocessError):
            subprocess.run(  # noqa: S603 - our own file, numbers as arguments
                command, input=content, stdout=lines, stderr=subprocess.DEVNULL, timeout=SECONDS
            )
        lines.seek(0)
        with contextlib.suppress(ValueError):  # half a line: the reader was stopped in it
            yield from map(json.loads, lines)


def words_for_refusal(answer: dict[str, Any], limits: Limits) -> str:
    return {
        "locked": _("The file is protected by a password. Take the password away first."),
        "damaged": _("The file is damaged. Open it in your spreadsheet and save it again."),
        "no_sheet": _("There is no sheet with a table in the file."),
        "rows": _("The sheet goes down to row %(height)s; at most %(rows)s can be read. Delete "
                  "what stands below the list, or split it.")
        % {"height": f"{answer.get('height', 0):,}", "rows": f"{limits.max_rows:,}"},
        "columns": _("The sheet has %(width)s columns; at most %(columns)s can be read.")
        % {"width": f"{answer.get('width', 0):,}", "columns": limits.max_columns},
    }.get(
        answer["refused"],
        _("The sheet claims far more cells than can be read, or is damaged. Copy the list alone "
          "into a new file and save that."),
    )  # fmt: skip


def remarks_on_sheets(answer: dict[str, Any]) -> list[str]:
    if answer["sheets"] == 1:
        return []
    return [
        _("The file has %(count)s sheets; only “%(name)s” was read.")
        % {"count": answer["sheets"], "name": answer["sheet"]}
    ]
