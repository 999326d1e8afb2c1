"""Elasticsearch slow, down, full or talking nonsense: readers get results from the database, with a notice."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from elasticsearch import Elasticsearch

from search import cluster, indexing
from search.find import Question, find
from search.models import Outbox
from tests.services import free_port

from .conftest import publish
from .misbehaving import ANSWERS, seconds, server

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
Work = Callable[[], None]
NOTICE = "备用方式"


def shown(client: Client, text: str = "公积金") -> str:
    response = client.get("/search/", {"q": text})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", ["slow", "drip", *ANSWERS])
def test_whatever_the_cluster_says_readers_get_results(
    client: Client, story: Make, indexed: Work, settings: Any, name: str
) -> None:
    story("公积金一窗办")
    indexed()
    with server(name) as address:
        settings.ELASTICSEARCH_URL = address
        settings.ELASTICSEARCH_TIMEOUT = 1.5
        pages: list[str] = []
        assert seconds(lambda: pages.append(shown(client))) < 4
        assert "一窗办" in pages[0]
        assert NOTICE in pages[0]
        # The breaker is open: the next reader does not wait.
        assert cluster.rests()
        assert seconds(lambda: shown(client)) < 1.4
        # Publishing is not slowed.
        assert seconds(lambda: story("公积金异地办")) < 2


def test_no_notice_without_a_cluster(client: Client, story: Make, indexed: Work) -> None:
    story("公积金一窗办")
    indexed()
    assert NOTICE not in shown(client)


def test_a_cluster_that_takes_no_writes_is_not_believed(story: Make, indexed: Work, settings: Any) -> None:
    with server("full") as address:
        settings.ELASTICSEARCH_URL = address
        story("公积金一窗办")
        indexed()
        assert cluster.rests()
        cache.clear()
        assert not cluster.rests()


def test_monitoring_hears_of_it(story: Make, indexed: Work, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    story("公积金一窗办")
    indexed()
    call_command("search_status", check=True)
    with server("broken") as address:
        settings.ELASTICSEARCH_URL = address
        with pytest.raises(CommandError, match="elasticsearch"):
            call_command("search_status", check=True)
    assert "does not answer" in capsys.readouterr().out


@pytest.fixture
def own_server() -> Iterator[tuple[str, Callable[[str], str]]]:
    """A real Elasticsearch of this test's own, and a function that starts and stops it."""
    if not os.environ.get("TEST_ELASTICSEARCH_URL"):
        pytest.skip("no Elasticsearch: run through tests/services.py, with Maven and Java 21 or newer")
    script = str(Path(__file__).parents[1] / "elasticsearch_server.py")
    port = ["--port", str(free_port())]

    def do(action: str) -> str:
        options = ["--hard"] if action == "stop" else []
        done = subprocess.run(
            [sys.executable, script, action, *port, *options], capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    yield do("start"), do
    do("stop")


def test_a_real_cluster_dies_and_comes_back_empty(
    client: Client, story: Make, indexed: Work, settings: Any, own_server: Any
) -> None:
    address, do = own_server
    settings.ELASTICSEARCH_URL = address
    settings.ELASTICSEARCH_TIMEOUT = 5
    first = story("公积金一窗办")
    indexed()
    assert not Outbox.objects.exists()
    assert not find(Question("公积金")).emergency
    assert NOTICE not in shown(client)

    settings.ELASTICSEARCH_TIMEOUT = 0.8
    do("stop")
    assert seconds(lambda: story("公积金异地办")) < 2
    page = shown(client)
    assert NOTICE in page
    indexed()  # the database's index goes on
    assert "异地办" in shown(client)
    assert Outbox.objects.filter(engine="elasticsearch").exists()
    first.title = "公积金提取"
    publish(first)

    do("start")  # with nothing in it
    settings.ELASTICSEARCH_TIMEOUT = 5
    Outbox.objects.update(next_try=None)
    indexed()
    assert not Outbox.objects.exists()
    cache.delete(cluster.READERS)  # what twenty seconds do
    answer = find(Question("公积金"))
    assert not answer.emergency
    assert {hit.page.title for hit in answer.hits} == {"公积金提取", "公积金异地办"}


def test_one_page_that_the_cluster_refuses_does_not_hold_up_the_others(
    story: Make, indexed: Work, settings: Any, request: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = os.environ.get("TEST_ELASTICSEARCH_URL")
    if not address:
        pytest.skip("no Elasticsearch: run through tests/services.py, with Maven and Java 21 or newer")
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_PREFIX = address, f"refused{os.getpid()}"
    settings.ELASTICSEARCH_TIMEOUT = 5
    client = Elasticsearch(address)

    def clear() -> None:
        for index in client.indices.get(index=f"refused{os.getpid()}-*"):
            client.indices.delete(index=index)

    request.addfinalizer(clear)
    indexing.rebuild("elasticsearch")
    bad, good = story("坏的改革"), story("好的改革")
    real = indexing.registry.entries_of

    def sometimes(page: Any) -> Any:
        entries = real(page)
        if page.pk == bad.pk:
            # An index of another version of the product has no such field.
            entries[0].facets["unheard_of"] = ["x"]
        return entries

    monkeypatch.setattr(indexing.registry, "entries_of", sometimes)
    indexed()
    assert [row.page for row in Outbox.objects.filter(engine="elasticsearch")] == [bad.pk]
    assert [hit.page.pk for hit in find(Question("改革")).hits] == [good.pk]


@pytest.mark.parametrize("block", ["write", "read_only_allow_delete"], ids=["read-only", "full"])
def test_a_real_cluster_that_takes_no_writes(
    client: Client, story: Make, indexed: Work, cluster_used: Work, block: str
) -> None:
    """`read_only_allow_delete` is what Elasticsearch sets itself when its disk is full."""
    cluster_used()
    story("公积金一窗办")
    indexed()
    assert NOTICE not in shown(client)
    engine = indexing.engines()["elasticsearch"]
    name = engine._index(engine.resolve(indexing.ALIAS))  # type: ignore[attr-defined]
    raw = engine._client  # type: ignore[attr-defined]
    raw.indices.put_settings(index=name, settings={f"index.blocks.{block}": True})
    story("公积金异地办")
    indexed()
    assert Outbox.objects.get().engine == "elasticsearch"
    page = shown(client)
    assert "异地办" in page  # not yesterday's index
    assert NOTICE in page
    raw.indices.put_settings(index=name, settings={f"index.blocks.{block}": None})
    Outbox.objects.update(next_try=None)
    indexed()
    page = shown(client)
    assert "异地办" in page
    assert NOTICE not in page


def test_the_breaker_closes_by_itself(
    client: Client, story: Make, indexed: Work, cluster_used: Work, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster_used()
    address = settings.ELASTICSEARCH_URL
    story("公积金一窗办")
    indexed()
    monkeypatch.setattr(cluster, "SECONDS", 2)
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"
    assert NOTICE in shown(client)
    settings.ELASTICSEARCH_URL = address
    assert NOTICE in shown(client)  # it still rests
    time.sleep(2.1)
    assert NOTICE not in shown(client)
