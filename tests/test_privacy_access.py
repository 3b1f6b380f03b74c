"""Every page that exports or opens personal data writes one access row, without the values.

Each page of the table of permissions is opened by an organiser over people whose contact data
and needs can be told from all else: whoever shows them, or makes a file of people, notes it.
"""

import pytest

from accounts.models import AccessLog
from participants.models import Person, Registration
from tests.policy import PAGES
from tests.test_permissions import where, world  # noqa: F401 - a fixture

PLANTED = ("planted@contact.example", "+679 999 777", "planted diet", "planted ramp")
NOTED = {
    "desk:own_file": ("exported", None),
    "desk:privacy_request_everything": "opened",
    "desk:privacy_request_file": "exported",
    "participants:certificate_download": "downloaded",
    "participants:certificates_xlsx": "exported",
    "participants:delegate_edit": "opened",
    "participants:export_csv": "exported",
    "participants:export_xlsx": "exported",
    "participants:import_problems": "exported",
    "participants:people_merge": "opened",
    "participants:person_detail": "opened",
    "participants:person_list": "opened",
    "participants:registration_edit": "opened",
    "participants:sign_in_sheet": "exported",
}
FILES_WITHOUT_PEOPLE = ("figures", "breakdown", "template", "matrix", "action_", "workbook")
OWN = {"participants:private_registration"}  # by the person, with the own link
ASKED_FOR = {"desk:privacy_request_detail", "desk:privacy_request_erase"}  # by whom it is about


def plant():
    Person.objects.update(email=PLANTED[0], email_key=PLANTED[0], phone=PLANTED[1])
    Registration.objects.update(diet_needs=PLANTED[2], access_needs=PLANTED[3])


def content_of(answer):
    parts = answer if answer.streaming else [answer.content]
    return b"".join(parts).decode(errors="replace")


@pytest.mark.parametrize(("page", "state"), PAGES)
def test_page_that_shows_contact_data_or_exports_people_is_noted(
    client,
    page,
    state,
    world,  # noqa: F811 - the fixture
):
    address = where(world, page, state)
    plant()
    client.force_login(world.people["organiser"])
    AccessLog.objects.all().delete()

    answer = client.get(address)

    rows = [(row.action, row.user) for row in AccessLog.objects.all()]
    expected = NOTED.get(page)
    if expected and answer.status_code == 200:
        action, *user = [expected] if isinstance(expected, str) else expected
        assert rows == [(action, *(user or [world.people["organiser"]]))]
        assert not any(each in str(vars(AccessLog.objects.get())) for each in PLANTED)
    else:
        assert rows == []
        assert page in OWN | ASKED_FOR or not any(p in content_of(answer) for p in PLANTED)
        assert not is_file_of_people(page, answer)


def is_file_of_people(page, answer):
    """A file that is made of rows, from a room that knows people, and is not in the table."""
    is_file = "attachment" in answer.headers.get("Content-Disposition", "")
    room, _, name = page.partition(":")
    is_harmless = any(part in name for part in FILES_WITHOUT_PEOPLE) or name.endswith("calendar")
    return is_file and room in {"participants", "desk"} and not is_harmless


def test_every_page_that_is_noted_is_walked():
    assert NOTED.keys() <= {page for page, _state in PAGES}
