"""Seals what people told us in confidence, such as how to reach them: unreadable in the database, its backups and exports.

The key comes from `SECRET_KEY`; when that changes, the old one stands in `SECRET_KEY_FALLBACKS`, as for Django's own
signatures.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """Sealed with a key that is known no longer."""


def seal(text: str, purpose: str) -> bytes:
    """The text, sealed for one purpose: what is sealed for another does not open it."""
    return _box(purpose).encrypt(text.encode())


def unseal(sealed: bytes | memoryview, purpose: str) -> str:
    """The text again. Raises `Unreadable`."""
    try:
        return _box(purpose).decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _box(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(key, purpose)) for key in keys])


def _key(secret: str, purpose: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"reform.{purpose}".encode()).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
