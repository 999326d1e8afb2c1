"""The record of what was done: rows are only added, each bound to the one before by a hash.

One chain for the whole inbox. Its head is a row of its own that every writer locks, so two writers cannot continue from
the same row, on PostgreSQL as on SQLite. Lock the concern first, then append: the head is always the last lock.

An event names ids, states and rules and never what somebody wrote: for that it keeps `digest(concern, text)`, keyed by
the concern's salt. Erasing a concern empties its salt, and nothing can be guessed from the digest any more.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from .models import Concern, ConcernEvent, EventChain

START = "0" * 64


def digest(concern: Concern, text: str) -> str:
    """What stands in an event for a text."""
    return hmac.new(concern.salt.encode(), text.encode(), hashlib.sha256).hexdigest()


def hash_of(event: ConcernEvent) -> str:
    """SHA-256 over everything an event says, and the hash of the one before."""
    said = {
        "number": event.number,
        "concern": event.concern_id,
        "kind": event.kind,
        "user": event.user_id,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "data": event.data,
        "previous": event.previous,
    }
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def append(concern: Concern | None, kind: str, user: Any = None, data: dict[str, Any] | None = None) -> ConcernEvent:
    """Adds one event, in the caller's transaction. `user` is None for the system and for the person who asked."""
    return append_many([(concern, kind, user, data or {})])[0]


@transaction.atomic
def append_many(
    rows: Iterable[tuple[Concern | None, str, Any, dict[str, Any]]], at: datetime | None = None
) -> list[ConcernEvent]:
    """Adds events in this order. `at` is given by the demo alone."""
    EventChain.objects.get_or_create(pk=1, defaults={"hash": START})
    head = EventChain.objects.select_for_update().get(pk=1)
    made = []
    for concern, kind, user, data in rows:
        head.number += 1
        event = ConcernEvent(
            number=head.number,
            concern=concern,
            kind=kind,
            user=user,
            data=data,
            at=at or timezone.now(),
            previous=head.hash,
        )
        event.hash = head.hash = hash_of(event)
        made.append(event)
    ConcernEvent.objects.bulk_create(made, batch_size=500)
    head.save(update_fields=["number", "hash"])
    return made


def breaks() -> Iterator[tuple[int, str]]:
    """(number, what is wrong) for each place where the chain does not hold, the first one first.

    What is wrong: `missing`, `link` (does not continue the row before), `changed`, `head` (rows are missing at the end).
    """
    previous, expected = START, 1
    for event in ConcernEvent.objects.order_by("number").iterator(chunk_size=2000):
        if event.number != expected:
            yield expected, "missing"
        elif event.previous != previous:
            yield event.number, "link"
        elif hash_of(event) != event.hash:
            yield event.number, "changed"
        previous, expected = event.hash, event.number + 1
    head = EventChain.objects.filter(pk=1).first()
    if (head.number, head.hash) != (expected - 1, previous) if head else expected > 1:
        yield expected, "head"
