"""Real workers and a real Redis of a test, that can be killed, frozen and started again."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import redis
from django.db import connection

from jobs.services import queue
from tests.jobs_app.models import Errand


def wait_until(condition, seconds=20):
    """What `condition` returns as soon as it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := condition():
            return result
        time.sleep(0.05)
    raise AssertionError(f"Not within {seconds} s.")


def over(errand, seconds=20):
    """The errand as it is once it is over."""

    def look():
        errand.refresh_from_db()
        return errand.is_finished and errand

    return wait_until(look, seconds)


def begun(errand):
    return wait_until(lambda: errand.beginnings.exists())


def files_of(errand):
    folder = Path(os.environ["PORTAL_DATA"]) / "media/jobs/errand" / str(errand.pk)
    return {path.name: path.read_text() for path in folder.iterdir()}


class Worker:
    """A Celery worker with its clock, as `manage.py portal` starts it, in a process group."""

    def __init__(self, **environment):
        self.log = Path(tempfile.mkstemp(suffix=".log", dir=os.environ["PORTAL_DATA"])[1])
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PORTAL_TESTS_DATABASE": str(connection.settings_dict["NAME"]),
            **environment,
        }
        self.process = None

    def start(self):
        command = [sys.executable, "-m", "celery", "--app", "workshop_portal", "worker"]
        self.process = subprocess.Popen(
            [*command, "--beat", "--loglevel", "INFO", "--schedule", f"{self.log}.clock"],
            env=self.environment, stdout=self.log.open("a"), stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        return self

    def ready(self):
        over(queue(Errand(deed="write")), seconds=30)
        return self

    def kill(self):
        """The whole group at once, as when the machine is switched off."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_parent(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.kill()

    def words(self):
        return self.log.read_text()


class Redis:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.socket = self.folder / "redis.socket"
        self.url = f"unix://{self.socket}?db=0"
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", self.socket, "--save", ""],
            cwd=self.folder, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until(self.answers)

    def answers(self):
        try:
            return redis.Redis.from_url(self.url).ping()
        except redis.ConnectionError:
            return False

    def empty(self):
        redis.Redis.from_url(self.url).flushall()

    def freeze(self):
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def stop(self):
        self.process.kill()
        self.process.wait()
