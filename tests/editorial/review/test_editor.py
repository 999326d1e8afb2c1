"""Wagtail's page editor in the three-step review, over HTTP."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reform.editorial import actions

from .desk import client, fresh, publish, step, write

pytestmark = pytest.mark.django_db


def editor_html(user: Any, page: Any) -> str:
    response = client(user).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_menu_of_a_draft(office: Any) -> None:
    page = write(office.column, office.editor)
    html = editor_html(office.editor, page)
    assert "提交初审" in html
    assert 'name="action-publish"' not in html
    assert "data-workflow-action-url" not in html


def test_menu_of_a_page_in_review(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    html = editor_html(office.first_review, page)
    assert "通过…" in html
    assert "退回…" in html
    assert "通过并发布…" not in html
    assert "提交初审" not in html
    html = editor_html(office.editor, page)
    assert "action-cancel-workflow" in html
    assert "通过…" not in html
    html = editor_html(office.second_editor, page)
    assert "action-cancel-workflow" not in html


def test_menu_of_the_last_step(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    actions.approve(step(page), office.first_review)
    actions.approve(step(page), office.second_review)
    assert "通过并发布…" in editor_html(office.final_review, page)


def test_menu_after_sending_back(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    actions.send_back(step(page), office.first_review, "请补充")
    html = editor_html(office.editor, page)
    assert "重新送审" in html
    assert "action-restart-workflow" not in html


def test_editor_of_a_live_page_opens(office: Any) -> None:
    page = publish(office.column, office)
    html = editor_html(office.site_admin, page)
    assert "撤稿…" in html


@pytest.mark.parametrize("answer", ["approve", "reject"])
def test_dialogs_of_the_editor(office: Any, answer: str) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    state = step(page)
    browser = client(office.first_review)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, answer, state.pk])
    assert browser.get(url).status_code == 200
    if answer == "reject":
        refused = browser.post(url, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})
        assert refused.json()["step"] == "action"
        state.refresh_from_db()
        assert state.status == "in_progress"
    browser.post(url, {"comment": "写得清楚"})
    state.refresh_from_db()
    assert state.status == {"approve": "approved", "reject": "rejected"}[answer]
    assert state.comment == "写得清楚"


def test_dialog_says_why_an_approval_was_not_possible(office: Any, settings: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    state = step(page)
    text = fresh(page).get_latest_revision_as_object()
    text.title = "改过的标题"
    text.save_revision(user=office.editor)
    browser = client(office.first_review)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    response = browser.post(url, {"comment": ""}, follow=True)
    assert "审核已从初审重新开始" in response.content.decode()


def test_review_page_refuses_a_stale_reading(office: Any) -> None:
    """The page was sent back and submitted again while the reviewer had the old text open."""
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    old = step(page).revision_id
    actions.withdraw_from_review(page, office.editor)
    text = fresh(page).get_latest_revision_as_object()
    text.title = "换了标题"
    text.save_revision(user=office.editor)
    actions.submit(page, office.editor)
    url = reverse("editorial:review", args=[page.pk])
    response = client(office.first_review).post(url, {"approve": "1", "revision": old, "comment": ""}, follow=True)
    assert "请重新阅读" in response.content.decode()
    assert step(page).task.name == "初审"


def test_review_page_keeps_what_was_typed_when_a_reason_is_missing(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    url = reverse("editorial:review", args=[page.pk])
    data = {"send_back": "1", "revision": step(page).revision_id, "comment": " "}
    response = client(office.first_review).post(url, data)
    assert response.status_code == 200
    assert step(page).task.name == "初审"
    data["comment"] = "第二段的数字请注明来源"
    response = client(office.first_review).post(url, data, follow=True)
    assert "已退回编辑" in response.content.decode()


def test_review_page_is_not_for_strangers(office: Any, person: Any) -> None:
    page = write(office.column, office.editor)
    for name in ("review", "text", "record"):
        url = reverse(f"editorial:{name}", args=[page.pk])
        assert Client().get(url).status_code == 302
        assert client(person()).get(url).status_code in {302, 403}
        assert client(office.auditor).get(url).status_code == 200


def test_cancelling_in_the_editor(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client(office.first_review).post(url, {"action-cancel-workflow": "1"})
    assert fresh(page).workflow_in_progress
    client(office.editor).post(url, {"action-cancel-workflow": "1"})
    assert not fresh(page).workflow_in_progress


def test_auditor_reads_history_and_changes_nothing(office: Any) -> None:
    page = publish(office.column, office)
    browser = client(office.auditor)
    html = browser.get(reverse("wagtailadmin_pages:history", args=[page.pk]), follow=True).content.decode()
    for person in (office.first_review, office.second_review, office.final_review):
        assert str(person) in html
    assert browser.get(reverse("editorial:ledger")).status_code == 200
    for name in ("withdraw", "emergency", "correct"):
        url = reverse(f"editorial:{name}", args=[page.pk])
        assert browser.post(url, {"reason": "试一试"}).status_code in {302, 403}
    assert fresh(page).live


def test_record_outlives_the_page(office: Any) -> None:
    page = write(office.column, office.editor, "不要的草稿")
    actions.submit(page, office.editor)
    actions.send_back(step(page), office.first_review, "重复稿件")
    number = page.pk
    fresh(page).delete()
    html = client(office.auditor).get(reverse("editorial:record", args=[number])).content.decode()
    assert "不要的草稿" in html
    assert "重复稿件" in html
