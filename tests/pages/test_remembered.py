"""Parts of pages that a process remembers: fast for everybody, never old, never somebody else's draft."""

from typing import Any

import pytest
from django.test import Client

from publicity.models import StoryPage
from reform.pages import edition
from reform.pages.models import StandardPage

pytestmark = pytest.mark.django_db
PAST_THE_CACHE = "?fresh=1"  # a parameter that the cache of whole pages does not know


def paragraph(text: str) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "value": f"<p>{text}</p>"}]


@pytest.fixture
def article(column: Any) -> StandardPage:
    found = column.add_child(instance=StandardPage(title="第一版", slug="yi", body=paragraph("旧的正文")))
    found.save_revision().publish(skip_permission_checks=True)
    return found


def text(client: Client, address: str = f"/dongtai/yi/{PAST_THE_CACHE}") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_publication_changes_body_and_head_at_once(article: Any, django_capture_on_commit_callbacks: Any) -> None:
    assert "旧的正文" in text(Client())
    article.body, article.search_description = paragraph("新的正文"), "新的描述"
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish(skip_permission_checks=True)
    shown = text(Client())
    assert "新的正文" in shown and "新的描述" in shown and "旧的正文" not in shown


def test_a_preview_shows_the_draft_and_leaves_nothing_behind(article: Any, editor: Any) -> None:
    article.body = paragraph("草稿正文")
    revision = article.save_revision()
    client = Client()
    client.force_login(editor)
    shown = text(client, f"/admin/pages/{article.pk}/revisions/{revision.pk}/view/")
    assert "草稿正文" in shown and 'content="noindex, nofollow"' in shown
    assert "旧的正文" in text(Client()) and "草稿正文" not in text(Client())


def test_the_second_time_only_the_page_itself_is_read(column: Any, django_assert_num_queries: Any) -> None:
    story = column.add_child(instance=StoryPage(title="故事", slug="gu-shi", body=paragraph("正文")))
    story.people.create(name="人物甲", post="组长")
    story.save_revision().publish(skip_permission_checks=True)
    address = f"/dongtai/gu-shi/{PAST_THE_CACHE}"
    assert "人物甲" in text(Client(), address)
    with django_assert_num_queries(2):  # the edition, the page
        assert "人物甲" in text(Client(), address)


def test_the_reader_s_own_choices_are_not_remembered(article: Any) -> None:
    assert 'class="large"' not in text(Client())
    client = Client()
    client.cookies["display"] = "large"
    assert "标准字号" in text(client)
    assert "标准字号" not in text(Client())


def test_the_memory_has_a_limit(article: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edition, "MOST_CHARACTERS", 1000)
    with edition.reading(edition.Present(10**9, 0.0)):
        for number in range(50):
            edition.remember(("test", number), lambda: "字" * 300)
        assert sum(key[0] == "test" for key in edition._memory.values if isinstance(key, tuple)) <= 3
