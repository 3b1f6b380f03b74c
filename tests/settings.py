"""The portal's settings with one room more, whose jobs can be told to go wrong."""

import os

from workshop_portal.settings import *  # noqa: F403
from workshop_portal.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs_app"]
DATABASES["default"]["NAME"] = os.environ.get("PORTAL_TESTS_DATABASE", DATABASES["default"]["NAME"])
