"""The feed for aggregators carries what the head of each article carries."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from reform.demo.factories import StoryPageFactory, TopicFactory
from reform.pages.ways_out import aggregators

pytestmark = pytest.mark.django_db

NAMES = [
    "SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "ColumnDescription", "ColumnKeywords",
    "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Image", "Url",
]  # fmt: skip


def test_each_article_carries_the_tags_of_its_own_head(client: Client, story: Any) -> None:
    story.responsible_editor = "何青"
    story.topics.add(TopicFactory(name="审批"))
    story.save_revision().publish(skip_permission_checks=True)
    page = html.fromstring(client.get(story.url).content.decode())
    head = {tag.get("name"): tag.get("content") for tag in page.xpath("//meta[@name]") if tag.get("name") in NAMES}
    assert len(head) == len(NAMES)
    answer = client.get("/feeds/articles.xml")
    assert answer["Content-Type"].startswith("application/xml")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - ours
    entry = next(item for item in root.iter("Article") if item.findtext("Url") == story.full_url)
    assert [tag.tag for tag in entry] == NAMES
    assert {tag.tag: tag.text or "" for tag in entry} == head
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", entry.findtext("PubDate") or "")
    listed = client.get("/feeds/articles.json").json()
    assert listed["SiteIDCode"] == "3301000001"
    assert next(item for item in listed["Articles"] if item["Url"] == story.full_url) == head


def test_it_is_paged_and_asks_no_more_for_more(
    client: Client, column: Any, site_details: Any, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    for _number in range(25):
        StoryPageFactory(parent=column, first_published_at=timezone.now()).topics.add(TopicFactory())
    monkeypatch.setattr(aggregators, "ENTRIES", 10)
    seen, address = [], "http://testserver/feeds/articles.json"
    client.get("/")
    while address:
        with django_assert_max_num_queries(15):
            part = client.get(address.removeprefix("http://testserver")).json()
        seen += [item["Url"] for item in part["Articles"]]
        address = part["Next"]
    assert len(seen) == len(set(seen)) == 25
    assert client.get("/feeds/articles-4.json").status_code == 404
    assert client.get("/feeds/articles-0.json").status_code == 404


def test_drafts_are_not_in_it_and_odd_characters_break_nothing(client: Client, story: Any, column: Any) -> None:
    StoryPageFactory(parent=column, title="草稿标题", live=False)
    story.summary = "一\x0b二 & <三>"
    story.save_revision().publish(skip_permission_checks=True)
    answer = client.get("/feeds/articles.xml")
    assert "草稿标题" not in answer.content.decode()
    assert ElementTree.fromstring(answer.content).find(".//Article") is not None  # noqa: S314
    assert client.get("/en/feeds/articles.xml").status_code in {200, 404}
