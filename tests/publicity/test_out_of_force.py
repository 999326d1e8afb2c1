"""A document that is no longer in force says so wherever a page links to it: in texts of every kind, on cards, in lists."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from publicity.models import StoryPage
from reform.demo.factories import make_unit
from reform.pages.sections import TileItem
from reform.people.models import Region
from search import indexing
from typicals.models import ExemplarPage, ExemplarsPage, RelatedPage

from .conftest import put

pytestmark = pytest.mark.django_db


def link_to(page: Any) -> Any:
    return ("paragraph", f'<p>依照<a linktype="page" id="{page.pk}">旧办法</a>办理。</p>')


def repeal(page: Any) -> None:
    page.state, page.date_repealed = "repealed", date(2026, 5, 1)
    page.save_revision().publish(skip_permission_checks=True)


def marked_links(html: str, address: str) -> tuple[int, int]:
    """(places that link to the address, of these how many have the mark beside them), the notice at the top left out."""
    page = BeautifulSoup(html, "html.parser")
    for notice in page.select(".notice"):
        notice.decompose()
    places = {id(place): place for link in page.find_all("a", href=address) if (place := _place(link))}
    return len(places), sum(bool(place.select(".state.repealed")) for place in places.values())


def _place(link: Tag) -> Tag | None:
    """The entry, row or card that a link stands in; none for a link inside of a text."""
    if "page-card" in (link.get("class") or []):
        return link
    return link.find_parent(["article", "li"]) if link.find_parent(class_="rich") is None else None


@pytest.fixture
def exemplars(home: Any) -> Any:
    home.refresh_from_db()
    return put(home, ExemplarsPage(title="基层典型", slug="dianxing"))


def test_texts_of_every_kind_warn(
    make_policy: Any, make_explainer: Any, column: Any, exemplars: Any, read: Any
) -> None:
    old = make_policy("旧办法")
    story = put(column, StoryPage(title="故事", slug="gushi", body=[link_to(old)]))
    quoted = put(
        column, StoryPage(title="两栏", slug="lianglan", body=[("columns", {"left": link_to(old)[1], "right": ""})])
    )
    explainer = make_explainer(
        body=[("question_answer", {"items": [{"question": "怎么办？", "answer": link_to(old)[1]}]})]
    )
    exemplar = ExemplarPage(title="典型", slug="dx", subject="清水镇", done="做了。", body=[link_to(old)], year=2026)
    related = ExemplarPage(title="相关", slug="xg", subject="石门乡", done="做了。", year=2026)
    for page in (exemplar, related):
        page.region, _made = Region.objects.get_or_create(code="3301", defaults={"name": "清水镇"})
    related.related = [RelatedPage(target=old)]
    exemplar, related = put(exemplars, exemplar), put(exemplars, related)
    newer = make_policy("新文件", body=[link_to(old)])
    pages = (story, quoted, explainer, exemplar, related, newer)
    assert not any('class="notice"' in read(page.url) for page in pages)
    repeal(old)
    for page in pages:
        notice = BeautifulSoup(read(page.url), "html.parser").select_one(".notice")
        assert notice and old.title in notice.get_text() and "废止" in notice.get_text(), page


def test_a_link_pasted_as_an_address_warns_too(make_policy: Any, column: Any, home: Any, read: Any) -> None:
    old, other = make_policy("旧办法"), make_policy("另一份")
    address = urlsplit(old.full_url)
    pasted = {
        "full": old.full_url,
        "place": f"{old.full_url}?from=weixin#第三条",
        "path": old.url,
        "port": f"https://{address.hostname}:8443{old.url.rstrip('/')}",
    }
    pages = [
        put(column, StoryPage(title=name, slug=name, body=[("paragraph", f'<p>见<a href="{link}">旧办法</a></p>')]))
        for name, link in pasted.items()
    ]
    elsewhere = put(
        column,
        StoryPage(
            title="别处",
            slug="biechu",
            body=[("paragraph", f'<p><a href="https://example.org{old.url}">别处</a><a href="{other.url}">它</a></p>')],
        ),
    )
    repeal(old)
    for page in pages:
        notice = BeautifulSoup(read(page.url), "html.parser").select_one(".notice")
        assert notice and old.title in notice.get_text(), page
    assert 'class="notice"' not in read(elsewhere.url)


def test_a_tile_with_the_address_of_a_page_leads_to_the_page(make_policy: Any, home: Any) -> None:
    old = make_policy("旧办法")
    block = TileItem()
    given = block.to_python({"title": "办法", "text": "", "page": None, "address": old.url})
    assert (block.clean(given)["page"].pk, block.clean(given)["address"]) == (old.pk, "")
    for address in ("/courses/", f"{old.url}#第三条"):
        given = block.to_python({"title": "办法", "text": "", "page": None, "address": address})
        assert block.clean(given)["address"] == address


def test_every_place_of_the_home_page_and_of_lists_says_so(
    make_policy: Any, policy_column: Any, column: Any, home: Any, read: Any
) -> None:
    make_unit("C", "云溪县")
    old, other = make_policy("旧办法"), make_policy("另一份")
    news = put(column, StoryPage(title="头条", slug="toutiao"))
    card = put(column, StoryPage(title="卡片", slug="kapian", body=[("page_link", {"page": old})]))
    newest = {"column": policy_column, "count": 3}
    home.refresh_from_db()
    home.sections = [
        ("lead", {"lead": old, "others": [other, news]}),
        ("lead", {"lead": news, "others": [old]}),
        ("columns", {"items": [newest]}),
        ("cards", newest),
        ("tiles", {"title": "入口", "tiles": [{"title": "办法", "text": "", "page": old, "address": ""}]}),
    ]
    home.save_revision().publish(skip_permission_checks=True)
    places, marked = marked_links(read(home.url), old.url)
    assert (places, marked) == (5, 0)
    repeal(old)
    html = read(home.url)
    assert marked_links(html, old.url) == (5, 5)
    assert marked_links(html, other.url)[1] == 0
    assert marked_links(read(policy_column.url), old.url) == (1, 1)
    assert marked_links(read(card.url), old.url) == (1, 1)

    indexing.enqueue([old.pk, other.pk])
    while indexing.update():
        pass
    found = Client().get("/search/", {"q": "旧办法"}).content.decode()
    assert marked_links(found, old.url) == (1, 1)
