"""Counts how often pages are read: no cookie, no address kept, one count a page, visitor and hour.

Every article ends with a picture of one point. Whoever fetches it has the page before them, also when it came from the
page cache, and without scripts. To count a visitor once, a hash of address, browser and page under today's salt is
remembered until the hour is over, in the cache and nowhere else. The salt is random, never written to disk tables, and
forgotten at midnight: from then on nobody can work out whose hash it was. What stays is one number a page and day.
"""

import hashlib
import re
import secrets
from base64 import b64decode
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Page

from reform.people.lockout import client_address

from .models import PageReads

POINT = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
ROBOTS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|scan|monitor|preview|fetch|curl|wget|python|httpx|java/|go-http|headless|lighthouse",
    re.IGNORECASE,
)


def beacon(request: HttpRequest, page_id: int) -> HttpResponse:
    """The point. Counts when a reader's browser asks for it from one of our pages; answers everybody the same."""
    if request.method == "GET" and is_reader(request) and is_first(request, page_id):
        count(page_id)
    response = HttpResponse(POINT, content_type="image/gif")
    response["Cache-Control"] = "private, no-store"
    return response


def is_reader(request: HttpRequest) -> bool:
    """A browser on our own pages, with nobody signed in: staff who look after a page are no readers."""
    agent = request.headers.get("User-Agent", "")
    if not agent or ROBOTS.search(agent) or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def is_first(request: HttpRequest, page_id: int) -> bool:
    """Whether this visitor has not been counted on this page in this hour."""
    now = timezone.localtime()
    who = "|".join((salt(now), client_address(request) or "", request.headers.get("User-Agent", ""), str(page_id)))
    token = hashlib.blake2b(who.encode(), digest_size=16).hexdigest()
    left = 3600 - now.minute * 60 - now.second
    return cache.add(f"read:{now:%H}:{token}", 1, timeout=left)


def salt(now: datetime) -> str:
    """Today's salt, the same for all processes; gone at midnight."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time.min, tzinfo=now.tzinfo)
    name = f"read-salt:{now.date().isoformat()}"
    return str(cache.get_or_set(name, lambda: secrets.token_urlsafe(32), timeout=int((midnight - now).total_seconds())))


def count(page_id: int) -> None:
    """One more read of a live page today. A page that is not there counts nothing."""
    today = timezone.localdate()
    rows = PageReads.objects.filter(page=page_id, day=today)
    if rows.update(count=F("count") + 1) or not Page.objects.live().filter(pk=page_id).exists():
        return
    try:
        with transaction.atomic():
            PageReads.objects.create(page_id=page_id, day=today, count=1)
    except IntegrityError:  # somebody else was first
        rows.update(count=F("count") + 1)
