"""The read-only API: what it answers, what it never answers, and that it says so in its OpenAPI file."""

import json
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker
from wagtail.models import PageViewRestriction

from reform.demo.factories import DocumentFactory, StandardPageFactory, StoryPageFactory, TopicFactory
from reform.people.models import Unit

from .test_wechat import WORDS, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def described(client: Client) -> dict[str, Any]:
    answer = client.get("/api/v2/openapi.json")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/json"
    return answer.json()


def check(described: dict[str, Any], name: str, value: Any) -> None:
    """The answer is exactly what the file says: `additionalProperties` is false throughout."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    errors = list(Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(value))
    assert not errors, "\n".join(error.message for error in errors[:5])


@pytest.fixture
def full_story(story: Any, column: Any) -> Any:
    story.body = everything(StoryPageFactory(parent=column, title="另一个故事", summary="也值得一读。"))
    story.hardship = "路太远。"
    story.people.create(name="罗启明", post="罗家坪村民")
    story.unit = Unit.add_root(code="A", name="云溪县行政审批局")
    story.topics.add(TopicFactory(name="审批"))
    story.save_revision().publish(skip_permission_checks=True)
    return story


def test_the_answers_are_what_the_file_says(client: Client, described: dict[str, Any], full_story: Any) -> None:
    listed = client.get("/api/v2/pages/").json()
    check(described, "List", listed)
    entry = next(item for item in listed["items"] if item["id"] == full_story.pk)
    detail = client.get(entry["meta"]["detail_url"].removeprefix("http://testserver")).json()
    check(described, "Page", detail)
    check(described, "Message", client.get("/api/v2/pages/?limit=9999").json())
    check(described, "Message", client.get("/api/v2/pages/999999/").json())
    for path, methods in described["paths"].items():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query" and path == "/api/v2/pages/":
                    value = {"type": "publicity.StoryPage", "locale": "zh-hans", "order": "-title", "fields": "title",
                             "modified_since": "2020-01-01"}.get(parameter["name"], str(full_story.pk))  # fmt: skip
                    answer = client.get(path, {parameter["name"]: value if parameter["name"] != "limit" else "5"})
                    assert answer.status_code in {200, 404}, (parameter, answer.content)
    assert entry["unit"]["name"] == "云溪县行政审批局" and entry["topics"][0]["name"] == "审批"
    assert entry["column"]["title"] == "改革动态" and entry["image"]["credit"] == "绘图：本站"
    for word in WORDS:
        assert word in detail["content_text"], word
        assert word in detail["content_html"], word
    for furniture in ("class=", "style=", "<script", "阅读模式", "<form"):
        assert furniture not in detail["content_html"]


def test_nothing_private_can_be_reached(client: Client, story: Any, column: Any, home: Any, person: Any) -> None:
    owner = person("editor", name="不公开的人", username="bu-gong-kai")
    draft = StoryPageFactory(parent=column, title="草稿标题", live=False, owner=owner)
    hidden = StandardPageFactory(parent=home, title="内部栏目")
    below = StandardPageFactory(parent=hidden, title="内部栏目的下级")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    story.owner = owner
    story.save_revision(user=owner).publish(skip_permission_checks=True)
    story.title = "没发布的改动"
    story.save_revision(user=owner)
    client.force_login(person("site_admin"))  # whoever asks
    DocumentFactory(title="内部文件")
    addresses = [
        "/api/v2/pages/", "/api/v2/pages/?fields=*", "/api/v2/pages/?limit=100&type=publicity.StoryPage&fields=*",
        f"/api/v2/pages/{story.pk}/?fields=*", f"/api/v2/pages/?descendant_of={home.pk}",
    ]  # fmt: skip
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        shown = json.dumps(answer.json(), ensure_ascii=False)
        for secret in ("草稿标题", "内部栏目", "没发布的改动", "不公开的人", "bu-gong-kai", "内部文件", "owner"):
            assert secret not in shown, (address, secret)
    for page in (draft, hidden, below):
        assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404
        assert client.get(f"/api/v2/pages/?child_of={page.pk}").status_code in {400, 404}
    for address in (
        "/api/v2/pages/?owner=1", "/api/v2/pages/?search=a", "/api/v2/pages/?fields=owner", "/api/v2/pages/?live=false",
        "/api/v2/pages/?fields=unit(code)", "/api/v2/pages/?order=owner", "/api/v2/pages/?type=people.User",
        "/api/v2/pages/?type=wagtailcore.Revision", "/api/v2/pages/?topic=x", "/api/v2/pages/?modified_since=2026-13-01",
        "/api/v2/pages/?id=99999999999999999999", "/api/v2/pages/?limit=-1",
    ):  # fmt: skip
        assert client.get(address).status_code == 400, address
    for address in ("/api/v2/documents/", "/api/v2/images/", "/api/v2/users/", "/api/v2/"):
        assert client.get(address).status_code == 404, address
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(f"/api/v2/pages/{story.pk}/").status_code == 405


def test_lists_are_paged_filtered_and_ordered(client: Client, column: Any, site_details: Any) -> None:
    topic = TopicFactory()
    pages = [StoryPageFactory(parent=column) for _number in range(5)]
    pages[3].topics.add(topic)
    pages[3].save()
    first = client.get("/api/v2/pages/?type=publicity.StoryPage&limit=2").json()
    second = client.get("/api/v2/pages/?type=publicity.StoryPage&limit=2&offset=2").json()
    assert first["meta"]["total_count"] == 5
    assert [item["id"] for item in first["items"] + second["items"]] == [page.pk for page in pages[:4]]
    filed = client.get(f"/api/v2/pages/?topic={topic.pk}").json()
    assert [item["id"] for item in filed["items"]] == [pages[3].pk]
    assert not client.get("/api/v2/pages/?modified_since=2999-01-01").json()["items"]
    back = client.get("/api/v2/pages/?type=publicity.StoryPage&order=-id&limit=1").json()
    assert back["items"][0]["id"] == pages[-1].pk


def test_the_number_of_queries_does_not_grow(
    client: Client, column: Any, site_details: Any, django_assert_max_num_queries: Any
) -> None:
    for _number in range(30):
        StoryPageFactory(parent=column).topics.add(TopicFactory())
    client.get("/api/v2/pages/?limit=1")
    with django_assert_max_num_queries(15):
        assert len(client.get("/api/v2/pages/?type=publicity.StoryPage&limit=30").json()["items"]) == 30


def test_answers_are_kept_until_something_is_published(
    client: Client, story: Any, django_assert_max_num_queries: Any, django_capture_on_commit_callbacks: Any
) -> None:
    address = "/api/v2/pages/?type=publicity.StoryPage"
    first = client.get(address)
    with django_assert_max_num_queries(3):
        assert client.get(address).content == first.content
    assert client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    assert first["Access-Control-Allow-Origin"] == "*"
    story.title = "两张清单"
    with django_capture_on_commit_callbacks(execute=True):
        story.save_revision().publish(skip_permission_checks=True)
    assert client.get(address).json()["items"][0]["title"] == "两张清单"
    with django_capture_on_commit_callbacks(execute=True):
        story.unpublish()
    assert client.get(address).json()["items"] == []


def test_a_page_is_found_by_its_path(client: Client, story: Any) -> None:
    answer = client.get("/api/v2/pages/find/", {"html_path": "/dongtai/qing-dan/"})
    assert answer.status_code == 302 and answer["Location"].rstrip("?").endswith(f"/api/v2/pages/{story.pk}/")
    assert client.get("/api/v2/pages/find/", {"html_path": "/nichts/"}).status_code == 404


def test_private_trees_drafts_and_fields_are_not_found_by_detours(
    client: Client, story: Any, column: Any, home: Any, person: Any
) -> None:
    """A filter, an order or an address that would tell by its answer what is in a place nobody may look into."""
    draft = StoryPageFactory(parent=column, title="草稿标题", live=False)
    hidden = StandardPageFactory(parent=home, title="内部栏目", slug="neibu")
    below = StandardPageFactory(parent=hidden, title="内部栏目的下级", slug="xiaji")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    client.force_login(person("site_admin"))
    for page in (draft, hidden, below):
        for name in ("descendant_of", "child_of", "translation_of", "id"):
            answer = client.get("/api/v2/pages/", {name: page.pk})
            assert answer.status_code in {400, 404} or answer.json()["items"] == [], (name, page)
            missing = client.get("/api/v2/pages/", {name: 999_999})
            assert answer.status_code == missing.status_code, (name, page)
        assert client.get(f"/api/v2/pages/{page.pk}/revisions/").status_code == 404
        assert client.get("/api/v2/pages/", {"slug": page.slug}).json()["items"] == []
        found = client.get("/api/v2/pages/find/", {"html_path": page.get_url_parts()[2]}, follow=True)
        assert found.status_code == 404, page
        assert client.get("/api/v2/pages/find/", {"id": page.pk}, follow=True).status_code == 404
    for order in ("owner", "draft_title", "-live", "latest_revision_created_at", "path", "random", "owner__password"):
        answer = client.get("/api/v2/pages/", {"order": order})
        assert answer.status_code == 400 or order == "random", order
    for fields in ("owner", "draft_title", "latest_revision", "live", "owner(password)", "meta(parent)", "*,owner"):
        assert client.get("/api/v2/pages/", {"fields": fields}).status_code == 400, fields
        assert client.get(f"/api/v2/pages/{story.pk}/", {"fields": fields}).status_code == 400, fields
