"""The number of the present edition, and what makes a new one. See `models.Edition` and docs/decisions/0006-page-cache.md."""

import logging
import os
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from django.db import DatabaseError, connection, models, transaction
from django.db.models import F
from django.utils import timezone

from .models.edition import Edition

logger = logging.getLogger("reform.pages")
ROW = 1
T = TypeVar("T")


class Present(NamedTuple):
    """What a process knows of the edition. `changed` is in seconds since 1970."""

    number: int
    changed: float


_pending = threading.local()
_watched: set[type[models.Model]] = set()
_readers: dict[type[models.Model], Callable[[], dict[Any, Any]]] = {}
_process = 0
_last_seen: Present | None = None


def watch(*classes: type[models.Model]) -> None:
    """From now on, saving or deleting a row of these classes makes a new edition. For models that public pages show."""
    _watched.update(classes)


def watched(instance: models.Model) -> bool:
    return isinstance(instance, tuple(_watched))


def new_edition() -> None:
    """Call this when something public changes: nothing kept before the commit is shown after it.

    Takes effect when the present transaction commits; several calls in one transaction count once.
    """
    _pending.change = True
    transaction.on_commit(_count_once, robust=True)


def present() -> Present:
    """The edition that readers see now. One small query; when the database does not answer, the last one known.

    A process starts with a new edition: had the one before it been killed between the commit of a publication and the
    count, old pages would live on.
    """
    global _process, _last_seen
    try:
        if _process != os.getpid():
            _count_up()
            _process = os.getpid()
        _last_seen = _read()
    except DatabaseError:
        if _last_seen is None:
            raise
        logger.warning("The database does not answer; kept pages are shown as they were.")
    return _last_seen


def _read() -> Present:
    # By hand: this runs on every request, and the ORM would take four times as long.
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, changed_at FROM pages_edition WHERE id = %s", [ROW])
        row = cursor.fetchone()
    if row is None:
        return Present(0, 0.0)
    changed = row[1]
    if isinstance(changed, str):  # SQLite
        changed = datetime.fromisoformat(changed)
    if changed.tzinfo is None:
        changed = changed.replace(tzinfo=UTC)
    return Present(row[0], changed.timestamp())


def _count_once() -> None:
    """The first of many calls in one transaction counts for all."""
    if getattr(_pending, "change", False):
        _pending.change = False
        _count_up()


def _count_up() -> None:
    now = timezone.now()
    if not Edition.objects.filter(pk=ROW).update(number=F("number") + 1, changed_at=now):
        Edition.objects.get_or_create(pk=ROW, defaults={"number": 1, "changed_at": now})


class _Memory:
    """What a process remembers of one edition."""

    def __init__(self) -> None:
        self.present: Present | None = None
        self.values: dict[Hashable, Any] = {}
        self.characters = 0


_memory = _Memory()
_reading: ContextVar[Present | None] = ContextVar("edition of the present request", default=None)
MOST_REMEMBERED = 20_000
MOST_CHARACTERS = 16_000_000  # of rendered parts: 32 MB a process at most


@contextmanager
def reading(present_edition: Present) -> Iterator[None]:
    """Inside, `remember` may use what earlier requests of the same edition found out."""
    token = _reading.set(present_edition)
    try:
        yield
    finally:
        _reading.reset(token)


def remember(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` returns, worked out once for each edition and process.

    For what is the same on every page: the menu, the site's details, which page has which address. It must follow from
    public rows alone, since a draft makes no new edition, and nobody may change what is returned. Outside of a request
    nothing is remembered.
    """
    now = _reading.get()
    if now is None:
        return make()
    memory = _memory
    if memory.present != now:
        if memory.present is not None and memory.present.number > now.number:
            return make()  # a slow request of an older edition
        memory = _begin(now)
    try:
        return memory.values[key]
    except KeyError:
        value = make()
    memory.characters += len(value) if isinstance(value, str) else 0
    if len(memory.values) >= MOST_REMEMBERED or memory.characters > MOST_CHARACTERS:
        memory.values.clear()
        memory.characters = 0
    memory.values[key] = value
    return value


def remember_only(key: Hashable) -> Any:
    """What is remembered under the key in the edition of this request; None when nothing is."""
    now = _reading.get()
    return _memory.values.get(key) if now is not None and _memory.present == now else None


def read_shared_with(model: type[models.Model], make: Callable[[], dict[Any, Any]]) -> None:
    """From now on `shared(model)` gives what `make` returns: the rows with something more than the table has."""
    _readers[model] = make


def shared(model: type[models.Model]) -> dict[Any, Any]:
    """All rows of a small watched table, by primary key. Do not change them."""
    return remember(("all", model), _readers.get(model) or model._default_manager.in_bulk)


def shared_row(model: type[models.Model], pk: Any) -> Any:
    """One row of a small watched table. A row that came after the edition began is fetched; None when there is none."""
    rows = shared(model)
    return rows[pk] if pk in rows else model._default_manager.filter(pk=pk).first()


def _begin(now: Present) -> _Memory:
    """A new memory in one step: another thread sees the old one whole or the new one whole."""
    global _memory
    memory = _Memory()
    memory.present = now
    _memory = memory
    return memory
