"""A folder as message broker: `broker_transport = "jobs.broker:Transport"`.

A message is a file. It is written under a temporary name, fsynced and renamed into its queue's
folder, so a reader never meets half of one; whoever renames it out again is its only receiver.
Kombu's own `filesystem://` does neither and loses about one message in two hundred.
"""

import contextlib
import json
import logging
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any
from urllib.parse import quote

from kombu.transport import virtual

from jobs.files import write_file

logger = logging.getLogger(__name__)
MESSAGE = ".message"
TAKEN = ".taken"


class Channel(virtual.Channel):
    """Queues as folders under the transport option `folder`."""

    def _folder(self, queue: str) -> Path:
        options = self.connection.client.transport_options
        return Path(options["folder"]) / f"{quote(queue, safe='')}.queue"

    def _waiting(self, queue: str) -> Iterator[Path]:
        """The messages of a queue, oldest first; another receiver may take each before us."""
        with contextlib.suppress(FileNotFoundError):
            folder = self._folder(queue)
            names = sorted(name for name in os.listdir(folder) if name.endswith(MESSAGE))
            yield from (folder / name for name in names)

    def _put(self, queue: str, message: dict[str, Any], **kwargs: Any) -> None:
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex}{MESSAGE}"
        write_file(self._folder(queue) / name, json.dumps(message).encode())

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        for path in self._waiting(queue):
            content = _take(path)
            if content is not None:
                return content
        raise Empty

    def _purge(self, queue: str) -> int:
        return sum(_take(path) is not None for path in self._waiting(queue))

    def _size(self, queue: str) -> int:
        return sum(1 for _path in self._waiting(queue))


def _take(path: Path) -> dict[str, Any] | None:
    """The message, if it is we who took it out of the queue; damaged ones are laid aside."""
    taken = path.with_name(f".{path.name}{TAKEN}")
    try:
        path.rename(taken)
    except FileNotFoundError:
        return None
    try:
        message: dict[str, Any] = json.loads(taken.read_bytes())
    except ValueError:
        logger.error("%s is not a message and was laid aside.", taken)
        return None
    taken.unlink()
    return message


class Transport(virtual.Transport):
    """Polls the folder from the worker's event loop; nobody needs to be told of a new file."""

    cycle: Any
    Channel = Channel
    driver_type = driver_name = "folder"
    polling_interval = 0.2
    implements = virtual.Transport.implements.extend(
        asynchronous=True, exchange_type=frozenset(["direct"])
    )

    def driver_version(self) -> str:
        return "1"

    def register_with_event_loop(self, connection: Any, loop: Any) -> None:
        loop.call_repeatedly(self.polling_interval, self._deliver_waiting)

    def _deliver_waiting(self) -> None:
        """Hand on all that the prefetch limit lets through."""
        with contextlib.suppress(Empty):
            while True:
                self.cycle.get(self._deliver)
