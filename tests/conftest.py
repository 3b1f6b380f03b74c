"""The cast: who acts in the tests, and a project in which they act."""

import subprocess
import sys

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache

from jobs import doorbell
from tests import factories
from tests.environment import TESTS_DATA

# On a busy machine anything may take long; a timing belongs into benchmarks.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


def pytest_collection_modifyitems(items):
    """The walks of a browser come first: one file of them is as long as a hundred others."""
    items.sort(key=lambda item: "/e2e/" not in str(item.path))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """SQLite: the tests' database is the one that a worker started by a test would open."""
    database = django_settings.DATABASES["default"]
    if not django_settings.FULL_SHAPE:
        assert str(database["NAME"]).startswith(TESTS_DATA)
        database["TEST"]["NAME"] = str(database["NAME"])


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
