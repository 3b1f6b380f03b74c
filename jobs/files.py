"""Files that are whole or not there: a temporary name, fsync, then one rename."""

import contextlib
import hashlib
import os
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple


class Written(NamedTuple):
    size: int
    sha256: str


def write_file(path: Path, content: bytes | Iterable[bytes]) -> Written:
    """Put `content` at `path`, replacing what is there; a crash leaves the old or the new."""
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    chunks = [content] if isinstance(content, bytes) else content
    checksum, size = hashlib.sha256(), 0
    with _renamed_when_whole(path) as file:
        for chunk in chunks:
            file.write(chunk)
            checksum.update(chunk)
            size += len(chunk)
    return Written(size, checksum.hexdigest())


def remove_others(path: Path) -> None:
    """Leave `path` alone in its folder: what unfinished attempts wrote goes."""
    for other in path.parent.iterdir():
        if other != path:
            other.unlink(missing_ok=True)


@contextlib.contextmanager
def _renamed_when_whole(path: Path) -> Iterator[BinaryIO]:
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, 0o640)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` outlive a power cut, as fsync does for the content of a file."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
