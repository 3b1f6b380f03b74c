"""Handing one letter to the mail server."""

from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from jobs.models import Letter
from jobs.work import JobFailed, Progress


def deliver(letter: Letter, progress: Progress) -> None:
    """Send a letter that we have claimed, then wipe it."""
    message = EmailMessage(
        letter.subject, letter.body, to=[letter.to],
        headers={"Message-ID": message_id(letter), "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        message.send()
    except SMTPRecipientsRefused as refusal:
        if is_final(refusal):
            raise JobFailed(_("The mail server does not accept this address.")) from refusal
        raise
    progress.keep(**letter.wiped)


def message_id(letter: Letter) -> str:
    """The same at each attempt, so that a mailbox may know a letter that came twice."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<letter-{letter.pk}-{letter.asked_at:%Y%m%d%H%M%S%f}@{domain}>"


def is_final(refusal: SMTPRecipientsRefused) -> bool:
    return all(code >= 500 for code, _words in refusal.recipients.values())
