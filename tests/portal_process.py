"""A real `manage.py portal` in a data folder of its own, as somebody at a terminal has it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class PortalProcess:
    def __init__(self, folder, port=None):
        self.folder = folder
        self.port = port or free_port()
        self.log = folder.parent / f"{folder.name}-{self.port}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "portal"], cwd=ROOT, stdout=log,
                stderr=subprocess.STDOUT, env=environment(folder, PORTAL_PORT=self.port),
            )  # fmt: skip

    @property
    def said(self):
        return self.log.read_text()

    def wait_until_it_says(self, words, seconds=120):
        deadline = time.monotonic() + seconds
        while words not in self.said:
            assert time.monotonic() < deadline, self.said
            assert self.process.poll() is None or words in self.said, self.said
            time.sleep(0.05)
        return self

    def get(self, path):
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}") as answer:  # noqa: S310
            return answer.status

    def child(self, name):
        """The process number of the web or the worker."""
        modules = {"web": "gunicorn", "worker": "celery"}
        for pid in processes_of(self.folder):
            status = Path(f"/proc/{pid}/stat").read_text()
            command = Path(f"/proc/{pid}/cmdline").read_text()
            parent = int(re.sub(r"^.*\) \S ", "", status).split()[0])
            if parent == self.process.pid and modules[name] in command:
                return pid
        raise AssertionError(f"There is no {name}: {self.said}")

    def end(self, signal_number=signal.SIGINT, seconds=30):
        self.process.send_signal(signal_number)
        return self.process.wait(timeout=seconds)


def environment(folder, **more):
    """The embedded shape, whatever the tests themselves run on; a `.env` is overruled too."""
    shape = {
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "PORTAL_DATA": folder,
        "DJANGO_SETTINGS_MODULE": "workshop_portal.settings",
    }
    return {**os.environ, **{name: str(value) for name, value in {**shape, **more}.items()}}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(folder):
    """The numbers of all living processes that were started for a data folder."""
    mark = f"PORTAL_DATA={folder}\0".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (entry / "environ").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def wait_until_nothing_runs(folder, seconds=30):
    deadline = time.monotonic() + seconds
    while processes_of(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    return processes_of(folder)
