"""Random actions while the worker dies at random places: after recovery, index and database agree exactly.

`SEARCH_FAULTS=10000` for the measured run (docs/measurements.md); a shorter one each time.
"""

import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Page, PageViewRestriction

from reform.pages.models import ColumnPage
from search import completion, indexing
from search.engines import embedded_engine
from search.models import Completion, Outbox, PageVersion, Shown

from .conftest import publish

pytestmark = pytest.mark.django_db
ACTIONS = int(os.environ.get("SEARCH_FAULTS", "120"))


class Killed(BaseException):
    """What a SIGKILL is to the code: nothing catches it."""


def held() -> dict[int, int]:
    engine = embedded_engine()
    rows = engine.versions(engine.resolve(indexing.ALIAS))
    return {int(key.partition("#")[0]): version for key, version, deleted in rows if not deleted}


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_lost_and_nothing_stays(
    story: Callable[..., Any], home: Any, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    columns = [home.add_child(instance=ColumnPage(title=f"栏目{n}", slug=f"l{n}", kind="news")) for n in range(3)]
    places = [
        (type(embedded_engine()), "write"),
        (type(embedded_engine()), "_put_terms"),
        (type(embedded_engine()), "_sum"),
        (indexing, "_keep"),
        (completion, "put_titles"),
        (indexing, "documents"),
    ]
    armed = {"left": 0}

    def deadly(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if armed["left"] and chance.random() < 0.2:
                armed["left"] = 0
                if chance.random() < 0.5:
                    real(*args, **kwargs)  # dies after it, before the next step
                raise Killed
            return real(*args, **kwargs)

        return call

    for owner, name in places:
        monkeypatch.setattr(owner, name, deadly(getattr(owner, name)))

    def work() -> None:
        """The worker, killed at a random place more often than not; now and then a rebuild."""
        armed["left"] = chance.random() < 0.7
        try:
            if chance.random() < 0.15:
                indexing.rebuild("embedded")
            indexing.update(limit=chance.choice([1, 3, 100]))
        except Killed:
            pass
        armed["left"] = 0

    pages: list[int] = []
    for number in range(ACTIONS):
        what = chance.choice(["publish", "publish", "change", "unpublish", "move", "delete", "private", "public"])
        alive = [pk for pk in pages if Page.objects.filter(pk=pk).exists()]
        page = Page.objects.get(pk=chance.choice(alive)).specific if alive else None
        column = ColumnPage.objects.get(pk=chance.choice(columns).pk)
        if what == "publish" or page is None:
            pages.append(story(f"改革故事{number}", f"第{number}件事", parent=column).pk)
        elif what == "change":
            page.title = f"改了的故事{number}"
            publish(page)
        elif what == "unpublish":
            page.unpublish()
        elif what == "move":
            page.move(column, pos="last-child")
        elif what == "delete":
            page.delete()
        elif what == "private":
            PageViewRestriction.objects.get_or_create(page=column, restriction_type="login")
        else:
            PageViewRestriction.objects.filter(page=column).first() and PageViewRestriction.objects.filter(
                page=column
            ).first().delete()
        if chance.random() < 0.4:
            work()

    # Recovery: the worker starts again.
    Outbox.objects.update(next_try=None, dead=False)
    while indexing.update():
        pass
    indexing.rebuild("embedded")
    wanted = set(indexing.searchable().values_list("pk", flat=True))
    versions = dict(PageVersion.objects.values_list("page", "version"))
    assert held() == {pk: versions[pk] for pk in wanted}
    assert set(Shown.objects.values_list("page", flat=True)) == wanted
    assert set(Completion.objects.filter(kind="title").values_list("page", flat=True)) == wanted
    assert not Outbox.objects.exists()
    assert indexing.reconcile("embedded") == set()


PLACES = [
    "after the index is made",
    "before a write",
    "after a write",
    "before the figures",
    "before the move",
    "after it",
]


@pytest.mark.parametrize("engine_name", ["embedded", "elasticsearch"])
@pytest.mark.parametrize("place", PLACES)
def test_a_rebuild_killed_anywhere_goes_on(
    story: Callable[..., Any],
    indexed: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    cluster_used: Callable[[], None],
    engine_name: str,
    place: str,
) -> None:
    """Readers keep the old index until the new one is whole; what is published meanwhile is in both."""
    if engine_name == "elasticsearch":
        cluster_used()
    pages = [story(f"第{number}个改革故事") for number in range(5)]
    indexed()
    engine = indexing.engines()[engine_name]
    old, kind = engine.resolve(indexing.ALIAS), type(engine)
    monkeypatch.setattr(indexing, "BATCH", 2)
    method, after, nth = {
        "after the index is made": ("create", True, 1),
        "before a write": ("write", False, 2),
        "after a write": ("write", True, 2),
        "before the figures": ("finish", False, 1),
        "before the move": ("point", False, 1),
        "after it": ("point", True, 1),
    }[place]
    real, calls = getattr(kind, method), []

    def deadly(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) != nth:
            return real(*args, **kwargs)
        if after:
            real(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(kind, method, deadly)
    with pytest.raises(Killed):
        indexing.rebuild(engine_name)
    assert (engine.resolve(indexing.ALIAS) == old) == (place != "after it")
    pages[0].title = "渔场改革"
    publish(pages[0])
    pages[1].delete()
    indexed()
    told: list[tuple[int, int]] = []
    new = indexing.rebuild(engine_name, lambda done, of: told.append((done, of)))
    assert engine.resolve(indexing.ALIAS) == new != old
    assert set(engine.indices()) <= {old, new}
    versions = dict(PageVersion.objects.values_list("page", "version"))
    for index in engine.indices():
        rows = {int(key): version for key, version, deleted in engine.versions(index) if not deleted}
        assert rows == {page.pk: versions[page.pk] for page in [pages[0], *pages[2:]]}
    assert all(done <= of == 4 for done, of in told)
    assert not Outbox.objects.exists()
    assert indexing.reconcile(engine_name) == set()
