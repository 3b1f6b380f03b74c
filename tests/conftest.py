"""The cast: who acts in the tests, and a project in which they act."""

import pytest

from tests import factories


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    """Files of a test go to its own folder; static files are served unhashed."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


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
