"""Text that only this portal reads: encrypted with a key that follows from SECRET_KEY.

SECRET_KEY is in no backup and no table: who finds one of these cannot read what is sealed there.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class BrokenSeal(Exception):
    """Sealed with another secret key, for another purpose, or not sealed at all."""


def sealed(text: str, *, purpose: str) -> str:
    return seals(purpose).encrypt(text.encode()).decode()


def unsealed(token: str, *, purpose: str) -> str:
    try:
        return seals(purpose).decrypt(token).decode()
    except InvalidToken as broken:
        raise BrokenSeal from broken


def seals(purpose: str) -> MultiFernet:
    """The newest key seals; the ones before it (SECRET_KEY_FALLBACKS) still open."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet(Fernet(key_of(str(secret), purpose)) for secret in secrets)


def key_of(secret: str, purpose: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return base64.urlsafe_b64encode(derived.derive(secret.encode()))
