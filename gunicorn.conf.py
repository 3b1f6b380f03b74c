"""The web server's settings in both shapes; gunicorn reads this file by its name."""

import os

from workshop_portal.logs import LOGGING

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
worker_class = "gthread"
preload_app = True  # one import for all workers
max_requests = 5000
max_requests_jitter = 500
timeout = 60
graceful_timeout = 2
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - a heartbeat only
loglevel = "warning"
logconfig_dict = LOGGING  # no access log: it would hold people's addresses and private links
