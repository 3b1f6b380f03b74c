"""The wordings people consent to. A changed wording is a new version; old ones stay to be read."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from participants.models import Consent

Purpose = Consent.Purpose


class Wording(NamedTuple):
    version: str
    text: Any  # a lazy translation


WORDINGS: dict[str, Wording] = {
    Purpose.CONTACT: Wording(
        "2026-1", _("Write to me about later workshops and publications of this project.")
    ),
    Purpose.LIST: Wording(
        "2026-1",
        _("Put my name, position, organisation and city on the list that the participants get."),
    ),
    Purpose.PHOTO: Wording(
        "2026-1", _("Photographs and recordings of the workshop that show me may be published.")
    ),
}
