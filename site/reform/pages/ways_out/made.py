"""Files that are made from a page (posters, PDFs) and kept until the page says something else.

Kept on the machine that made them, in the cache `made`. The key says all that the file shows, so a kept file is never
wrong, only unused; nothing is served from here without asking first whether the page may be seen.
"""

import hashlib
import time
from collections.abc import Callable

from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from wagtail.models import Page

KEEP = 30 * 86_400
PATIENCE = 120  # quarters of a second to wait for another process that makes the same file
AT_ONCE = 2  # files of one kind that are made at the same time on all machines together


class Busy(Exception):
    """Too many files are being made; the reader should come back."""


def key_of(page: Page, *shown: object) -> str:
    """Names the page in its present revision and all else that the file shows."""
    parts = "\x1f".join(map(str, (page.pk, page.live_revision_id, page.last_published_at, *shown)))
    return hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()


def made(kind: str, key: str, make: Callable[[], bytes]) -> bytes:
    """The kept file, or a new one. Of many who ask for one file, one makes it. Raises `Busy`."""
    kept = caches["made"]
    name = f"{kind}-{key}"
    found = kept.get(name)
    if found is not None:
        return found
    lock = f"making-{name}"
    turn = 0
    while not cache.add(lock, 1, timeout=60):
        if turn == PATIENCE:
            raise Busy
        turn += 1
        time.sleep(0.25)
        if (found := kept.get(name)) is not None:
            return found
    try:
        found = kept.get(name)
        if found is None:
            found = _in_turn(kind, make)
            kept.set(name, found, KEEP)
        return found
    finally:
        cache.delete(lock)


def _in_turn(kind: str, make: Callable[[], bytes]) -> bytes:
    """Makes the file when one of the few places is free: a stranger who asks for every page slows nobody else down."""
    for _turn in range(PATIENCE):
        for place in range(AT_ONCE):
            name = f"making-{kind}-{place}"
            if cache.add(name, 1, timeout=60):
                try:
                    return make()
                finally:
                    cache.delete(name)
        time.sleep(0.25)
    raise Busy


def answer(
    request: HttpRequest, kind: str, key: str, make: Callable[[], bytes], *, content_type: str, filename: str,
    public: bool = True, attachment: bool = False,
) -> HttpResponseBase:  # fmt: skip
    """The file as a response, 304 when the browser has it, 503 when too many are being made."""
    etag = f'"{key}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            body = made(kind, key, make)
        except Busy:
            return HttpResponse(status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})
        response = HttpResponse(body, content_type=content_type)
        response["Content-Disposition"] = content_disposition_header(attachment, filename) or "inline"
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache" if public else "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
