"""The admin's front page of each role."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import TaskState

from reform.editorial import actions
from reform.editorial.panels import WorkPanel, work_panels
from reform.people.models import User
from reform.people.roles import role_permissions

from .desk import client, edit, fresh, publish, step, write

pytestmark = pytest.mark.django_db


def panels(user: Any) -> dict[str, WorkPanel]:
    return {panel.name: panel for panel in work_panels(User.objects.get(pk=user.pk))}


def titles(panel: WorkPanel) -> list[str]:
    return [row["title"] for row in panel.rows]


OFFICE = [role for role, held in role_permissions().items() if "wagtailadmin.access_admin" in held]


@pytest.mark.parametrize("role", OFFICE)
def test_front_page_opens_for_each_role(office: Any, role: str) -> None:
    write(office.column, office.editor)
    response = client(getattr(office, role)).get("/admin/")
    assert response.status_code == 200
    assert "reform-work" in response.content.decode()


def test_lists_follow_a_page_through_its_life(office: Any) -> None:
    page = write(office.column, office.editor, "快递进村")
    assert titles(panels(office.editor)["drafts"]) == ["快递进村"]
    assert "drafts" not in panels(office.first_review)
    actions.submit(page, office.editor)
    assert panels(office.editor)["drafts"].count == 0
    assert titles(panels(office.first_review)["waiting"]) == ["快递进村"]
    assert panels(office.second_review)["waiting"].count == 0
    actions.approve(step(page), office.first_review)
    assert panels(office.first_review)["waiting"].count == 0
    actions.send_back(step(page), office.second_review, "请写明时间")
    back = panels(office.editor)["sent-back"]
    assert (back.count, back.rows[0]["note"]) == (1, "请写明时间")
    assert panels(office.second_editor)["sent-back"].count == 0
    text = edit(page, office.editor, "快递进村了").get_latest_revision_as_object()
    text.go_live_at = timezone.now().replace(microsecond=0) + timedelta(days=1)
    text.save_revision(user=office.editor)
    actions.submit(page, office.editor)
    assert panels(office.editor)["sent-back"].count == 0
    for person in (office.first_review, office.second_review, office.final_review):
        actions.approve(step(page), person)
    assert not fresh(page).live
    later = panels(office.editor)["scheduled"]
    assert (later.count, later.rows[0]["goes_live"]) == (1, text.go_live_at)
    assert panels(office.editor)["drafts"].count == 0


def test_each_row_leads_to_the_thing_to_do(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    row = panels(office.first_review)["waiting"].rows[0]
    response = client(office.first_review).get(row["url"])
    assert 'name="approve"' in response.content.decode()


def test_author_who_also_reviews_does_not_see_the_own_page_waiting(office: Any, person: Any) -> None:
    both = person("editor", "first_review")
    page = write(office.column, both)
    actions.submit(page, office.editor)
    assert panels(both)["waiting"].count == 0


def test_late_steps_are_marked_and_shown_to_administrators(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.submit(page, office.editor)
    TaskState.objects.filter(pk=step(page).pk).update(started_at=timezone.now() - timedelta(days=9))
    assert panels(office.first_review)["waiting"].rows[0]["late"]
    assert titles(panels(office.site_admin)["overdue"]) == [page.title]
    assert "overdue" not in panels(office.editor)


def test_withdrawn_page_is_nobodys_draft_until_somebody_works_on_it(office: Any) -> None:
    page = publish(office.column, office)
    actions.withdraw(page, office.final_review, "内容有误，正在核对。")
    assert panels(office.editor)["drafts"].count == 0
    edit(page, office.editor, "核对以后")
    assert titles(panels(office.editor)["drafts"]) == ["核对以后"]


def test_empty_lists_say_what_to_do(office: Any) -> None:
    for role in ("editor", "first_review", "emergency", "auditor"):
        shown = panels(getattr(office, role))
        assert shown
        assert all(panel.empty for panel in shown.values())


def test_queries_do_not_grow_with_the_pages(office: Any, person: Any) -> None:
    everybody = person("editor", "first_review", "second_review", "final_review", "site_admin", "auditor", "emergency")

    def count() -> int:
        user = User.objects.get(pk=everybody.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            for panel in work_panels(user):
                panel.render_html({})
        return len(queries)

    def fill(number: int) -> None:
        for index in range(number):
            page = write(office.column, office.editor, f"稿件{index}")
            if index % 2:
                actions.submit(page, office.editor)
            if index % 4 == 3:
                actions.approve(step(page), office.first_review)
        page = write(office.column, everybody, "自己的")
        actions.submit(page, everybody)
        actions.send_back(step(page), office.first_review, "再想想")
        publish(office.column, office, f"上线{number}")

    fill(4)
    few = count()
    fill(16)
    assert count() == few
    assert few <= 32
