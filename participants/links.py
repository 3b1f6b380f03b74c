from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from participants.models import Registration


@dataclass(frozen=True)
class Token:
    """The secret in a private link. Only its hash is kept; it stands in the letter alone."""

    secret: str

    @property
    def hash(self) -> str:
        return hash_of(self.secret)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def new_token() -> Token:
    return Token(secrets.token_urlsafe(24))


def registration_of(secret: str) -> Registration | None:
    """Whose private link this is; None for a link that never was or was replaced by a newer one."""
    return (
        Registration.objects.filter(private_token_hash=hash_of(secret))
        .select_related("person", "workshop__project", "organisation", "city", "country")
        .first()
    )
