"""Seconds from `manage.py portal`, started again, to the first page, and from SIGINT to its end.

Beside both: a Python that does no more than set Django up with all rooms.
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

from benchmarks.measuring import Measurement

RUNS = 5
PORT = "8199"
PAGE = f"http://localhost:{PORT}/accounts/login/"


def run() -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PORTAL_DATA": folder, "PORTAL_PORT": PORT}
        environment |= {"DATABASE_URL": "", "REDIS_URL": ""}
        start_and_stop(environment)  # the first start makes everything
        starts, stops, setups = zip(
            *((*start_and_stop(environment), set_up(environment)) for _ in range(RUNS)),
            strict=True,
        )
    reference = statistics.median(setups)
    yield Measurement("portal_start", statistics.median(starts), "s", reference, RUNS)
    yield Measurement("portal_stop", statistics.median(stops), "s", reference, RUNS)


def start_and_stop(environment: dict[str, str]) -> tuple[float, float]:
    begun = time.perf_counter()
    command = [sys.executable, "manage.py", "portal"]
    portal = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    while not is_answered():
        time.sleep(0.05)
    answered = time.perf_counter()
    portal.send_signal(signal.SIGINT)
    portal.wait()
    return answered - begun, time.perf_counter() - answered


def is_answered() -> bool:
    try:
        urllib.request.urlopen(PAGE).close()  # noqa: S310
    except urllib.error.URLError:
        return False
    return True


def set_up(environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "manage.py", "diffsettings"], env=environment, check=True,  # noqa: S603
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return time.perf_counter() - begun
