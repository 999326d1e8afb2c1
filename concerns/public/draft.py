"""What somebody has begun to write, and the receipt code they came with: sealed, for two hours, and in no table.

The browser has a random number; a digest of it names the place in the cache, where all of it lies sealed with the keys of
the contacts. Who has the cache cannot read it, and who has neither cannot find it.
"""

import hashlib
import json
import re
import secrets
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from .. import contacts
from .rules import numbers

COOKIE = "asking"


class Draft(dict[str, Any]):
    """A dict that `keep` stores for this browser."""

    token = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Draft":
        """What this browser has begun; empty when there is nothing, or nothing any more."""
        token = request.COOKIES.get(COOKIE, "")
        draft = cls()
        if re.fullmatch(r"[0-9a-f]{32}", token):
            sealed = cache.get(_place(token))
            if sealed is not None:
                try:
                    draft = cls(json.loads(contacts.unseal(sealed)))
                    draft.token = token
                except contacts.Unreadable:
                    pass
        return draft

    def keep(self, response: HttpResponse) -> HttpResponse:
        """Stores it and gives the browser its number."""
        self.token = self.token or secrets.token_hex(16)
        seconds = numbers()["draft_hours"] * 3600
        cache.set(_place(self.token), contacts.seal(json.dumps(self, ensure_ascii=False)), seconds)
        response.set_cookie(
            COOKIE,
            self.token,
            max_age=seconds,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response

    def forget(self, response: HttpResponse) -> HttpResponse:
        """Nothing is left, here and in the browser."""
        if self.token:
            cache.delete(_place(self.token))
        self.clear()
        response.delete_cookie(COOKIE)
        return response


def _place(token: str) -> str:
    return f"asking:{hashlib.sha256(token.encode()).hexdigest()}"
