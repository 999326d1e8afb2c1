"""Each door of Wagtail to the readers, tried by each role over HTTP: nothing gets out or goes away past the review."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from reform.editorial import actions
from reform.pages.models import HomePage
from reform.people.roles import ROLES

from .desk import client, edit, fresh, publish, step, write

pytestmark = pytest.mark.django_db

WHO = [*(role.key for role in ROLES), "superuser"]


@pytest.fixture
def visitor(office: Any, person: Any, request: Any) -> Any:
    office.superuser = person(is_superuser=True, is_staff=True)
    return client(getattr(office, request.param))


def form(page: Page, **fields: Any) -> dict[str, Any]:
    """What the page editor posts for a story."""
    data: dict[str, Any] = {
        "title": page.title, "slug": page.slug or "gushi", "summary": "一句话", "body-count": "0", "hardship": "",
        "seo_title": "", "search_description": "", "place": "", "source": "", "responsible_editor": "",
        "cover": "", "cover_alt": "", "cover_caption": "", "region": "", "unit": "", "comment_notifications": "",
    }  # fmt: skip
    for name in ("people", "changes", "related", "comments"):
        data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0, f"{name}-MIN_NUM_FORMS": 0}
    return data | fields


Door = Callable[[Any, Any], tuple[str, dict[str, Any]]]


def edit_publish(page: Page, column: Page) -> tuple[str, dict[str, Any]]:
    return reverse("wagtailadmin_pages:edit", args=[page.pk]), form(page, **{"action-publish": "1"})


def bulk(action: str) -> Door:
    def door(page: Page, column: Page) -> tuple[str, dict[str, Any]]:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        return f"{url}?id={page.pk}&next=/admin/", {"include_descendants": "on"}

    return door


def revert(page: Page, column: Page) -> tuple[str, dict[str, Any]]:
    first = page.revisions.order_by("pk").first()
    url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    return url, form(page, revision=first.pk, **{"action-publish": "1"})


def copy(**extra: str) -> Door:
    def door(page: Page, column: Page) -> tuple[str, dict[str, Any]]:
        fields = {"new_title": "副本", "new_slug": "fu-ben", "new_parent_page": column.pk, **extra}
        return reverse("wagtailadmin_pages:copy", args=[page.pk]), fields

    return door


DOORS: dict[str, Door] = {
    "editor": edit_publish,
    "bulk publish": bulk("publish"),
    "revert and publish": revert,
    "copy and publish": copy(publish_copies="on"),
    "alias": copy(alias="on"),
    "unpublish": lambda page, _: (reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {}),
    "bulk unpublish": bulk("unpublish"),
    "delete": lambda page, _: (reverse("wagtailadmin_pages:delete", args=[page.pk]), {}),
    "bulk delete": bulk("delete"),
    "convert to alias": lambda page, _: (reverse("wagtail_localize:convert_to_alias", args=[page.pk]), {}),
}


@pytest.mark.parametrize("visitor", WHO, indirect=True)
def test_no_door_changes_what_readers_see(office: Any, visitor: Any) -> None:
    live = publish(office.column, office, "线上的版本")
    edit(live, office.editor, "没有审过的版本")
    draft = write(office.column, office.editor, "草稿")
    seen = {page.pk: page.title for page in Page.objects.live()}
    for name, door in DOORS.items():
        for page in (live, draft):
            page = Page.objects.filter(pk=page.pk).first()
            if page is None:  # a draft may be deleted by its editors
                continue
            url, data = door(page.specific, office.column)
            response = visitor.post(url, data)
            assert response.status_code < 500, name
            assert {page.pk: page.title for page in Page.objects.live()} == seen, name
    assert Page.objects.filter(title="副本", live=True).count() == 0


@pytest.mark.parametrize("visitor", WHO, indirect=True)
def test_create_and_publish_makes_a_draft_or_nothing(office: Any, visitor: Any) -> None:
    url = reverse("wagtailadmin_pages:add", args=["publicity", "storypage", office.column.pk])
    page = Page(title="直接发布", slug="zhi-jie-fa-bu")
    visitor.post(url, form(page, **{"action-publish": "1"}))
    assert not Page.objects.filter(title="直接发布", live=True).exists()


@pytest.mark.parametrize("visitor", ["superuser", "site_admin"], indirect=True)
def test_a_second_home_page_is_not_published_under_the_root(office: Any, visitor: Any) -> None:
    root = Page.get_first_root_node()
    HomePage.objects.all().delete()
    url = reverse("wagtailadmin_pages:add", args=["pages", "homepage", root.pk])
    visitor.post(url, form(Page(title="新首页", slug="xin"), **{"sections-count": "0", "action-publish": "1"}))
    assert not Page.objects.filter(title="新首页", live=True).exists()


@pytest.mark.parametrize("visitor", WHO, indirect=True)
def test_a_page_in_review_cannot_be_saved_deleted_or_locked_away(office: Any, visitor: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    revision = page.latest_revision_id
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    visitor.post(edit_url, form(page, title="改了"))
    visitor.post(edit_url, form(page, title="改了"), headers={"accept": "application/json"})
    visitor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    visitor.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    page = fresh(page)
    assert page.latest_revision_id == revision
    assert not page.locked
    assert step(page).task.name == "初审"


@pytest.mark.parametrize("visitor", WHO, indirect=True)
def test_only_administrators_move_live_pages(office: Any, visitor: Any, request: Any) -> None:
    page = publish(office.column, office)
    target = office.column.get_parent().add_child(instance=type(office.column)(title="另一栏", slug="ling-yi-lan"))
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])
    visitor.post(url)
    moved = fresh(page).get_parent().pk == target.pk
    assert moved == (request.node.callspec.params["visitor"] in {"site_admin", "superuser"})


@pytest.mark.parametrize("visitor", WHO, indirect=True)
def test_only_administrators_hide_a_page_behind_a_password(office: Any, visitor: Any, request: Any) -> None:
    page = publish(office.column, office)
    visitor.post(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), {"restriction_type": "login"})
    hidden = PageViewRestriction.objects.filter(page=page.pk).exists()
    assert hidden == (request.node.callspec.params["visitor"] in {"site_admin", "superuser"})


@pytest.mark.parametrize("visitor", WHO, indirect=True)
def test_unscheduling_makes_a_draft(office: Any, visitor: Any, request: Any) -> None:
    page = write(office.column, office.editor, go_live_at=timezone.now() + timedelta(days=2))
    actions.submit(page, office.editor)
    for reviewer in (office.first_review, office.second_review, office.final_review):
        actions.approve(step(page), reviewer)
    revision = fresh(page).scheduled_revision
    visitor.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk]))
    call_command("publish_scheduled")
    page = fresh(page)
    assert not page.live
    allowed = {"site_admin", "superuser", "final_review", "editor"}
    assert (page.scheduled_revision is None) == (request.node.callspec.params["visitor"] in allowed)


def test_what_readers_have_seen_is_deleted_by_administrators_only(office: Any) -> None:
    page = publish(office.column, office)
    actions.withdraw(page, office.final_review, "内容有误")
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])
    client(office.editor).post(url)
    assert Page.objects.filter(pk=page.pk).exists()
    address = page.url
    client(office.site_admin).post(url)
    assert not Page.objects.filter(pk=page.pk).exists()
    assert client(office.editor).get(address).status_code == 410


def test_code_that_publishes_in_nobodys_name_must_say_so(office: Any) -> None:
    page = write(office.column, office.editor)
    with pytest.raises(PermissionDenied):
        page.latest_revision.publish()
    assert not fresh(page).live


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("withdraw", {"site_admin", "final_review", "superuser"}),
        ("emergency", {"emergency", "superuser"}),
        ("correct", {"editor", "site_admin", "superuser"}),
    ],
)
@pytest.mark.parametrize("visitor", WHO, indirect=True)
def test_actions_of_the_office_by_role(office: Any, visitor: Any, name: str, allowed: set[str], request: Any) -> None:
    page = publish(office.column, office)
    edit(page, office.editor, "新的版本")
    before = fresh(page).specific.latest_revision_id, fresh(page).live, fresh(page).live_revision_id
    visitor.post(reverse(f"editorial:{name}", args=[page.pk]), {"reason": "数字写错，已经核对"})
    after = fresh(page).specific.latest_revision_id, fresh(page).live, fresh(page).live_revision_id
    assert (before != after) == (request.node.callspec.params["visitor"] in allowed)
