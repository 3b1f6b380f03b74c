"""For workers that are killed: a minute's waiting of the portal is three seconds here."""

from tests.settings import *  # noqa: F403

JOB_LEASE_SECONDS = 3
JOB_RING_SECONDS = 1
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "jobs.tasks.sweep", "schedule": 1, "options": {"expires": 1}},
}
