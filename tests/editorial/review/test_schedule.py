"""Pages that go live and expire at an hour, and what may be wrong with a page at the moment of publication."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from reform.editorial import actions

from .desk import client, edit, fresh, publish, read, step, through, write
from .test_doors import form

pytestmark = pytest.mark.django_db


def at_hour(page: Page, **moved: timedelta) -> None:
    """Lets time pass: sets the hours of the page's revision as if they had come."""
    page = fresh(page)
    revision = page.scheduled_revision or page.latest_revision
    for name, delta in moved.items():
        moment = timezone.now() + delta
        if name == "go_live_at":
            revision.approved_go_live_at = moment
        revision.content[name] = moment.isoformat()
        Page.objects.filter(pk=page.pk).update(**{name: moment})
    revision.save()


def reviewers(office: Any) -> tuple[Any, ...]:
    return office.first_review, office.second_review, office.final_review


def test_approved_page_goes_live_at_its_hour_as_approved(office: Any) -> None:
    page = write(office.column, office.editor, go_live_at=timezone.now() + timedelta(days=1))
    approved = page.latest_revision
    page = through(page, office.editor, *reviewers(office))
    assert not page.live
    assert page.scheduled_revision == approved
    assert read(page).status_code == 404
    assert office.editor.notices.filter(kind="scheduled").count() == 1
    at_hour(page, go_live_at=-timedelta(minutes=1))
    call_command("publish_scheduled")
    page = fresh(page)
    assert page.live
    assert page.live_revision == approved
    assert read(page).status_code == 200


def test_new_version_of_a_live_page_waits_and_the_old_stays(office: Any) -> None:
    page = publish(office.column, office, "第一版")
    text = edit(page, office.editor, "第二版").get_latest_revision_as_object()
    text.go_live_at = timezone.now() + timedelta(days=1)
    text.save_revision(user=office.editor)
    page = through(page, office.editor, *reviewers(office))
    assert page.live
    assert "第一版" in read(page).content.decode()
    at_hour(page, go_live_at=-timedelta(minutes=1))
    call_command("publish_scheduled")
    assert "第二版" in read(page).content.decode()


def test_a_page_that_waits_cannot_be_edited_or_submitted(office: Any) -> None:
    page = write(office.column, office.editor, go_live_at=timezone.now() + timedelta(days=1))
    page = through(page, office.editor, *reviewers(office))
    revision = page.latest_revision_id
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client(office.editor).post(url, form(page, title="改了"))
    assert fresh(page).latest_revision_id == revision
    with pytest.raises(actions.ReviewError):
        actions.submit(page, office.editor)


def test_page_expires(office: Any) -> None:
    page = publish(office.column, office, expire_at=timezone.now() + timedelta(days=1))
    at_hour(page, expire_at=-timedelta(minutes=1))
    call_command("publish_scheduled")
    page = fresh(page)
    assert page.expired
    assert not page.live
    assert read(page).status_code == 404


def test_going_live_after_expiry_is_refused_and_nothing_is_lost(office: Any) -> None:
    page = write(office.column, office.editor)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    now = timezone.localtime()
    data = form(
        page,
        title="写了很久的标题",
        go_live_at=(now + timedelta(days=5)).strftime("%Y-%m-%d %H:%M"),
        expire_at=(now + timedelta(days=2)).strftime("%Y-%m-%d %H:%M"),
    )
    for extra in ({}, {"action-submit": "1"}):
        response = client(office.editor).post(url, data | extra)
        html = response.content.decode()
        assert response.status_code == 200
        assert "写了很久的标题" in html
        assert response.context["form"].errors["go_live_at"]
    assert not fresh(page).workflow_in_progress


def test_expiry_that_passed_during_the_review_is_said_before_publication(office: Any) -> None:
    page = write(office.column, office.editor, expire_at=timezone.now() + timedelta(hours=2))
    page = through(page, office.editor, office.first_review, office.second_review)
    at_hour(page, expire_at=-timedelta(minutes=1))
    state = step(page)
    with pytest.raises(actions.ReviewError, match="下线时间已过"):
        actions.approve(state, office.final_review)
    assert not fresh(page).live
    actions.send_back(step(page), office.final_review, "下线时间已过，请重新设定")
    with pytest.raises(actions.ReviewError, match="下线时间已过"):
        actions.submit(page, office.editor)


def test_slug_that_collides_is_said_in_the_editor_and_nothing_is_lost(office: Any) -> None:
    publish(office.column, office, "一", slug="zhanyong")
    page = write(office.column, office.editor, "二")
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client(office.editor).post(url, form(page, slug="zhanyong", summary="写了很多字"))
    html = response.content.decode()
    assert response.context["form"].errors["slug"]
    assert "写了很多字" in html


def test_slug_taken_during_the_review_is_said_to_the_last_reviewer(office: Any) -> None:
    """A live page wants a new slug; while that is reviewed, another page takes it."""
    page = publish(office.column, office, "旧", slug="jiu")
    text = fresh(page).get_latest_revision_as_object()
    text.slug = "xin"
    text.save_revision(user=office.editor)
    through(page, office.editor, office.first_review, office.second_review)
    publish(office.column, office, "抢先", slug="xin")
    with pytest.raises(actions.ReviewError, match="退回"):
        actions.approve(step(page), office.final_review)
    page = fresh(page)
    assert page.slug == "jiu"
    assert page.live
    assert page.current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
    url = reverse("editorial:review", args=[page.pk])
    data = {"approve": "1", "revision": step(page).revision_id, "comment": "可以"}
    response = client(office.final_review).post(url, data)
    assert response.status_code == 200
    assert "无法发布" in response.content.decode()


def test_unknown_block_passes_through_the_whole_review_untouched(office: Any) -> None:
    stranger = {
        "type": "from_the_future",
        "value": {"text": "以后的内容块"},
        "id": "3f0f4b7e-0000-4000-8000-000000000001",
    }
    page = write(office.column, office.editor)
    revision = page.latest_revision
    revision.content["body"] = json.dumps([stranger])
    revision.save()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "from_the_future" in client(office.editor).get(url).content.decode()
    page = through(page, office.editor, *reviewers(office))
    assert page.live
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM publicity_storypage WHERE page_ptr_id = %s", [page.pk])
        stored = cursor.fetchone()[0]
    kept = json.loads(stored) if isinstance(stored, str) else stored
    assert [block["type"] for block in kept] == ["from_the_future"]
    assert kept[0]["value"] == stranger["value"]
