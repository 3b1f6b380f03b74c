"""The cast: who acts in the tests, and a project in which they act."""

import os
import subprocess
import sys

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from xdist.scheduler import LoadScopeScheduling

from jobs import doorbell
from tests import factories
from tests.environment import TESTS_DATA
from tests.other_portal import copy_empty_database

# On a busy machine anything may take long; a timing belongs into benchmarks.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


# What takes longest begins first, so that no test process is left alone with it at the end.
LONGEST = (
    "e2e/test_every_page.py", "e2e/", "test_jobs_kills.py", "test_bad_input.py",
    "test_desk_portal.py", "test_desk_backups.py", "test_permissions.py", "test_briefs_print.py",
    "test_backoffice_lists.py", "test_privacy_restore.py", "test_languages.py",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: place_of(str(item.path)))


def place_of(path):
    return next((n for n, part in enumerate(LONGEST) if f"tests/{part}" in path), len(LONGEST))


class OneBrowserForTheJourneys(LoadScopeScheduling):
    """A file at a time to each test process, and all the journeys to one of them.

    Two browsers at once, with the walk of every page, are what a small machine bears.
    """

    def _split_scope(self, nodeid):
        file = nodeid.partition("::")[0]
        return "journeys" if "e2e/" in file and "every_page" not in file else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return OneBrowserForTheJourneys(config, log)


@pytest.fixture(scope="session")
def django_db_keepdb(request):
    """Beside others a test process begins with a database that was migrated once for them all."""
    return request.config.getoption("reuse_db") or "PYTEST_XDIST_WORKER" in os.environ


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings_parallel_suffix):
    """SQLite: the tests' database is the one that a worker started by a test would open."""
    database = django_settings.DATABASES["default"]
    if not django_settings.FULL_SHAPE:
        assert str(database["NAME"]).startswith(TESTS_DATA)
        database["TEST"]["NAME"] = str(database["NAME"])
    if "PYTEST_XDIST_WORKER" in os.environ and not request.config.getoption("reuse_db"):
        copy_empty_database(connection.creation._get_test_db_name())


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    """Files of a test go to its own folder; static files are served unhashed, passwords quick."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _own_counters():
    """The rate limits of one test are not those of the next; SQLite takes them back by itself."""
    yield
    if django_settings.FULL_SHAPE:
        cache.clear()


@pytest.fixture(autouse=True)
def _own_doorbell(monkeypatch):
    """A broker that failed in one test is tried again at once in the next."""
    monkeypatch.setattr(doorbell, "_silent_until", 0.0)


@pytest.fixture(scope="session")
def catalogues():
    """The translations as they stand now, compiled."""
    script = django_settings.BASE_DIR / "scripts/languages.py"
    subprocess.run([sys.executable, script], check=True)


@pytest.fixture
def project(db):
    return factories.make_project()


@pytest.fixture
def organiser(project):
    return factories.make_organiser(project)


@pytest.fixture
def workshop(project):
    return factories.make_workshop(project)


@pytest.fixture
def facilitator(workshop):
    return factories.make_facilitator(workshop)


@pytest.fixture
def plan(project):
    return factories.make_plan(project)


@pytest.fixture
def officer(plan):
    """An officer of the city of `plan`."""
    return factories.make_officer(plan.project_city)


@pytest.fixture
def other_officer(project):
    """An officer of another city of the same project."""
    return factories.make_officer(factories.make_project_city(project))


@pytest.fixture
def nobody(db):
    """Somebody with an account and no role."""
    return factories.make_user()


@pytest.fixture
def admin(db):
    return factories.make_user(is_staff=True, is_superuser=True)
