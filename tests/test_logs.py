import logging
import sys

import pytest
from django.db import IntegrityError

from workshop_portal.logs import PrivateLinks, QuietFormatter


def line_of(message, *args, name="django.request", exc_info=None):
    record = logging.LogRecord(name, logging.ERROR, "", 1, message, args, exc_info)
    PrivateLinks().filter(record)
    return QuietFormatter("%(message)s").format(record)


@pytest.mark.parametrize(
    ("logged", "printed"),
    [
        ("/registrations/SeCrEt-1_x/", "/registrations/…/"),
        ("/registrations/SeCrEt/withdraw/?a=1", "/registrations/…/withdraw/?a=1"),
        ("/invitations/aBc", "/invitations/…"),
        ("/nominations/aBc/K7/withdraw/", "/nominations/…/K7/withdraw/"),
        ('"GET /rounds/answer/abc/ HTTP/1.1" 200', '"GET /rounds/answer/…/ HTTP/1.1" 200'),
        ("/workshops/fiji/register/", "/workshops/fiji/register/"),
    ],
)
def test_a_private_link_is_logged_without_its_secret(logged, printed):
    assert line_of("%s", logged) == printed


def test_an_exception_is_logged_without_the_values_in_it():
    words = f"Key (email)=({'@'.join(['somebody', 'example.org'])}) already exists."
    try:
        raise IntegrityError(words)
    except IntegrityError:
        line = line_of("Internal Server Error: /", exc_info=sys.exc_info())

    assert line.endswith("\nIntegrityError")
    assert "somebody@example.org" not in line


def test_a_failed_task_is_logged_without_the_values_in_it():
    facts = {"name": "briefs.tasks.make_brief", "exc": "Key (email)=(a@example.org)", "id": "7"}

    line = line_of("Task %(name)s[%(id)s] failed: %(exc)s", facts, name="celery.app.trace")

    assert line == "Task briefs.tasks.make_brief[7] failed: "
