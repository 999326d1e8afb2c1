"""Limits what one visitor can send, without keeping who it is.

Counted is a digest of the address with a key that lives for a day in the cache alone: nothing in the database or in a
log tells it, and tomorrow nobody can make the same digest again.
"""

import hashlib
import secrets

from django.core.cache import cache
from django.http import HttpRequest

from reform.people.lockout import client_address

DAY, HOUR = 86_400, 3_600


def may_go_on(request: HttpRequest, what: str, an_hour: int) -> bool:
    """Counts this time; False when the visitor has used up what is allowed in an hour."""
    key = cache.get_or_set("visitors:key", lambda: secrets.token_hex(16), DAY)
    address = client_address(request) or ""
    digest = hashlib.blake2b(f"{what}|{address}".encode(), key=str(key).encode(), digest_size=16).hexdigest()
    name = f"visitors:{digest}"
    cache.add(name, 0, HOUR)
    try:
        return cache.incr(name) <= an_hour
    except ValueError:  # it ran out between the two lines
        return True
