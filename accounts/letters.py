from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.models import Membership


def queue(to: str, subject: str, body: str) -> None:
    """Put a letter into the outbox.

    The outbox belongs to a room that may import this one, so the settings name it.
    """
    import_string(settings.QUEUE_LETTER)(to, subject, body)


def send_invitation(membership: Membership, code: str) -> None:
    """Queue the letter that carries the private code; to be called where `invite` was."""
    body = render_to_string(
        "accounts/letters/invitation.txt",
        {
            "membership": membership,
            "address": settings.SITE_URL + reverse("accounts:invitation_accept", args=[code]),
        },
    )
    queue(membership.invited_address, _("Invitation: %(role)s") % {"role": membership}, body)
