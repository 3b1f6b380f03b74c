import datetime
import smtplib
from unittest import mock

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from jobs import services, work
from jobs.erasing import wipe_failed_letters
from jobs.models import Letter
from jobs.services import cancel, queue_letter, retry
from jobs.tasks import send_letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    for module in (services, work):
        monkeypatch.setattr(module, "ring", lambda _job: True)


def send(letter, error=None):
    """One attempt at it; a mail server that answers with `error`."""
    if error:
        with mock.patch.object(EmailMessage, "send", side_effect=error):
            send_letter(letter.pk)
    else:
        send_letter(letter.pk)
    letter.refresh_from_db()
    return letter


def refusal(code):
    return smtplib.SMTPRecipientsRefused({"a@example.org": (code, b"a@example.org? No.")})


def test_letter_is_sent_once_and_wiped():
    letter = queue_letter("a@example.org", "Your seat\nat the workshop", "Come at nine.")

    send(letter)
    send(letter)

    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [
        (["a@example.org"], "Your seat at the workshop", "Come at nine.")
    ]
    assert letter.state == Letter.State.DONE
    assert (letter.to, letter.subject, letter.body) == ("", "", "")


def test_letter_bears_the_same_name_at_each_attempt(settings):
    settings.DEFAULT_FROM_EMAIL = "Recovery portal <portal@example.org>"
    letter = queue_letter("a@example.org", "Subject", "Text")
    names = []

    def fail(message, *_arguments):
        names.append(message.extra_headers["Message-ID"])
        raise OSError

    for _attempt in range(2):
        with mock.patch.object(EmailMessage, "send", fail):
            send_letter(letter.pk)

    assert names[0] == names[1]
    assert names[0].startswith(f"<letter-{letter.pk}-")
    assert names[0].endswith("@example.org>")


def test_mail_server_that_is_away_is_asked_three_times_and_the_text_kept():
    letter = queue_letter("a@example.org", "Subject", "Text")

    states = [send(letter, error=ConnectionRefusedError()).state for _attempt in range(3)]

    assert states == ["queued", "queued", "failed"]
    assert letter.body == "Text"
    assert send(retry(letter)).state == Letter.State.DONE


def test_cancelled_letter_is_wiped_and_not_tried_again():
    letter = cancel(queue_letter("a@example.org", "Subject", "Text"))
    assert (letter.to, letter.subject, letter.body) == ("", "", "")

    assert retry(letter).state == Letter.State.CANCELLED


@pytest.mark.parametrize(("days", "is_kept"), [(6, True), (8, False)])
def test_letter_that_failed_is_kept_for_a_week(days, is_kept):
    letter = send(queue_letter("a@example.org", "Subject", "Text"), error=refusal(550))
    Letter.objects.update(finished_at=timezone.now() - datetime.timedelta(days=days))

    wipe_failed_letters()

    letter.refresh_from_db()
    assert bool(letter.to and letter.body) is is_kept
    assert retry(letter).state == (Letter.State.QUEUED if is_kept else Letter.State.FAILED)


@pytest.mark.parametrize(("code", "state"), [(550, "failed"), (450, "queued")])
def test_refused_address_is_final_only_if_the_server_says_so(code, state):
    letter = send(queue_letter("a@example.org", "Subject", "Text"), error=refusal(code))

    assert letter.state == state


def test_failure_names_nobody():
    letter = send(queue_letter("a@example.org", "Subject", "Text"), error=refusal(550))

    assert letter.error == "The mail server does not accept this address."
