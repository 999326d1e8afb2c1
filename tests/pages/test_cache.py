"""Kept pages: fast for strangers, never old after a change, never somebody else's."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from publicity.models import StoryPage
from reform.pages import edition
from reform.pages.models import CustomImage, SiteSettings, StandardPage, Topic
from reform.people.models import Unit

from . import media

pytestmark = pytest.mark.django_db
Commits = Callable[[], Any]


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Commits:
    """What the test changes inside is committed at its end."""

    @contextmanager
    def block() -> Iterator[None]:
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return block


@pytest.fixture
def article(column: Any) -> StandardPage:
    found = column.add_child(instance=StandardPage(title="第一版", slug="yi"))
    found.save_revision().publish(skip_permission_checks=True)
    return found


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of pages that were rendered, not taken from the cache."""
    seen: list[str] = []
    serve = StandardPage.serve

    def record(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        seen.append(request.get_full_path())
        return serve(self, request, *args, **kwargs)

    monkeypatch.setattr(StandardPage, "serve", record)
    return seen


ADDRESS = "/dongtai/yi/"


def test_the_second_stranger_gets_the_kept_page(article: Any, rendered: list[str], django_assert_num_queries: Any):
    first = Client().get(ADDRESS)
    with django_assert_num_queries(1):
        second = Client().get(ADDRESS)
    assert len(rendered) == 1
    assert first.content == second.content
    assert "第一版" in second.content.decode()
    assert second["Content-Type"] == first["Content-Type"] == "text/html; charset=utf-8"
    assert second["X-Frame-Options"] == "SAMEORIGIN" and second["X-Content-Type-Options"] == "nosniff"
    assert int(second["Content-Length"]) == len(second.content)


def test_a_publication_is_visible_on_the_next_request(article: Any, commits: Commits):
    assert "第一版" in Client().get(ADDRESS).content.decode()
    article.title = "第二版"
    with commits():
        article.save_revision().publish(skip_permission_checks=True)
    assert "第二版" in Client().get(ADDRESS).content.decode()


def test_a_draft_is_not_a_change(article: Any, commits: Commits, rendered: list[str]):
    Client().get(ADDRESS)
    article.title = "草稿"
    with commits():
        article.save_revision()
    assert "第一版" in Client().get(ADDRESS).content.decode()
    assert len(rendered) == 1


def test_a_rollback_is_not_a_change(article: Any, rendered: list[str], commits: Commits):
    from django.db import transaction

    Client().get(ADDRESS)
    with commits(), pytest.raises(ZeroDivisionError), transaction.atomic():
        article.save_revision().publish(skip_permission_checks=True)
        raise ZeroDivisionError
    Client().get(ADDRESS)
    assert len(rendered) == 1


CHANGES: dict[str, Callable[[Any, Any], object]] = {
    "withdrawn": lambda article, column: article.unpublish(),
    "deleted": lambda article, column: article.delete(),
    "moved": lambda article, column: article.move(column.get_parent(), pos="last-child"),
    "reordered": lambda article, column: article.move(
        article.get_siblings().exclude(pk=article.pk).first(), pos="left"
    ),
    "unit renamed": lambda article, column: _rename_unit(),
    "topic renamed": lambda article, column: Topic.objects.get().save(),
    "picture changed": lambda article, column: CustomImage.objects.get().save(),
    "picture deleted": lambda article, column: CustomImage.objects.get().delete(),
    "site details": lambda article, column: SiteSettings.objects.get().save(),
    "site": lambda article, column: Site.objects.get().save(),
    "made private": lambda article, column: PageViewRestriction.objects.create(page=article, restriction_type="login"),
    "parent's address": lambda article, column: _rename(column),
}


def _rename_unit() -> None:
    unit = Unit.objects.get()
    unit.name = "新名"
    unit.save()


def _rename(column: Any) -> None:
    column.slug = "xin"
    column.save()


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_that_readers_see_makes_a_new_edition(change: str, article: Any, column: Any, commits: Commits):
    Unit.add_root(code="a", name="旧名")
    Topic.objects.create(name="民生", slug="min-sheng", locale=article.locale)
    SiteSettings.objects.get_or_create(site=Site.objects.get(), defaults={"name": "x"})
    from django.core.files.base import ContentFile

    CustomImage(title="x", file=ContentFile(media.photo(), name="a.jpg")).save()
    column.add_child(instance=StandardPage(title="二", slug="er"))
    article.refresh_from_db()
    column.refresh_from_db()
    before = edition.present()
    with commits():
        CHANGES[change](article, column)
    assert edition.present().number > before.number


def test_many_changes_in_one_transaction_count_once(column: Any, commits: Commits):
    edition.present()
    before = edition.present().number
    with commits():
        for number in range(5):
            child = column.add_child(instance=StandardPage(title="x", slug=f"x{number}"))
            child.save_revision().publish(skip_permission_checks=True)
    assert edition.present().number == before + 1


def test_a_withdrawn_page_is_gone_on_the_next_request(article: Any, commits: Commits):
    assert Client().get(ADDRESS).status_code == 200
    with commits():
        article.unpublish()
    assert Client().get(ADDRESS).status_code == 404


def test_scheduled_pages_come_and_go(article: Any, commits: Commits):
    assert Client().get(ADDRESS).status_code == 200
    now = timezone.now()
    StandardPage.objects.filter(pk=article.pk).update(expire_at=now - timedelta(minutes=1))
    with commits():
        call_command("publish_scheduled")
    assert Client().get(ADDRESS).status_code == 404
    article.refresh_from_db()
    article.go_live_at, article.expire_at = now - timedelta(seconds=1), None
    article.save_revision(approved_go_live_at=now - timedelta(seconds=1))
    with commits():
        call_command("publish_scheduled")
    assert Client().get(ADDRESS).status_code == 200


def test_what_is_rendered_while_somebody_publishes_is_not_kept_for_later(
    article: Any, commits: Commits, monkeypatch: pytest.MonkeyPatch
):
    """A slow render starts before the publication and ends after it."""
    serve = StandardPage.serve

    def slow(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        response = serve(self, request, *args, **kwargs)
        response.render()
        monkeypatch.setattr(StandardPage, "serve", serve)
        fresh = StandardPage.objects.get(pk=article.pk)
        fresh.title = "第二版"
        with commits():
            fresh.save_revision().publish(skip_permission_checks=True)
        return response

    monkeypatch.setattr(StandardPage, "serve", slow)
    assert "第一版" in Client().get(ADDRESS).content.decode()
    assert "第二版" in Client().get(ADDRESS).content.decode()


class OtherProcess(LocMemCache):
    """The memory of another worker: its own, whatever name it is given."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(f"{name}-{id(self)}", params)


def test_another_process_sees_it_too(article: Any, commits: Commits, settings: Any):
    """Each worker has its own memory of pages; the number of the edition is what they share."""
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "tests.pages.test_cache.OtherProcess", "LOCATION": "other"},
    }
    here, there = Client(), Client()
    for client in (here, there):
        assert "第一版" in client.get(ADDRESS).content.decode()
        assert "第一版" in client.get(ADDRESS).content.decode()
    article.title = "第二版"
    with commits():
        article.save_revision().publish(skip_permission_checks=True)
    for client in (here, there):
        assert "第二版" in client.get(ADDRESS).content.decode()


def test_a_new_process_starts_with_a_new_edition(article: Any, monkeypatch: pytest.MonkeyPatch):
    """As after a kill between a commit and its count."""
    edition.present()
    number = edition.present().number
    monkeypatch.setattr(edition, "_process", -1)
    assert edition.present().number == number + 1
    assert edition.present().number == number + 1


def test_signed_in_people_get_their_own_page(article: Any, editor: Any, rendered: list[str]):
    Client().get(ADDRESS)
    client = Client()
    client.force_login(editor)
    response = client.get(ADDRESS)
    client.get(ADDRESS)
    assert len(rendered) == 3
    assert response["Cache-Control"] == "private, no-cache"
    assert "wagtail-userbar" in response.content.decode()
    assert "wagtail-userbar" not in Client().get(ADDRESS).content.decode()


def test_posts_previews_and_tokens_are_not_kept(article: Any, rendered: list[str]):
    client = Client()
    client.post(ADDRESS)
    client.post(ADDRESS)
    assert len(rendered) == 2
    login = Client().get("/accounts/login/")
    assert login.cookies and login["Cache-Control"] != "public, no-cache"


def test_a_page_with_a_form_is_not_kept(article: Any, monkeypatch: pytest.MonkeyPatch):
    """Another's token would be no token."""
    from django.middleware.csrf import get_token

    serve = StandardPage.serve

    def with_token(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        response = serve(self, request, *args, **kwargs)
        response["X-Token"] = get_token(request)
        return response

    monkeypatch.setattr(StandardPage, "serve", with_token)
    client = Client()
    tokens = {client.get(ADDRESS)["X-Token"] for _number in range(3)}
    assert len(tokens) == 3


def test_the_address_is_what_the_page_depends_on(article: Any, rendered: list[str], settings: Any):
    client = Client()
    client.get(ADDRESS)
    assert len(rendered) == 1
    client.get(ADDRESS, {"utm_source": "wechat", "from": "timeline", "isappinstalled": "0"})
    assert len(rendered) == 1, "what others add to our addresses changes nothing"
    client.get(ADDRESS, {"year": "2026"})
    assert rendered[-1] == f"{ADDRESS}?year=2026"
    client.get(ADDRESS, {"year": "2026", "spm": "1"})
    assert len(rendered) == 2
    client.get(ADDRESS, {"unknown": "1"})
    client.get(ADDRESS, {"unknown": "1"})
    assert len(rendered) == 4, "a parameter that nobody knows is not kept"
    client.get(f"{ADDRESS}?year=2026&year=2025")
    client.get(f"{ADDRESS}?year=2026&year=2025")
    assert len(rendered) == 6
    client.get(ADDRESS, HTTP_HOST="other.example")
    assert len(rendered) == 7
    client.get(ADDRESS, secure=True)
    assert len(rendered) == 8
    client.cookies["display"] = "large"
    large = client.get(ADDRESS)
    assert len(rendered) == 9 and 'class="large"' in large.content.decode()
    client.cookies["display"] = "nonsense"
    client.get(ADDRESS)
    assert len(rendered) == 9


def test_unchanged_pages_are_answered_with_304(article: Any, commits: Commits):
    client = Client()
    first = client.get(ADDRESS)
    assert first["Cache-Control"] == "public, no-cache"
    assert "Cookie" in first["Vary"] and "Accept-Encoding" in first["Vary"]
    again = client.get(ADDRESS, HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304 and not again.content
    assert again["ETag"] == first["ETag"] and again["Vary"] == first["Vary"]
    article.title = "第二版"
    with commits():
        article.save_revision().publish(skip_permission_checks=True)
    assert client.get(ADDRESS, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_time_alone_never_takes_an_old_page_for_a_new_one(article: Any, commits: Commits, monkeypatch: Any):
    from reform.pages import cache

    client = Client()
    with commits():
        article.save_revision().publish(skip_permission_checks=True)
    assert not client.get(ADDRESS).has_header("Last-Modified"), "within the second of a change, time says nothing"
    now = timezone.now().timestamp()
    monkeypatch.setattr(cache, "time", lambda: now + 60)
    dated = client.get(ADDRESS)["Last-Modified"]
    assert client.get(ADDRESS, HTTP_IF_MODIFIED_SINCE=dated).status_code == 304
    monkeypatch.setattr(cache, "time", lambda: now)
    with commits():
        article.save_revision().publish(skip_permission_checks=True)
    assert client.get(ADDRESS, HTTP_IF_MODIFIED_SINCE=dated).status_code == 200


def test_head(article: Any, rendered: list[str]):
    client = Client()
    assert client.head(ADDRESS).status_code == 200
    full = client.get(ADDRESS)
    head = client.head(ADDRESS)
    assert not head.content
    assert (head["ETag"], head["Content-Length"]) == (full["ETag"], full["Content-Length"])
    assert len(rendered) == 2, "only what a GET rendered is kept"


def test_compressed_for_those_who_can(article: Any, rendered: list[str]):
    client = Client()
    plain = client.get(ADDRESS)
    packed = client.get(ADDRESS, HTTP_ACCEPT_ENCODING="br, gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]


def test_without_the_database_kept_pages_are_shown(article: Any, monkeypatch: pytest.MonkeyPatch):
    from django.db import OperationalError

    Client().get(ADDRESS)

    def away() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(edition, "_read", away)
    assert Client().get(ADDRESS).status_code == 200


def test_missing_pages_are_not_kept(home: Any, commits: Commits):
    assert Client().get("/new/").status_code == 404
    child = home.add_child(instance=StandardPage(title="新", slug="new"))
    assert child.live
    assert Client().get("/new/").status_code == 200


def test_stories_are_kept_too(column: Any, django_assert_num_queries: Any):
    story = column.add_child(instance=StoryPage(title="故事", slug="gu-shi"))
    story.save_revision().publish(skip_permission_checks=True)
    Client().get("/dongtai/gu-shi/")
    with django_assert_num_queries(1):
        assert Client().get("/dongtai/gu-shi/").status_code == 200
