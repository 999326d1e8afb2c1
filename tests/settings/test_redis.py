"""The site on a real Redis: its cache, the kept pages, the throttles of sign-in, and what happens without it."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from reform.pages.models import StandardPage

pytestmark = pytest.mark.django_db
PLACE = "/9"  # a database of the server that nobody else uses


@pytest.fixture
def on_redis(settings: Any) -> Iterator[Any]:
    """The caches as `settings.base` makes them of REDIS_URL."""
    url = os.environ.get("TEST_REDIS_URL") or os.environ.get("REDIS_URL")
    if not url:
        pytest.skip("needs TEST_REDIS_URL (python tests/services.py COMMAND)")
    import redis

    address = url.rsplit("/", 1)[0] + PLACE
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    one = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": address,
        "KEY_PREFIX": worker,
    }
    settings.CACHES = {"default": one, "pages": one | {"KEY_PREFIX": f"pages-{worker}"}}
    client = redis.Redis.from_url(address)

    def keys(kind: str) -> list[bytes]:
        return list(client.keys(f"{kind}:*"))

    yield lambda: keys(f"pages-{worker}")
    for name in (worker, f"pages-{worker}"):
        for key in keys(name):
            client.delete(key)


@pytest.fixture
def article(column: Any) -> StandardPage:
    found = column.add_child(instance=StandardPage(title="第一版", slug="yi"))
    found.save_revision().publish(skip_permission_checks=True)
    return found


def test_production_takes_the_address_for_both_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess
    import sys
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    code = "from reform.settings import base; print(*(f'{c[\"BACKEND\"]} {c[\"LOCATION\"]}' for c in base.CACHES.values()), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={"PYTHONPATH": f"{root / 'site'}", "REDIS_URL": "redis://gaige:6379/3"},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.split("\n")[:2]
    assert lines == ["django.core.cache.backends.redis.RedisCache redis://gaige:6379/3"] * 2


def test_values_come_back_as_they_were(on_redis: Any) -> None:
    cache = caches["default"]
    value = {"名": ["云溪", 1, None], "when": 1.5}
    cache.set("key", value, 60)
    assert cache.get("key") == value
    assert cache.add("key", 1) is False
    cache.set("count", 1, 60)
    assert cache.incr("count") == 2
    cache.set("short", 1, 0)
    assert cache.get("short") is None


def test_one_server_renders_and_all_show(
    article: Any, on_redis: Any, django_assert_num_queries: Any, django_capture_on_commit_callbacks: Any
) -> None:
    assert "第一版" in Client().get("/dongtai/yi/").content.decode()
    assert len(on_redis()) == 1, "kept where other servers find it"
    with django_assert_num_queries(1):  # the number of the edition
        assert "第一版" in Client().get("/dongtai/yi/").content.decode()
    article.title = "第二版"
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish(skip_permission_checks=True)
    assert "第二版" in Client().get("/dongtai/yi/").content.decode()


def test_compressed_and_plain_pages_survive_the_way(article: Any, on_redis: Any) -> None:
    import gzip

    for _turn in range(2):
        plain = Client().get("/dongtai/yi/").content
        packed = Client().get("/dongtai/yi/", headers={"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == plain
    assert len(on_redis()) == 2


def test_sign_in_works_and_leaves_no_session_in_the_cache(person: Any, on_redis: Any) -> None:
    """Sessions live in the database: emptying the cache signs nobody out."""
    somebody = person("editor", password="a long password 1")
    client = Client()
    answer = client.post("/accounts/login/", {"login": somebody.username, "password": "a long password 1"})
    assert answer.status_code == 302
    caches["default"].clear()
    assert client.get("/admin/").status_code == 200
