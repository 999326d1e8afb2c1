"""Saving by itself, a history that stays readable, and two people in one page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from reform.editorial import actions, history, queries

from .desk import client, edit, fresh, publish, step, through, write
from .test_doors import form

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}


class Tab:
    """A page open in a browser: posts as the editor's script does."""

    def __init__(self, page: Page, user: Any) -> None:
        self.page, self.browser = fresh(page), client(user)
        self.url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        self.html = self.browser.get(self.url).content.decode()
        revision = self.page.latest_revision
        self.state = {"loaded_revision_id": revision.pk, "loaded_revision_created_at": revision.created_at.isoformat()}

    def autosave(self, **fields: Any) -> dict[str, Any]:
        answer = self.browser.post(self.url, form(self.page, **self.state, **fields), headers=JSON).json()
        if answer["success"]:
            self.state["overwrite_revision_id"] = answer["revision_id"]
        return answer

    def ping(self) -> dict[str, Any]:
        url = self.html.split("/admin/editing-sessions/ping/", 1)[1].split('"', 1)[0]
        data = {"revision_id": self.state.get("overwrite_revision_id", self.state["loaded_revision_id"])}
        data["revision_created_at"] = self.state["loaded_revision_created_at"]
        return self.browser.post(f"/admin/editing-sessions/ping/{url}", data).json()


def saves(page: Page) -> list[PageLogEntry]:
    return list(PageLogEntry.objects.filter(page=page.pk, action="wagtail.edit").order_by("timestamp", "pk"))


def test_saving_by_itself_is_on_and_makes_one_revision_and_one_line(office: Any) -> None:
    page = write(office.column, office.editor)
    tab = Tab(page, office.editor)
    assert "w-autosave" in tab.html
    before = page.revisions.count()
    for number in range(12):
        assert tab.autosave(title=f"标题{number}")["success"]
    assert fresh(page).get_latest_revision_as_object().title == "标题11"
    assert page.revisions.count() == before + 1
    assert len(saves(page)) == 2  # the first and the last of the run
    html = client(office.editor).get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert html.count("已保存草稿") == 1


def test_run_ends_with_another_person_another_event_or_a_pause(office: Any) -> None:
    page = write(office.column, office.editor)
    edit(page, office.editor, "一")
    assert len({entry.uuid for entry in saves(page)}) == 1
    edit(page, office.second_editor, "二")
    edit(page, office.editor, "三")
    assert len({entry.uuid for entry in saves(page)}) == 3
    actions.submit(page, office.editor)
    actions.send_back(step(page), office.first_review, "改")
    edit(page, office.editor, "四")
    assert len({entry.uuid for entry in saves(page)}) == 4
    last = saves(page)[-1]
    PageLogEntry.objects.filter(pk=last.pk).update(timestamp=last.timestamp - history.WINDOW - timedelta(seconds=1))
    edit(page, office.editor, "五")
    assert len({entry.uuid for entry in saves(page)}) == 5


def test_no_author_is_lost_when_lines_are_joined(office: Any, person: Any) -> None:
    both = person("editor", "first_review")
    page = write(office.column, office.editor)
    tab = Tab(page, both)
    for number in range(5):
        tab.autosave(title=f"第{number}稿")
    edit(page, office.editor, "定稿")
    actions.submit(page, office.editor)
    assert both.pk not in queries.step_of(step(page)).eligible


def test_second_editor_is_told_who_else_is_there(office: Any) -> None:
    page = write(office.column, office.editor)
    Tab(page, office.editor)
    second = Tab(page, office.second_editor)
    assert str(office.editor) in second.ping()["html"]


def test_second_editor_is_told_before_losing_anything(office: Any) -> None:
    page = write(office.column, office.editor)
    first, second = Tab(page, office.editor), Tab(page, office.second_editor)
    assert first.autosave(title="先写的")["success"]
    told = second.ping()
    assert "w-ping--critical" in told["html"]  # the warning beside the first editor's picture
    assert (
        "w-editing-sessions-dialog" in told["html"] or "w-teleport" in told["html"]
    )  # asked again when saving by hand
    refused = second.autosave(title="后写的")
    assert not refused["success"]
    assert refused["error_code"] == "invalid_revision"
    assert fresh(page).get_latest_revision_as_object().title == "先写的"


def test_second_editor_who_insists_overwrites_nothing_for_good(office: Any) -> None:
    page = write(office.column, office.editor)
    first, second = Tab(page, office.editor), Tab(page, office.second_editor)
    kept = first.autosave(title="先写的")["revision_id"]
    second.browser.post(second.url, form(page, title="后写的", **second.state))
    assert fresh(page).get_latest_revision_as_object().title == "后写的"
    assert page.revisions.get(pk=kept).as_object().title == "先写的"


def test_open_tab_of_a_page_that_went_into_review_is_refused_and_told(office: Any) -> None:
    page = write(office.column, office.editor)
    tab = Tab(page, office.editor)
    tab.autosave(title="送审的")
    actions.submit(page, office.editor)
    answer = tab.autosave(title="送审以后又改的")
    assert not answer["success"]
    assert answer["error_code"] == "locked"
    assert step(page).revision.as_object().title == "送审的"


def test_open_tab_after_publication_makes_a_new_revision(office: Any) -> None:
    page = write(office.column, office.editor)
    tab = Tab(page, office.editor)
    tab.autosave(title="发布的")
    page = through(page, office.editor, office.first_review, office.second_review, office.final_review)
    approved = page.live_revision
    answer = tab.autosave(title="发布以后写的")
    assert answer["success"]
    assert answer["revision_id"] != approved.pk
    approved.refresh_from_db()
    assert approved.as_object().title == "发布的"
    assert fresh(page).title == "发布的"


def test_strangers_cannot_ping_or_release(office: Any) -> None:
    page = publish(office.column, office)
    assert Client().post(f"/admin/editing-sessions/ping/wagtailcore/page/{page.pk}/1/").status_code == 302
