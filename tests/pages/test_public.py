"""What every public page carries and what strangers cannot reach (issue 4, section 3)."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from publicity.models import StoryPage
from reform.demo import factories
from reform.editorial.models import Correction
from reform.pages import edition
from reform.pages.models import ColumnPage, SiteSettings, StandardPage, TopicPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def site_details(home: Any) -> SiteSettings:
    details = SiteSettings.for_site(home.get_site())
    details.name, details.code, details.icp = "云溪改革", "5300000001", "滇ICP备00000001号"
    details.police_record, details.organiser = "云公网安备 53000000000001号", "云溪县改革办"
    details.save()
    return details


@pytest.fixture
def story(column: Any, site_details: Any) -> StoryPage:
    topic = factories.TopicFactory(name="一窗通办", slug="yi-chuang")
    found = StoryPage(
        title="修路的 <人>",
        slug="xiu-lu",
        summary="一条路修了三年。",
        source="云溪县改革办",
        responsible_editor="编辑甲",
        cover=factories.ImageFactory(),
        unit=factories.make_unit("1", "县改革办"),
        body=[{"type": "paragraph", "value": "<p>正文</p>"}],
    )
    column.add_child(instance=found)
    found.topics.set([topic])
    found.save_revision().publish(skip_permission_checks=True)
    found.refresh_from_db()
    return found


def text(path: str, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status, path
    return response.content.decode()


def meta(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html))


def test_a_story_carries_every_tag_of_government_sites(story: Any) -> None:
    tags = meta(text("/dongtai/xiu-lu/"))
    assert tags["SiteName"] == "云溪改革" and tags["SiteDomain"] == "testserver" and tags["SiteIDCode"] == "5300000001"
    assert tags["ColumnName"] == "改革动态" and tags["ColumnType"] and tags["ColumnDescription"]
    assert "改革动态" in tags["ColumnKeywords"]
    assert tags["ArticleTitle"] == "修路的 &lt;人&gt;"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", tags["PubDate"])
    assert tags["ContentSource"] == "云溪县改革办" and tags["Author"] == "编辑甲"
    assert "一窗通办" in tags["Keywords"] and tags["Description"] == "一条路修了三年。"
    assert tags["Image"].startswith("http://testserver/pictures/") and tags["Url"].endswith("/dongtai/xiu-lu/")


def test_a_story_tells_search_engines_and_shared_links_what_it_is(story: Any) -> None:
    html = text("/dongtai/xiu-lu/")
    assert re.search(r"<title>修路的 &lt;人&gt;_改革动态_云溪改革</title>", html)
    assert '<link rel="canonical" href="http://testserver/dongtai/xiu-lu/">' in html
    tags = meta(html)
    assert tags["og:type"] == "article" and tags["og:locale"] == "zh_CN" and tags["og:image"]
    graph = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])["@graph"]  # type: ignore[index]
    assert graph[0]["@type"] == "NewsArticle" and graph[0]["headline"] == "修路的 <人>"
    assert graph[1]["@type"] == "BreadcrumbList"
    assert "</script><" not in json.dumps(graph) and "\\u003C人" in html


def test_a_page_can_be_hidden_from_search_engines(story: Any) -> None:
    story.noindex = True
    story.save_revision().publish(skip_permission_checks=True)
    assert meta(text("/dongtai/xiu-lu/?fresh=1"))["robots"] == "noindex"
    assert "xiu-lu" not in _whole_sitemap()


def _whole_sitemap() -> str:
    index = ElementTree.fromstring(text("/sitemap.xml"))  # noqa: S314 - our own
    parts = [node.text or "" for node in index.iter() if node.tag.endswith("loc")]
    return "".join(text(part.replace("http://testserver", "")) for part in parts)


def test_the_icon_is_found_where_browsers_look_for_it(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302 and re.fullmatch(r"/static/icons/favicon[.\w]*\.ico", answer["Location"])
    assert finders.find("icons/favicon.ico")


def test_sitemap_and_robots(story: Any) -> None:
    robots = text("/robots.txt")
    assert "Disallow: /admin/" in robots and "Sitemap: http://testserver/sitemap.xml" in robots
    found = _whole_sitemap()
    assert "http://testserver/dongtai/xiu-lu/" in found and "/admin/" not in found


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_feeds_of_the_site_and_of_each_column(story: Any, column: Any, kind: str) -> None:
    for address in (f"/feeds/{kind}.xml", f"/feeds/{column.pk}/{kind}.xml"):
        assert address in text("/dongtai/")
        feed = text(address)
        ElementTree.fromstring(feed)  # noqa: S314 - our own
        assert "修路的 &lt;人&gt;" in feed and "http://testserver/dongtai/xiu-lu/" in feed
    other = column.get_parent().specific.add_child(instance=ColumnPage(title="别的", slug="bie-de", kind="other"))
    assert "修路" not in text(f"/feeds/{other.pk}/{kind}.xml")


def test_the_footer_carries_the_records(story: Any) -> None:
    html = text("/")
    for words in ("滇ICP备00000001号", "云公网安备 53000000000001号", "5300000001", "云溪县改革办"):
        assert words in html


def test_hreflang_names_every_language_the_page_is_read_in(story: Any, home: Any, column: Any) -> None:
    """Each version names all of them, itself included; a draft and an alias are no version."""

    def alternates(path: str) -> dict[str, str]:
        edition._memory = edition._Memory()  # a publication makes a new edition on commit, and a test commits nothing
        return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', text(f"{path}?fresh=1")))

    english = Locale.objects.get_or_create(language_code="en")[0]
    for page in (home, column):
        page.copy_for_translation(english).save_revision().publish(skip_permission_checks=True)
    assert alternates("/dongtai/xiu-lu/") == {}
    draft = story.copy_for_translation(english)
    assert alternates("/dongtai/xiu-lu/") == {}, "a draft is nobody's business"
    draft.title = "The road menders"
    draft.save_revision().publish(skip_permission_checks=True)
    draft.refresh_from_db()
    here, there = "http://testserver/dongtai/xiu-lu/", f"http://testserver{draft.url}"
    assert there.startswith("http://testserver/en/")
    assert alternates("/dongtai/xiu-lu/") == {"zh-hans": here, "en": there}
    assert alternates(draft.url) == {"zh-hans": here, "en": there}
    draft.unpublish()
    assert alternates("/dongtai/xiu-lu/") == {}


def test_a_missing_translation_says_so(story: Any, home: Any) -> None:
    english = Locale.objects.get_or_create(language_code="en")[0]
    home.copy_for_translation(english).save_revision().publish(skip_permission_checks=True)
    html = text("/dongtai/xiu-lu/?fresh=1")
    address = re.search(r'href="(/(?:en/)?translations/\d+/en/)"', html)
    assert address is not None
    notice = text(address[1])
    assert "修路的" in notice and 'href="/dongtai/xiu-lu/"' in notice and meta(notice)["robots"].startswith("noindex")


def test_site_map_for_people(story: Any) -> None:
    html = text("/site-map/")
    assert 'href="/dongtai/"' in html and "xiu-lu" not in html, "columns list their own entries"


def test_a_draft_and_its_files_are_nobody_s(column: Any, home: Any) -> None:
    document, image = factories.DocumentFactory(), factories.ImageFactory()
    body = [{"type": "document", "value": {"document": document.pk, "title": "附件"}}]
    page = column.add_child(instance=StandardPage(title="草稿", slug="cao-gao", live=False))
    page.body, page.cover = body, image
    revision = page.save_revision()
    from reform.pages import pictures

    picture = pictures.sources(image, "wide")[-1].url
    for address in (
        "/dongtai/cao-gao/",
        document.url,
        picture,
        f"/media/{document.file.name}",
        f"/media/{image.file.name}",
    ):
        assert Client().get(address).status_code == 404, address
    for address in (
        f"/admin/pages/{page.pk}/edit/preview/",
        f"/admin/pages/{page.pk}/view_draft/",
        f"/admin/pages/{page.pk}/revisions/{revision.pk}/view/",
        f"/admin/images/{image.pk}/preview/width-100/",
        f"/admin/documents/edit/{document.pk}/",
    ):
        response = Client().get(address)
        assert response.status_code in (302, 403, 404), address
        assert "草稿" not in response.content.decode()
    for found in ("/dongtai/", "/feeds/rss.xml", "/site-map/"):
        assert "草稿" not in text(found)
    revision.publish(skip_permission_checks=True)
    assert Client().get(document.url).status_code == 200 and Client().get(picture).status_code == 200
    page.refresh_from_db()
    page.unpublish()
    assert Client().get(document.url).status_code == 404 and Client().get(picture).status_code == 404


def fill(column: Any, number: int) -> None:
    topic = factories.TopicFactory()
    unit = factories.make_unit("9", "某局")
    image = factories.ImageFactory()
    for turn in range(number):
        page = StoryPage(title=f"第{turn}篇", slug=f"p{column.pk}-{topic.pk}-{turn}", cover=image, unit=unit)
        column.add_child(instance=page)
        page.topics.set([topic])
        page.people.create(name=f"人{turn}")
        page.save_revision().publish(skip_permission_checks=True)


def queries(path: str, first: bool) -> int:
    """Past the cache of whole pages; for the first reader of an edition (after a publication) nothing is remembered either."""
    from django.core.cache import caches
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    path = f"{path}?fresh=1"
    text(path)  # what a process finds out only once: content types, sizes of pictures
    if first:
        edition._memory = edition._Memory()
        caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        text(path)
    return len(captured)


@pytest.fixture
def full_story(story: Any, column: Any, editor: Any) -> StoryPage:
    """With all that a story may carry: people, figures, a related story, a correction."""
    other = column.add_child(instance=StoryPage(title="另一篇", slug="ling-yi-pian", cover=factories.ImageFactory()))
    story.people.create(name="岩温")
    story.changes.create(number="3", measure="天", label="办结时间", source="县政务服务局")
    story.related.create(story=other)
    revision = story.save_revision()
    revision.publish(skip_permission_checks=True)
    Correction.objects.create(
        page=story, revision=revision, text="更正一处数字", by=editor, published_at=timezone.now()
    )
    return story


def test_queries_do_not_grow_with_content(home: Any, column: Any, full_story: Any) -> None:
    home.sections = [
        {"type": "columns", "value": {"items": [{"column": column.pk, "count": 6}]}},
        {"type": "cards", "value": {"column": column.pk, "count": "6"}},
        {"type": "lead", "value": {"lead": full_story.pk, "others": []}},
    ]
    home.show_in_menus = column.show_in_menus = True
    column.save_revision().publish(skip_permission_checks=True)
    home.save_revision().publish(skip_permission_checks=True)
    topic_page = home.add_child(instance=TopicPage(title="专题", slug="zhuan-ti"))
    # The limits of issue 4, for the first reader after a publication: nothing is remembered, nothing kept.
    limits = {"/dongtai/xiu-lu/": 15, "/dongtai/": 15, "/": 25, topic_page.url: 15}
    fill(column, 3)
    few = {path: queries(path, first=True) for path in limits}
    assert not {path: number for path, number in few.items() if number > limits[path]}, few
    assert "更正一处数字" in text("/dongtai/xiu-lu/") and "另一篇" in text("/dongtai/xiu-lu/")
    fill(column, 30)
    assert {path: queries(path, first=True) for path in limits} == few
    # Those who come after find most of it in the memory of the process.
    usual = {path: queries(path, first=False) for path in limits}
    assert not {path: number for path, number in usual.items() if number > few[path] * 2 / 3}, usual
