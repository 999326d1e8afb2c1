"""The cluster as readers meet it: one deadline for all that a page asks of it, and a breaker that closes again by itself.

The breaker opens when an answer is late, missing or nonsense, and when the worker cannot write (a full or read-only
cluster answers readers readily, from yesterday's index). It stands in the cache, so that all processes share it.
"""

import logging
from collections.abc import Callable
from contextvars import copy_context
from threading import Thread
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache

from .engines.base import EngineError

logger = logging.getLogger("reform.search")

READERS, WRITERS = "search:cluster-rests", "search:cluster-behind"
SECONDS = 20
Answer = TypeVar("Answer")


def rests() -> bool:
    """Whether readers get the embedded engine without the cluster being asked."""
    return bool(cache.get_many([READERS, WRITERS]))


def ask(call: Callable[[], Answer]) -> Answer:
    """What `call` asks of the cluster, within `ELASTICSEARCH_TIMEOUT` in all. Raises `EngineError` and opens the breaker.

    A client's own time limit is for each piece of an answer: a server that sends a byte at a time would never reach it.
    """
    results: list[Answer] = []
    failures: list[Exception] = []

    def work() -> None:
        try:
            results.append(call())
        except Exception as error:
            failures.append(error)

    thread = Thread(target=copy_context().run, args=[work], daemon=True, name="search-cluster")
    thread.start()
    thread.join(settings.ELASTICSEARCH_TIMEOUT)
    if results:
        return results[0]
    reason = str(failures[0])[:200] if failures else "no answer in time"
    logger.warning("the search cluster rests for %s s: %s", SECONDS, reason)
    cache.set(READERS, True, SECONDS)
    raise EngineError(reason) from (failures[0] if failures else None)


def behind(seconds: float) -> None:
    """The worker could not write and will try again in so many seconds."""
    cache.set(WRITERS, True, seconds + SECONDS)


def caught_up() -> None:
    """The worker wrote what waited."""
    cache.delete(WRITERS)
