"""The portal's settings with one room more, whose jobs can be told to go wrong."""

import os

from workshop_portal.settings import *  # noqa: F403
from workshop_portal.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs_app"]
DATABASES["default"]["NAME"] = os.environ.get("PORTAL_TESTS_DATABASE", DATABASES["default"]["NAME"])

# A minute's waiting of the portal is three seconds in the tests.
JOB_LEASE_SECONDS = 3
JOB_RING_SECONDS = 1
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "jobs.tasks.sweep", "schedule": 1, "options": {"expires": 1}},
}
