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


def send_taken_over(before: Membership, successor: Membership) -> None:
    """Tell whoever handed a role over that it has changed hands."""
    if before.user is None:
        return
    body = render_to_string(
        "accounts/letters/taken_over.txt", {"before": before, "successor": successor}
    )
    queue(before.user.email, _("Handed over: %(role)s") % {"role": before}, body)
