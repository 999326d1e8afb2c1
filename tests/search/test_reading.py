"""What helps readers beside the results: completion, “did you mean”, placements, the log, the limit."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from search import asked, spelling
from search.models import Asked, Completion, Placement, Term

from .conftest import publish

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
Work = Callable[[], None]


def page(client: Client, **parameters: Any) -> BeautifulSoup:
    response = client.get("/search/", parameters)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def results(found: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in found.select(".results h2 a")]


def suggestions(client: Client, typed: str) -> list[str]:
    return json.loads(client.get("/search/complete/", {"q": typed}).content)["suggestions"]


@pytest.mark.parametrize(
    "typed", ["住房", "公积", "住房公积金", "zhufang", "gongji", "zf", "gjj", "ZFGJJ", "公積", "ｇｊｊ"]
)
def test_a_title_is_proposed_from_any_of_its_first_words(
    client: Client, story: Make, indexed: Work, typed: str
) -> None:
    story("住房公积金一窗办")
    story("山区医保")
    indexed()
    assert suggestions(client, typed) == ["住房公积金一窗办"]


def test_what_is_not_public_is_not_proposed(client: Client, story: Make, indexed: Work) -> None:
    shown = story("公积金一窗办")
    indexed()
    type(shown).objects.filter(pk=shown.pk).update(live=False)
    assert suggestions(client, "公积金") == []  # the index does not know yet
    type(shown).objects.filter(pk=shown.pk).update(live=True)
    shown.title = "渔场改革"
    publish(shown)
    assert suggestions(client, "公积金") == ["渔场改革"]  # the title of today, until the worker comes
    indexed()
    assert suggestions(client, "公积金") == []
    shown.unpublish()
    indexed()
    assert not Completion.objects.exists()


@pytest.mark.parametrize("typed", ["", "g", "？", "😀", "\x00", "%", "_", "a" * 5000, "'; --"])
def test_odd_beginnings_propose_nothing(client: Client, story: Make, indexed: Work, typed: str) -> None:
    story("公积金一窗办")
    indexed()
    assert suggestions(client, typed) == []


def test_editors_words_come_first(client: Client, story: Make, indexed: Work) -> None:
    story("接诉即办一周年")
    indexed()
    term = Term.objects.create(text="接诉即办")
    assert suggestions(client, "jsjb")[0] == "接诉即办"
    term.delete()
    assert suggestions(client, "jsjb") == ["接诉即办一周年"]


def test_frequent_queries_that_led_somewhere_are_proposed(client: Client, home: Any) -> None:
    def ask(query: str, times: int, **fields: Any) -> None:
        for number in range(times):
            row = Asked.objects.create(
                query=query, locale="zh-hans", engine="embedded", hits=3, ms=5, **{"clicked": 1, **fields}
            )
            Asked.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=number % 4))

    ask("落户条件", 8)
    ask("落空的查询", 8, clicked=None)
    ask("落地很少问", 3)
    assert asked.learn() == 1
    assert suggestions(client, "落") == ["落户条件"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("公机金", "公积金"), ("工积金", "公积金"), ("医宝", "医保"), ("公积今", "公积金")]
)
def test_did_you_mean(client: Client, story: Make, indexed: Work, typed: str, meant: str) -> None:
    for number in range(3):
        story(f"公积金提取{number}", "医保也能办")
    indexed()
    spelling.learn()
    found = page(client, q=typed)
    link = found.select_one(".notice a")
    assert link is not None
    assert link.get_text() == meant
    assert len(results(BeautifulSoup(client.get(str(link["href"])).content, "html.parser"))) == 3


def test_no_proposal_when_enough_is_found_or_nothing_better(client: Client, story: Make, indexed: Work) -> None:
    for number in range(3):
        story(f"公积金提取{number}")
    indexed()
    spelling.learn()
    assert page(client, q="公积金").select_one(".notice") is None
    assert page(client, q="外星人").select_one(".notice") is None


def test_no_part_of_a_known_word_is_rewritten(client: Client, story: Make, indexed: Work) -> None:
    for number in range(3):
        story(f"养老有用的办法{number}")
    indexed()
    spelling.learn()
    assert not any("有用" in text for text in spelling.proposals("养老 游泳馆"))


def test_words_are_forgotten_with_their_texts(story: Make, indexed: Work) -> None:
    first = story("渔场改革")
    indexed()
    spelling.learn()
    from search.models import Word

    assert Word.objects.filter(text="渔场").exists()
    first.delete()
    indexed()
    spelling.learn()
    assert not Word.objects.filter(text="渔场").exists()


def test_placements(client: Client, story: Make, indexed: Work) -> None:
    first, second, third = story("公积金甲"), story("公积金乙"), story("护林员")
    indexed()
    today = timezone.localdate()
    Placement.objects.create(kind="first", page=third, queries="公積金，住房钱")
    Placement.objects.create(kind="never", page=second, queries="公积金", end=today)
    Placement.objects.create(kind="never", page=first, queries="", start=today + timedelta(days=1))
    found = page(client, q="公积金")
    assert results(found) == ["护林员", "公积金甲"]
    assert "2" in found.select_one(".found").get_text()
    assert results(page(client, q="住房钱"))[0] == "护林员"
    assert "公积金乙" in results(page(client, q="公积金乙"))
    third.unpublish()
    assert results(page(client, q="公积金")) == ["公积金甲"]


def test_a_placement_pages_on_without_gaps(client: Client, story: Make, indexed: Work) -> None:
    for number in range(23):
        story(f"公积金改革{number}")
    last = story("最后一个故事")
    indexed()
    Placement.objects.create(kind="first", page=last, queries="公积金")
    found: list[str] = []
    url = "/search/?q=公积金"
    while url:
        shown = BeautifulSoup(client.get(url).content, "html.parser")
        found += results(shown)
        following = shown.select_one("a[rel~=next]")
        url = str(following["href"]) if following else ""
    assert found[0] == "最后一个故事"
    assert len(found) == len(set(found)) == 24


def test_the_log_knows_what_was_asked_and_chosen(client: Client, story: Make, indexed: Work) -> None:
    story("公积金一窗办")
    indexed()
    found = page(client, q="公積金")
    row = Asked.objects.get()
    assert (row.query, row.locale, row.engine, row.hits, row.clicked) == ("公积金", "zh-hans", "embedded", 1, None)
    token = found.select_one(".results")["data-token"]
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/search/chosen/", {"token": token, "position": "1"}).status_code == 204
    browser.post("/search/chosen/", {"token": token, "position": "7"})
    row.refresh_from_db()
    assert row.clicked == 1


@pytest.mark.parametrize(
    "query", ["13812345678", "我的电话 138 1234 5678 怎么改", "身份证110101199003078515", "zhang@example.com"]
)
def test_personal_numbers_are_not_kept(client: Client, story: Make, indexed: Work, query: str) -> None:
    story("公积金一窗办")
    indexed()
    page(client, q=query)
    assert not Asked.objects.exists()


@pytest.mark.parametrize("position", ["", "-1", "x", "99999", "٣"])
def test_clicks_that_are_none(client: Client, home: Any, position: str) -> None:
    assert client.post("/search/chosen/", {"token": "x:y", "position": position}).status_code == 204


def test_the_log_holds_nothing_about_persons() -> None:
    names = {field.name for field in Asked._meta.get_fields()}
    assert names == {"id", "at", "query", "locale", "engine", "hits", "relaxed", "clicked", "ms"}


def test_old_queries_are_forgotten(settings: Any) -> None:
    settings.SEARCH_LOG_DAYS = 30
    for days in (1, 31):
        row = Asked.objects.create(query="x", locale="zh-hans", engine="embedded", hits=1, ms=1)
        Asked.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=days))
    assert asked.prune() == 1
    settings.SEARCH_LOG_DAYS = 0
    assert asked.note("公积金", locale="zh-hans", engine="embedded", hits=1, relaxed="", ms=1) == ""


def test_reports(client: Client, editor: Any, home: Any) -> None:
    for query, hits, clicked in [("常问", 3, 1)] * 6 + [("没有", 0, None)] * 2 + [("不点", 5, None)] * 6:
        Asked.objects.create(query=query, locale="zh-hans", engine="embedded", hits=hits, ms=10, clicked=clicked)
    client.force_login(editor)

    def rows(**parameters: str) -> list[str]:
        html = BeautifulSoup(client.get("/admin/search-admin/asked/", parameters).content, "html.parser")
        return [row.select_one("td").get_text(strip=True) for row in html.select("table.listing tbody tr")]

    assert set(rows()) == {"常问", "没有", "不点"}
    assert rows(show="nothing") == ["没有"]
    assert rows(show="low") == ["不点"]
    sheet = client.get("/admin/search-admin/asked/", {"export": "csv"})
    assert "常问,6,0,6,1.0,10.0" in b"".join(sheet.streaming_content).decode()


def test_try_a_query_explains(client: Client, story: Make, indexed: Work, editor: Any) -> None:
    good, bad = story("公积金提取", "职工可以提取公积金"), story("护林员", "公积金")
    indexed()
    client.force_login(editor)
    html = client.get("/admin/search-admin/try/", {"query": "公积金 提取", "page": good.pk}).content.decode()
    assert "第 1 位" in html
    assert "标题中的词" in html
    lacking = client.get("/admin/search-admin/try/", {"query": "公积金 提取", "page": bad.pk}).content.decode()
    assert "不在结果中" in lacking
    assert "提取" in lacking.split("缺少的词")[1][:20]
    assert not Asked.objects.exists()
    good.unpublish()
    hidden = client.get("/admin/search-admin/try/", {"query": "公积金", "page": good.pk}).content.decode()
    assert "读者无权查看" in hidden


def test_strangers_are_limited_and_staff_are_not(client: Client, home: Any, editor: Any, settings: Any) -> None:
    settings.SEARCH_RATE, settings.SEARCH_COMPLETE_RATE = 3, 2
    statuses = [client.get("/search/", {"q": "公积金"}).status_code for _ in range(5)]
    assert statuses.count(429) >= 1
    answer = client.get("/search/", {"q": "公积金"})
    assert "一分钟后再试" in answer.content.decode()
    assert 'value="公积金"' in answer.content.decode()
    assert answer.headers["Retry-After"] == "60"
    assert 429 in [client.get("/search/complete/", {"q": "公积金"}).status_code for _ in range(5)]
    client.force_login(editor)
    assert 429 not in [client.get("/search/", {"q": "公积金"}).status_code for _ in range(6)]


def test_the_box_works_without_script(client: Client, home: Any) -> None:
    shown = BeautifulSoup(client.get("/").content, "html.parser")
    box = shown.select_one("#search-top")
    assert box["data-complete"] == "/search/complete/"
    assert "role" not in box.attrs  # the script makes it a combobox
    assert box.find_parent("form")["action"] == "/search/"
