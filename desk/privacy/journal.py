"""Who was erased, outside of the database: a backup put back would bring them to life again.

`PORTAL_DATA/erasures.jsonl`, one line an erasure, only ever added to. A person is there as
project and reference code, an account as a salted hash of its address: nobody's values.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from participants.models import Person

NAME = "erasures.jsonl"


def journal_path() -> Path:
    return Path(settings.PORTAL_DATA) / NAME


def note_people(people: Iterable[Person]) -> None:
    """Written before the erasure is committed: at worst a line too many, never one too few."""
    write({"project": person.project.code, "person": person.code} for person in people)


def note_account(address: str) -> None:
    salt = secrets.token_hex(8)
    write([{"salt": salt, "account": hash_of(address, salt)}])


def hash_of(address: str, salt: str) -> str:
    return hashlib.sha256(f"{salt}{address.lower()}".encode()).hexdigest()


def write(lines: Iterable[dict[str, str]]) -> None:
    at = timezone.now().isoformat(timespec="seconds")
    text = "".join(json.dumps({"at": at, **line}) + "\n" for line in lines)
    descriptor = os.open(journal_path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        journal.write(text)
        journal.flush()
        os.fsync(journal.fileno())


def read(path: Path | None = None) -> Iterator[dict[str, Any]]:
    path = path or journal_path()
    if not path.exists():
        return
    with path.open() as journal:
        for line in journal:
            if line.strip():
                yield json.loads(line)


def add_lines_of(path: Path) -> None:
    """Take over the journal of another machine."""
    known = {json.dumps(line, sort_keys=True) for line in read()}
    new = [line for line in read(path) if json.dumps(line, sort_keys=True) not in known]
    if new:
        write(new)
