"""Limits what comes from one place in an hour, without keeping where it came from.

Counted is a digest of the address, with a key that lives for a day in the cache alone.
"""

import hashlib
import secrets

from django.core.cache import cache
from django.http import HttpRequest

from reform.people.lockout import client_address

DAY, HOUR = 86_400, 3_600


def times(what: str, who: str = "") -> int:
    """Counts one more and returns how many there were in the hour. `who` empty: from everywhere."""
    name = _name(what, who)
    cache.add(name, 0, HOUR)
    try:
        return cache.incr(name)
    except ValueError:  # it ran out between the two lines
        return 1


def address(request: HttpRequest) -> str:
    return client_address(request) or "nowhere"


def so_far(what: str, who: str = "") -> int:
    """How many there were in the hour, without counting one more."""
    return int(cache.get(_name(what, who), 0))


def _name(what: str, who: str) -> str:
    key = cache.get_or_set("concerns:limits", lambda: secrets.token_hex(16), DAY)
    digest = hashlib.blake2b(f"{what}|{who}".encode(), key=str(key).encode(), digest_size=16).hexdigest()
    return f"concerns:limit:{digest}"


def first_today(what: str, who: str) -> bool:
    """Whether this is the first time within a day."""
    return bool(cache.add(_name(f"day:{what}", who), 1, DAY))
