"""Loaded before the settings (`-p tests.environment`): every test process has its own place.

A data folder, and in the full shape a Redis database, of each test process: tests never touch
the files, the queue or the counters of a portal that runs from the same folder.
"""

import atexit
import os
import re
import shutil
import tempfile

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
if "PORTAL_TESTS_DATA" not in os.environ:
    os.environ["PORTAL_TESTS_DATA"] = tempfile.mkdtemp(prefix="portal-tests-")
    atexit.register(shutil.rmtree, os.environ["PORTAL_TESTS_DATA"], ignore_errors=True)
TESTS_DATA = os.environ["PORTAL_TESTS_DATA"]

os.environ["PORTAL_DATA"] = f"{TESTS_DATA}/{WORKER}"
os.makedirs(f"{TESTS_DATA}/{WORKER}/static", exist_ok=True)  # where collectstatic would write
if url := os.environ.get("REDIS_URL", ""):
    number = 1 + int(re.sub(r"\D", "", WORKER) or 0)
    if url.startswith("redis://"):
        os.environ["REDIS_URL"] = re.sub(r"(redis://[^/]+)(/\d*)?$", rf"\1/{number}", url)
    else:
        os.environ["REDIS_URL"] = re.sub(r"(\?db=\d+)?$", f"?db={number}", url, count=1)
