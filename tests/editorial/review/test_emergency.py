"""应急发布: one role, at once, loudly, and looked at afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from reform.editorial import actions, gate
from reform.editorial.models import EmergencyPublication
from reform.editorial.panels import work_panels

from .desk import client, fresh, step, write

pytestmark = pytest.mark.django_db


def test_publishes_at_once_and_tells_everybody(office: Any) -> None:
    page = write(office.column, office.editor, "暴雨转移通知")
    actions.submit(page, office.editor)
    url = reverse("editorial:emergency", args=[page.pk])
    client(office.emergency).post(url, {"reason": "暴雨红色预警，一小时内要转移"})
    page = fresh(page)
    assert page.live
    assert not page.workflow_in_progress
    entry = PageLogEntry.objects.get(page=page.pk, action="editorial.emergency")
    assert entry.user == office.emergency
    assert "红色预警" in entry.comment
    for person in (office.site_admin, office.auditor, office.final_review):
        assert person.notices.filter(kind="emergency").count() == 1
        assert "emergency" in {panel.name for panel in work_panels(person)}


def test_needs_a_reason(office: Any) -> None:
    page = write(office.column, office.editor)
    with pytest.raises(actions.ReviewError):
        actions.emergency_publish(page, office.emergency, " ")
    client(office.emergency).post(reverse("editorial:emergency", args=[page.pk]), {"reason": ""})
    assert not fresh(page).live


def test_personal_data_stays_out_even_in_haste(office: Any) -> None:
    page = write(office.column, office.editor, summary="失联人员家属电话 13800138000")
    with pytest.raises(gate.Blocked):
        actions.emergency_publish(page, office.emergency, "寻人")
    response = client(office.emergency).post(reverse("editorial:emergency", args=[page.pk]), {"reason": "寻人"})
    assert response.status_code == 200
    assert "13800138000" in response.content.decode()
    assert not fresh(page).live


def test_now_means_now(office: Any) -> None:
    page = write(office.column, office.editor, go_live_at=timezone.now() + timedelta(days=1))
    actions.emergency_publish(page, office.emergency, "不能等到明天")
    assert fresh(page).live


def test_is_looked_at_by_somebody_who_neither_wrote_nor_published(office: Any, person: Any) -> None:
    writer = person("editor", "final_review")
    publisher = person("emergency", "final_review")
    page = write(office.column, writer)
    record = actions.emergency_publish(page, publisher, "来不及")
    for who in (writer, publisher, office.site_admin, office.first_review):
        with pytest.raises(PermissionDenied):
            actions.review_emergency(record, who, "没有问题")
    url = reverse("editorial:review_emergency", args=[record.pk])
    client(office.final_review).post(url, {"reason": "内容属实，标题已请编辑核对"})
    record = EmergencyPublication.objects.get()
    assert record.reviewed_by == office.final_review
    assert "emergency" not in {panel.name for panel in work_panels(office.site_admin)}
    assert PageLogEntry.objects.filter(action="editorial.emergency_reviewed").exists()
    with pytest.raises(actions.ReviewError):
        actions.review_emergency(record, person("final_review"), "再看一次")


def test_record_stays_when_the_page_is_deleted(office: Any) -> None:
    page = write(office.column, office.editor, "演练通知")
    actions.emergency_publish(page, office.emergency, "演练")
    actions.withdraw(page, office.site_admin, "演练结束")
    fresh(page).delete()
    record = EmergencyPublication.objects.get()
    assert (record.page, record.title) == (None, "演练通知")
    assert client(office.auditor).get("/admin/").status_code == 200
    assert client(office.final_review).get(reverse("editorial:review_emergency", args=[record.pk])).status_code == 302


def test_the_next_edit_goes_through_the_whole_review(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.emergency_publish(page, office.emergency, "来不及")
    text = fresh(page).get_latest_revision_as_object()
    text.title = "补充"
    text.save_revision(user=office.editor)
    actions.submit(page, office.editor)
    assert step(page).task.name == "初审"


def test_live_and_unchanged_is_refused(office: Any) -> None:
    page = write(office.column, office.editor)
    actions.emergency_publish(page, office.emergency, "来不及")
    with pytest.raises(actions.ReviewError):
        actions.emergency_publish(page, office.emergency, "再来一次")
