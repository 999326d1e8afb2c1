"""Whole pages for anonymous readers. Why it is right: docs/decisions/0006-page-cache.md.

A page is kept under the edition that was read before it was rendered (`edition`). What is rendered while somebody
publishes belongs to the old edition and is never shown after the publication.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from time import time
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from . import edition

# The only parameters that pages read; `listing.register_column_list` adds more. A request with others passes by the cache …
PARAMETERS = {"topic", "year", "unit", "before", "after"}
# … except those that other places add to our addresses and that nobody reads: they are dropped.
IGNORED = frozenset({"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "spm", "from"})
IGNORED |= {"isappinstalled", "scene", "clicktime", "enterid", "share_token", "gclid", "fbclid", "bd_vid", "hmsr"}
# The reader's choice of how pages look (views.display), and the values it may have.
DISPLAY_COOKIE, DISPLAYS = "display", ("large",)
# Cookies that make a visitor more than a stranger.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
BYPASS = ("/admin/", "/accounts/", "/documents/", "/pictures/", "/share/", "/static/", "/_util/")
MAX_BODY = 2_000_000
KEEP_SECONDS = 600
BROWSER = "public, no-cache"  # browsers keep the page and ask each time, and mostly hear 304
DROPPED_HEADERS = {"content-length", "vary", "cache-control", "date"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A response as it can be sent again."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    etag: str


class PageCacheMiddleware:
    """Stands before sessions: a hit reads the number of the edition and the kept page, and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pages = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(BYPASS):
            return self.get_response(request)
        try:
            present = edition.present()
        except DatabaseError:
            return self.get_response(request)
        with edition.reading(present):
            if not is_anonymous(request):
                return private(self.get_response(request))
            address = cache_address(request)
            if address is None:
                return self.get_response(request)
            return self._anonymous(request, present, address)

    def _anonymous(self, request: HttpRequest, present: edition.Present, address: str) -> HttpResponse:
        encoding = "gzip" if "gzip" in request.headers.get("Accept-Encoding", "") else ""
        key = hashlib.blake2b(f"{present}|{encoding}|{address}".encode(), digest_size=20).hexdigest()
        kept: Kept | None = self.pages.get(key)
        if kept is None:
            response = self.get_response(request)
            kept = keepable(response, encoding)
            if kept is None:
                return response
            if request.method == "GET":
                self.pages.set(key, kept, KEEP_SECONDS)
        return answer(request, kept, present)


def is_anonymous(request: HttpRequest) -> bool:
    """Nobody has signed in from this browser, and no message waits for it."""
    cookies = request.COOKIES
    return not any(name in cookies for name in PERSONAL_COOKIES)


def cache_address(request: HttpRequest) -> str | None:
    """All that a public page depends on, as one text; None for requests that pass by the cache.

    Parameters that nobody reads are taken off the request, so that no page can repeat them.
    """
    if request.method not in {"GET", "HEAD"}:
        return None
    query = request.META.get("QUERY_STRING", "")
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        wanted = [(name, value) for name, value in pairs if name not in IGNORED]
        if len(wanted) != len({name for name, _value in wanted} & PARAMETERS):
            return None
        if len(wanted) != len(pairs):
            request.META["QUERY_STRING"] = urlencode(wanted)
            request.__dict__.pop("GET", None)
        query = urlencode(sorted(wanted))
    display = request.COOKIES.get(DISPLAY_COOKIE, "")
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    return f"{request.scheme}|{host}|{request.path}|{query}|{display if display in DISPLAYS else ''}"


def keepable(response: HttpResponse, encoding: str) -> Kept | None:
    """The response as it can be given to any stranger; None when it was meant for one, or is no page."""
    control = response.get("Cache-Control", "")
    if (
        response.status_code != 200
        or response.streaming
        or response.cookies
        or any(word in control for word in ("private", "no-store", "no-cache", "max-age=0"))
        or len(response.content) > MAX_BODY
    ):
        return None
    body = response.content
    etag = hashlib.blake2b(body, digest_size=12).hexdigest()
    headers = [(name, value) for name, value in response.items() if name.lower() not in DROPPED_HEADERS]
    if encoding and not response.has_header("Content-Encoding"):
        body = gzip.compress(body, 6, mtime=0)
        etag = f"{etag}-{encoding}"
        headers.append(("Content-Encoding", encoding))
    headers += [("Vary", "Accept-Encoding, Cookie"), ("Cache-Control", BROWSER), ("Content-Length", str(len(body)))]
    return Kept(body, tuple(headers), f'"{etag}"')


def answer(request: HttpRequest, kept: Kept, present: edition.Present) -> HttpResponse:
    """A response from a kept page: whole, or 304 when the browser has it.

    Last-Modified is when the edition began. It counts whole seconds only, so it is left out in the seconds around a
    change: a browser that asks by time alone never takes an old page for the new one.
    """
    response = HttpResponse(kept.body, headers=dict(kept.headers))
    response["ETag"] = kept.etag
    modified = None
    if present.changed and time() - present.changed > 2:
        modified = int(present.changed)
        response["Last-Modified"] = formatdate(modified, usegmt=True)
    if "HTTP_IF_NONE_MATCH" in request.META or "HTTP_IF_MODIFIED_SINCE" in request.META:
        conditional = get_conditional_response(request, etag=kept.etag, last_modified=modified, response=response)
        return conditional or response
    return response


def private(response: HttpResponse) -> HttpResponse:
    """What somebody sees who is signed in is theirs: no cache on the way may keep it."""
    if not response.has_header("Cache-Control") and response.get("Content-Type", "").startswith("text/html"):
        response["Cache-Control"] = "private, no-cache"
    return response
