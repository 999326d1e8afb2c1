"""The log of queries: what was asked, never who asked; and what is learnt from it."""

import logging
import math
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import DatabaseError, transaction
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from reform.editorial import personal

from . import completion
from .models import Asked, Completion, query_key

logger = logging.getLogger("reform.search")

SALT = "search.asked"
CLICK_SECONDS = 3600
# A query is proposed to others when it was asked this often, on so many days, and led to a click this often.
OFTEN, DAYS, CLICKS = 5, 3, 2
LEARN_DAYS = 90


def note(text: str, *, locale: str, engine: str, hits: int, relaxed: str, ms: float) -> str:
    """Logs one query; returns a token under which its click is told, empty when it is not kept.

    Not kept: what holds a phone, identity or other personal number. An answer never fails for its log.
    """
    query = query_key(text)[:200]
    if not query or settings.SEARCH_LOG_DAYS <= 0 or personal.find(text) or personal.find(query.replace(" ", "")):
        return ""
    try:
        row = Asked.objects.create(query=query, locale=locale, engine=engine, hits=hits, relaxed=relaxed, ms=round(ms))
    except DatabaseError:
        logger.exception("a query could not be logged")
        return ""
    return signing.dumps(row.pk, salt=SALT)


def note_click(token: str, position: int) -> bool:
    """Notes which result was chosen; the first one counts. False for a token that is none or old."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=CLICK_SECONDS)
    except signing.BadSignature:
        return False
    return bool(Asked.objects.filter(pk=pk, clicked=None).update(clicked=max(1, min(position, 1000))))


def prune() -> int:
    """Deletes what is older than `SEARCH_LOG_DAYS`; returns how many rows."""
    before = timezone.now() - timedelta(days=settings.SEARCH_LOG_DAYS)
    return Asked.objects.filter(at__lt=before).delete()[0]


@transaction.atomic
def learn() -> int:
    """Makes completions of frequent successful queries; returns how many."""
    since = timezone.now() - timedelta(days=LEARN_DAYS)
    rows = (
        Asked.objects.filter(at__gte=since, hits__gt=0, relaxed="")
        .values("query", "locale")
        .annotate(times=Count("pk"), days=Count(TruncDate("at"), distinct=True), clicks=Count("pk", Q(clicked__gt=0)))
        .filter(times__gte=OFTEN, days__gte=DAYS, clicks__gte=CLICKS)
        .order_by("-times")[:1000]
    )
    Completion.objects.filter(kind=Completion.Kind.QUERY).delete()
    found = list(rows)
    Completion.objects.bulk_create(
        completed
        for row in found
        for completed in completion.rows(
            Completion.Kind.QUERY, row["query"], row["locale"], weight=1 + math.log(row["times"])
        )
    )
    return len(found)
