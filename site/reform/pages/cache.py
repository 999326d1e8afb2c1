"""Whole pages for anonymous readers, kept in each process; one shared number says when they are old.

A change of anything public raises the number when its transaction commits, so the next request in any process renders
afresh. An entry is kept under the number that was read before rendering: what is rendered while somebody publishes is
never served after the publication. See docs/decisions/0004-page-cache.md.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse

KEY = "public-generation"
MAX_ENTRIES = 1_000
MAX_BODY = 1_000_000
PARAMS = frozenset({"topic", "year", "unit", "before", "after"})
DISPLAY_COOKIE = "display"
UNCACHED = ("/admin/", "/accounts/", "/documents/", "/pictures/", "/translations/", "/static/", "/display/")


def generation() -> int:
    """The number under which pages are kept now."""
    value = cache.get(KEY)
    if value is None:
        cache.add(KEY, 1, None)
        value = cache.get(KEY, 1)
    return value


def forget_pages() -> None:
    """Makes every kept page old, as soon as the present transaction has committed."""
    transaction.on_commit(_raise)


def _raise() -> None:
    try:
        cache.incr(KEY)
    except ValueError:  # nothing was kept yet, or the cache was emptied
        import time

        cache.set(KEY, int(time.time()), None)


class PageCacheMiddleware:
    """Answers from memory what a stranger asks twice. Stands before sessions, so a hit touches no database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.entries: OrderedDict[Any, tuple[bytes, dict[str, str]]] = OrderedDict()
        self.lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._cacheable(request):
            return self.get_response(request)
        key = (
            generation(),
            request.scheme,
            request.get_host(),
            request.path,
            tuple(sorted(request.GET.items())),
            request.COOKIES.get(DISPLAY_COOKIE, "")[:20],
        )
        entry = self.entries.get(key)
        if entry is None:
            response = self.get_response(request)
            self._keep(key, response)
            entry = self.entries.get(key)
            if entry is None:
                return response
        return self._answer(request, *entry)

    @staticmethod
    def _cacheable(request: HttpRequest) -> bool:
        return (
            request.method in {"GET", "HEAD"}
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and not request.path.startswith(UNCACHED)
            and PARAMS.issuperset(request.GET)
            and all(len(values) == 1 for values in request.GET.lists())
        )

    def _keep(self, key: Any, response: HttpResponse) -> None:
        if (
            response.status_code != 200
            or response.streaming
            or response.cookies
            or len(response.content) > MAX_BODY
            or "no-store" in response.get("Cache-Control", "")
        ):
            return
        headers = dict(response.items())
        headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        # Readers' browsers ask each time, and mostly hear 304: a publication is visible on the next request.
        headers["Cache-Control"] = "public, no-cache"
        headers["Vary"] = "Cookie"
        with self.lock:
            self.entries[key] = (response.content, headers)
            while len(self.entries) > MAX_ENTRIES:
                self.entries.popitem(last=False)

    @staticmethod
    def _answer(request: HttpRequest, body: bytes, headers: dict[str, str]) -> HttpResponse:
        if headers["ETag"] in request.META.get("HTTP_IF_NONE_MATCH", ""):
            response = HttpResponse(status=304)
            del response["Content-Type"]
            for name in ("ETag", "Cache-Control", "Vary"):
                response[name] = headers[name]
            return response
        response = HttpResponse(body, headers=headers)
        response["Content-Length"] = str(len(body))
        return response
