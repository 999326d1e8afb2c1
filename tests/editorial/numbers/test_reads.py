"""Reads: once a page, visitor and hour; no robots, no staff; nothing kept about anybody."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from reform.demo.factories import StandardPageFactory
from reform.pages import reads
from reform.pages.models import PageReads

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture
def article(home: Any) -> Any:
    return StandardPageFactory(parent=home, title="说明", slug="shuoming", first_published_at=timezone.now())


def read(
    article: Any, agent: str = BROWSER, address: str = "203.0.113.7", client: Client | None = None, **headers: str
) -> Any:
    return (client or Client()).get(
        f"/_util/read/{article.pk}.gif", REMOTE_ADDR=address, headers={"user-agent": agent, **headers}
    )


def total() -> int:
    return sum(PageReads.objects.values_list("count", flat=True))


def test_the_page_carries_the_point_and_the_kept_page_asks_nothing_more(
    article: Any, django_assert_max_num_queries: Any
) -> None:
    reader = Client(headers={"user-agent": BROWSER})
    assert f'src="/_util/read/{article.pk}.gif"' in reader.get(article.url).content.decode()
    with django_assert_max_num_queries(1):
        reader.get(article.url)
    assert not PageReads.objects.exists(), "asking for the page counts nothing: robots do that"


def test_one_count_a_page_visitor_and_hour(article: Any, home: Any) -> None:
    other = StandardPageFactory(parent=home, title="又一页", slug="youyi")
    for _ in range(3):
        answer = read(article)
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/gif"
        assert answer.headers["Cache-Control"] == "private, no-store" and not answer.cookies
    assert total() == 1
    read(article, address="203.0.113.8")
    read(article, agent=BROWSER.replace("140", "141"))
    read(other)
    assert total() == 4
    later = timezone.localtime() + timedelta(hours=1)
    with mock.patch.object(reads, "timezone", wraps=timezone, localtime=lambda: later):
        read(article)
    assert total() == 5


@pytest.mark.parametrize(
    ("agent", "headers"),
    [
        ("", {}),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0)", {}),
        ("Mozilla/5.0 (compatible; bingbot/2.0)", {}),
        ("curl/8.5.0", {}),
        ("python-requests/2.32", {}),
        (BROWSER, {"sec-fetch-site": "cross-site"}),
    ],
)
def test_robots_and_other_sites_are_not_counted(article: Any, agent: str, headers: dict[str, str]) -> None:
    assert read(article, agent, **headers).status_code == 200
    assert total() == 0


def test_who_is_signed_in_is_not_counted(article: Any, editor: Any) -> None:
    browser = Client()
    browser.force_login(editor)
    read(article, client=browser)
    assert total() == 0


def test_pages_that_are_not_there_count_nothing(article: Any) -> None:
    article.live = False
    article.save()
    read(article)
    assert Client().get("/_util/read/999999.gif", headers={"user-agent": BROWSER}).status_code == 200
    assert total() == 0


def test_nothing_about_a_visitor_is_kept(article: Any) -> None:
    with mock.patch.object(cache, "add", wraps=cache.add) as kept:
        read(article)
    (name, value), options = kept.call_args
    assert "203.0.113.7" not in name and value == 1 and options["timeout"] <= 3600
    fields = {field.name for field in PageReads._meta.get_fields()}
    assert fields == {"id", "page", "day", "count"}


def test_the_salt_is_another_every_day_and_gone_at_midnight() -> None:
    now = timezone.localtime()
    with mock.patch.object(cache, "get_or_set", wraps=cache.get_or_set) as kept:
        today = reads.salt(now)
    assert 0 < kept.call_args.kwargs["timeout"] <= 86_400
    assert reads.salt(now) == today
    assert reads.salt(now + timedelta(days=1)) != today
