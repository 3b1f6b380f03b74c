"""What a Celery worker of ours does at its beginning; connected in `JobsConfig.ready`."""

import fcntl
import os
import threading
import time
from typing import Any

from celery import current_app
from celery.signals import (
    beat_embedded_init,
    setup_logging,
    worker_init,
    worker_process_init,
    worker_ready,
)
from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from jobs import services
from jobs.lease import Heartbeat

_locks: list[Any] = []  # open for the life of the process, and of the children that inherit it


@setup_logging.connect
def log_as_the_web_does(**_signal: Any) -> None:
    """Connected, it keeps Celery from its own logging, which prints errors with their values."""


@worker_init.connect
def begin_alone(**_signal: Any) -> None:
    """The embedded shape has one worker: it refuses a second and takes back what the last left."""
    if settings.FULL_SHAPE:
        return
    lock = (settings.PORTAL_DATA / "worker.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(
            _("Another worker already runs for %(folder)s; two would get in each other's way.")
            % {"folder": settings.PORTAL_DATA}
        ) from None
    _locks.append(lock)
    services.take_back_all()
    connections.close_all()  # the children that are forked next open their own


@worker_ready.connect
def sweep_at_once(**_signal: Any) -> None:
    current_app.send_task("jobs.tasks.sweep", retry=False)


@worker_process_init.connect
@beat_embedded_init.connect
def end_with_parent(**_signal: Any) -> None:
    """A child whose worker was killed would go on unseen, and hold the lock against the next."""
    threading.Thread(target=_watch, args=[os.getppid()], daemon=True).start()


@worker_process_init.connect
def want_heartbeats(**_signal: Any) -> None:
    Heartbeat.is_wanted = True


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
