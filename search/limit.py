"""How often a stranger may ask, so that nobody keeps the machine busy for others."""

import hashlib
import hmac
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from reform.people.lockout import client_address


def too_often(request: HttpRequest, name: str, per_minute: int, *, signed_in: bool = False) -> bool:
    """Counts this request; true when its address asked more than `per_minute` times in this minute.

    Addresses are counted as keyed hashes, and forgotten after two minutes. Who has signed in is not counted, or with
    `signed_in` as one person.
    """
    if per_minute <= 0 or (request.user.is_authenticated and not signed_in):
        return False
    address = f"user {request.user.pk}" if request.user.is_authenticated else client_address(request) or ""
    hashed = hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:24]
    key = f"search:limit:{name}:{hashed}:{int(time.time() // 60)}"
    if cache.add(key, 1, 120):
        return False
    try:
        return cache.incr(key) > per_minute
    except ValueError:
        # It ran out between the two lines.
        return False
