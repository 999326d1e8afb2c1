"""Addresses at rest: encrypted to send to, and as a keyed hash to find. Both keys follow from SECRET_KEY.

When SECRET_KEY changes, the old one goes to SECRET_KEY_FALLBACKS: addresses stay readable and are found by each key.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _keys(purpose: str) -> list[bytes]:
    return [
        HKDF(SHA256(), 32, salt=None, info=f"digest {purpose}".encode()).derive(secret.encode())
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def _box() -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in _keys("address")])


def seal(address: str) -> bytes:
    """The address as it is stored."""
    return _box().encrypt(address.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """The address. Raises `cryptography.fernet.InvalidToken` when no key fits."""
    return _box().decrypt(bytes(sealed)).decode()


def fingerprints(address: str) -> list[str]:
    """Hashes under which the address may be stored; the first is the one to store. Upper and lower case are the same."""
    known = address.strip().lower().encode()
    return [hmac.new(key, known, hashlib.sha256).hexdigest() for key in _keys("fingerprint")]
