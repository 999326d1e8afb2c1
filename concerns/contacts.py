"""How to reach who asked: sealed with keys that are not in the database (`CONTACT_KEYS`), and never shown by accident.

The keys are Fernet keys, the newest first: it seals, all of them open. `manage.py rotate_contact_keys` seals anew what an
older one sealed; afterwards that one can be taken away. Whoever has only the database, or a copy of it, has nothing.
"""

import json
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from .models import Concern, Contact


class Unreadable(Exception):
    """Sealed with a key that is not in `CONTACT_KEYS` any more."""


@dataclass(frozen=True, repr=False)
class Details:
    """Name, telephone, e-mail and address as they were given, each optional. Prints as nothing."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    def __repr__(self) -> str:
        return "Details(…)"

    def __bool__(self) -> bool:
        return any(self.values())

    def values(self) -> list[str]:
        """What was given."""
        return [value for value in asdict(self).values() if value]


def seal(text: str) -> bytes:
    """The text as it is stored."""
    return _box().encrypt(text.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """The text again. Raises `Unreadable`."""
    try:
        return _box().decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise Unreadable from error


def seal_details(details: Details) -> bytes:
    return seal(json.dumps(asdict(details), ensure_ascii=False))


def unseal_details(sealed: bytes | memoryview) -> Details:
    """Raises `Unreadable`."""
    return Details(**json.loads(unseal(sealed)))


def sealed_anew(sealed: bytes | memoryview) -> bytes | None:
    """The same under the newest key; None when that one sealed it. Raises `Unreadable`."""
    newest = Fernet(settings.CONTACT_KEYS[0])
    try:
        newest.decrypt(bytes(sealed))
    except InvalidToken:
        return seal(unseal(sealed))
    return None


def details_of(concern: Concern) -> Details:
    """The details for what the system itself does with them: sending a mail, showing them to their owner.

    Staff see them through `actions.contacts.look` alone. Raises `Unreadable`; empty when there are none.
    """
    row = Contact.objects.filter(concern=concern).first()
    return unseal_details(row.sealed) if row else Details()


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CONTACT_KEYS])
