"""Every change of the index: what waits is written (`update`), an index is built afresh (`rebuild`), what differs from
the database is found (`reconcile`).

A page is read again when its turn comes, and written with the version it had before it was read: whatever happens at
the same time has a higher version, and wins on every engine in whichever order the writes arrive.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from reform.pages.queries import public_pages

from . import cluster, completion, registry
from .documents import Document, prepare, tombstone
from .engines import elasticsearch_engine, embedded_engine
from .engines.base import Engine, EngineError, Refused
from .models import Build, EngineName, Outbox, PageVersion, Shown
from .pages import at_hand
from .words import current_segmenter

logger = logging.getLogger("reform.search")

ALIAS = "pages"
BATCH = 100
MAX_ATTEMPTS = 10
LONGEST_WAIT = timedelta(minutes=30)


class BuildError(Exception):
    """A filled index does not hold what the database has; readers keep the old one. `str()` says what is missing."""


def engines() -> dict[str, Engine]:
    """The engines of this installation. The embedded one is always kept, so that it can stand in at any time."""
    found: dict[str, Engine] = {EngineName.EMBEDDED.value: embedded_engine()}
    cluster = elasticsearch_engine()
    if cluster is not None:
        found[EngineName.ELASTICSEARCH.value] = cluster.patient()
    return found


def searchable() -> QuerySet[Page]:
    """Every page that readers may find."""
    return public_pages().exact_type(*registry.models())


@transaction.atomic
def enqueue(pages: Iterable[int], names: Iterable[str] | None = None) -> None:
    """Notes that pages changed. Called in the transaction that changed them; costs three statements."""
    ids = sorted(set(pages))
    PageVersion.objects.bulk_create([PageVersion(page=pk) for pk in ids], ignore_conflicts=True, batch_size=500)
    for start in range(0, len(ids), 500):
        PageVersion.objects.filter(page__in=ids[start : start + 500]).update(version=F("version") + 1)
    names = list(names) if names is not None else list(engines())
    Outbox.objects.bulk_create([Outbox(page=pk, engine=name) for pk in ids for name in names], batch_size=500)


def documents(pages: Iterable[int]) -> list[Document]:
    """What the index should hold of these pages now: entries, and tombstones for what is no longer public."""
    ids = sorted(set(pages))
    # Versions first: see above.
    versions = PageVersion.objects.in_bulk(ids)
    if unknown := [pk for pk in ids if pk not in versions]:
        PageVersion.objects.bulk_create([PageVersion(page=pk) for pk in unknown], ignore_conflicts=True)
        versions |= PageVersion.objects.in_bulk(unknown)
    segmenter = current_segmenter()
    public = {page.pk: page for page in at_hand(public_pages().filter(pk__in=ids).specific())}
    found: list[Document] = []
    grown: list[PageVersion] = []
    for pk in ids:
        row = versions[pk]
        entries = registry.entries_of(public[pk]) if pk in public else []
        keys = {entry.key for entry in entries}
        if missing := keys - set(row.keys):
            row.keys = sorted(set(row.keys) | missing)
            grown.append(row)
        found += [prepare(entry, row.version, segmenter) for entry in entries]
        found += [tombstone(key, pk, row.version) for key in row.keys if key not in keys]
    # Noted before it is written: a worker killed in between must not forget an entry.
    PageVersion.objects.bulk_update(grown, ["keys"])
    return found


def update(limit: int = BATCH) -> int:
    """Writes what waits, for each engine; returns how many rows were done. One engine's failure leaves the others alone."""
    return sum(_update_engine(name, engine, limit) for name, engine in engines().items())


def _update_engine(name: str, engine: Engine, limit: int) -> int:
    now = timezone.now()
    due = Outbox.objects.filter(Q(next_try=None) | Q(next_try__lte=now), engine=name, dead=False)
    rows = list(due.order_by("pk")[:limit])
    if not rows:
        return 0
    try:
        targets = _targets(name, engine)
        if not targets:
            rebuild(name)
            targets = _targets(name, engine)
        written = _write(engine, targets, rows)
    except (EngineError, BuildError) as error:
        wait = _put_off(rows, error)
        if name == EngineName.ELASTICSEARCH:
            cluster.behind(wait.total_seconds())
        return 0
    if name == EngineName.ELASTICSEARCH:
        cluster.caught_up()
    return written


def _write(engine: Engine, targets: list[str], rows: list[Outbox]) -> int:
    try:
        waiting = documents(row.page for row in rows)
        for index in targets:
            engine.write(index, waiting)
    except Exception as error:
        if isinstance(error, EngineError) and not isinstance(error, Refused):
            raise
        # One page that cannot be read must not hold up the others.
        if len(rows) == 1:
            logger.error("page %s cannot be indexed: %s", rows[0].page, type(error).__name__)
            _put_off(rows, error)
            return 0
        return sum(_write(engine, targets, [row]) for row in rows)
    if rows[0].engine == EngineName.EMBEDDED:
        _keep(waiting)
    Outbox.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


@transaction.atomic
def _keep(found: list[Document]) -> None:
    """What the page of results and the completion need of these documents, beside the index."""
    completion.put_titles({document.entry.page for document in found})
    Shown.objects.filter(key__in=[document.entry.key for document in found if document.deleted]).delete()
    Shown.objects.bulk_create(
        (
            Shown(
                key=document.entry.key,
                page=document.entry.page,
                version=document.version,
                title=document.entry.title,
                text=document.entry.text,
            )
            for document in found
            if not document.deleted
        ),
        batch_size=100,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["page", "version", "title", "text"],
    )


def _targets(name: str, engine: Engine) -> list[str]:
    """The index that readers use, and the one that is being filled."""
    live = engine.resolve(ALIAS)
    building = Build.objects.filter(engine=name, finished=None).exclude(index="").values_list("index", flat=True)
    existing = set(engine.indices())
    return [index for index in dict.fromkeys([live, *building]) if index in existing]


def _put_off(rows: list[Outbox], error: Exception) -> timedelta:
    """Notes the failure and returns how long the longest of them waits now."""
    now, longest = timezone.now(), timedelta()
    for row in rows:
        row.attempts += 1
        row.error = f"{type(error).__name__}: {error}"[:300]
        wait = min(timedelta(seconds=2**row.attempts), LONGEST_WAIT)
        row.next_try = now + wait
        row.dead = row.attempts >= MAX_ATTEMPTS
        longest = max(longest, wait)
    Outbox.objects.bulk_update(rows, ["attempts", "error", "next_try", "dead"])
    return longest


def retry_dead(pks: Iterable[int] | None = None) -> int:
    """Lets what was given up be tried again: these rows, or all."""
    rows = Outbox.objects.filter(dead=True)
    if pks is not None:
        rows = rows.filter(pk__in=list(pks))
    return rows.update(dead=False, attempts=0, next_try=None)


def rebuild(name: str, progress: Callable[[int, int], None] = lambda done, of: None) -> str:
    """Fills a new index and moves readers to it; goes on where a killed build stopped. Returns the index's name.

    `progress` hears how many pages are in the new index, and of how many. Raises `BuildError` when pages are missing in the end, `EngineError` when the engine fails; readers keep the old one.
    """
    engine = engines()[name]
    build = Build.objects.filter(engine=name, finished=None).order_by("-pk").first()
    if build is None or build.index not in engine.indices():
        Build.objects.filter(engine=name, finished=None).delete()
        build = Build.objects.create(engine=name)
        build.index = f"{ALIAS}_{build.pk}"
        # Made before it is named, so that the worker never writes to what is not there.
        engine.drop(build.index)
        engine.create(build.index)
        build.save(update_fields=["index"])
    done, of = build_progress(build)
    while ids := list(searchable().filter(pk__gt=build.cursor).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        found = documents(ids)
        engine.write(build.index, found, bulk=True)
        if name == EngineName.EMBEDDED:
            _keep(found)
        build.cursor = ids[-1]
        build.save(update_fields=["cursor"])
        done += len(ids)
        progress(done, max(done, of))
    engine.finish(build.index)
    _gate(name, engine, build.index)
    before = engine.resolve(ALIAS)
    engine.point(ALIAS, build.index)
    build.finished = timezone.now()
    build.save(update_fields=["finished"])
    for index in engine.indices():
        if index.startswith(f"{ALIAS}_") and index not in (before, build.index):
            engine.drop(index)
    return build.index


def build_progress(build: Build) -> tuple[int, int]:
    """How many pages are in an index being filled, and of how many."""
    return searchable().filter(pk__lte=build.cursor).count(), searchable().count()


def _gate(name: str, engine: Engine, index: str) -> None:
    held = {_page(key) for key, _version, deleted in engine.versions(index) if not deleted}
    wanted = set(searchable().values_list("pk", flat=True))
    waiting = set(Outbox.objects.filter(engine=name).values_list("page", flat=True))
    if missing := wanted - held - waiting:
        raise BuildError(f"{len(missing)} pages are missing in {index}: {sorted(missing)[:10]}")


def reconcile(name: str) -> set[int]:
    """Finds pages whose state in the index is not the database's, notes them as changed and returns them."""
    engine = engines()[name]
    index = engine.resolve(ALIAS)
    if not index:
        rebuild(name)
        return set()
    # The queue is read last: what changes meanwhile stands in it.
    held: dict[int, int] = {}
    for key, version, deleted in engine.versions(index):
        if not deleted:
            held[_page(key)] = max(version, held.get(_page(key), 0))
    wanted = set(searchable().values_list("pk", flat=True))
    versions = dict(PageVersion.objects.values_list("page", "version"))
    waiting = set(Outbox.objects.filter(engine=name).values_list("page", flat=True))
    wrong = {pk for pk in wanted | set(held) if (pk in wanted) != (pk in held)}
    wrong |= {pk for pk in wanted & set(held) if versions.get(pk, 0) != held[pk]}
    wrong -= waiting
    if wrong:
        enqueue(wrong, [name])
    return wrong


def _page(key: str) -> int:
    return int(key.partition("#")[0])
