"""A backup of before an erasure is put back: whoever was erased is erased again."""

import shutil

import pytest

from tests.other_portal import make_empty_portal, manage

PLANT = """
from tests.factories import make_project, make_workshop, make_registration
make_registration(make_workshop(make_project()), full_name="Zara Quill", email="z@quill.example")
"""
ERASE = """
from desk.models import PrivacyRequest
from desk.privacy.erasure import erase
from participants.models import Person
person = Person.objects.get()
asked = PrivacyRequest.objects.create(project=person.project, kind="erasure")
asked.people.add(person)
erase(asked, by=None)
"""
LOOK = """
from participants.models import Person
for person in Person.objects.all(): print(repr(person.full_name), person.erased_at is not None)
"""


def run(folder, code):
    done = manage(folder, "shell", "--verbosity", "0", "--command", code)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A person is in the backup, and erased afterwards."""
    folder = tmp_path_factory.mktemp("restore") / "var"
    make_empty_portal(folder)
    run(folder, PLANT)
    manage(folder, "backup", folder.parent / "before.tar")
    run(folder, ERASE)
    return folder


def test_restore_erases_again(portal):
    before = run(portal, LOOK)

    done = manage(portal, "restore", portal.parent / "before.tar", "--yes")

    assert (done.returncode, before, run(portal, LOOK)) == (0, "'' True", "'' True"), done.stderr
    assert "Erased again, as the journal of erasures says: 1." in done.stdout


def test_restore_on_another_machine_takes_the_journal_along(portal, tmp_path):
    other = make_empty_portal(tmp_path / "other" / "var")
    journal = shutil.copy(portal / "erasures.jsonl", tmp_path / "erasures.jsonl")

    manage(other, "restore", portal.parent / "before.tar", "--yes", "--erasures", journal)

    assert run(other, LOOK) == "'' True"
    assert (other / "erasures.jsonl").read_text().count("\n") >= 1
