"""Reminders and mails: who is told, when, and what a mail does not say."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, TaskState

from reform.editorial import actions, notices, panels, queries
from reform.editorial.models import Notice, ReviewSettings, ReviewTask
from reform.editorial.panels import work_panels
from reform.people.calendar import Calendar
from reform.people.models import SpecialDay, User, WorkingYear

from .desk import client, fresh, publish, step, write

pytestmark = pytest.mark.django_db

CHINA = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=CHINA)
FRIDAY = datetime(2026, 11, 27, 16, 0, tzinfo=CHINA)


def started(page: Any, moment: datetime) -> TaskState:
    state = step(page)
    TaskState.objects.filter(pk=state.pk).update(started_at=moment)
    Revision.objects.filter(pk=state.revision_id).update(created_at=moment - timedelta(minutes=1))
    return state


def submitted(office: Any, moment: datetime) -> Any:
    page = write(office.column, office.editor, "茶农的保单", summary="草稿里的机密内容")
    actions.submit(page, office.editor)
    started(page, moment)
    return page


def say(text: str) -> None:
    pass


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (FRIDAY, datetime(2026, 11, 30, 16, 0, tzinfo=CHINA)),
        (datetime(2026, 9, 30, 16, 0, tzinfo=CHINA), datetime(2026, 10, 8, 16, 0, tzinfo=CHINA)),
        (datetime(2026, 10, 9, 10, 30, tzinfo=CHINA), datetime(2026, 10, 10, 10, 30, tzinfo=CHINA)),
    ],
    ids=["weekend", "National Day", "a Saturday worked to make up for it"],
)
def test_due_is_counted_by_the_working_calendar(start: datetime, due: datetime) -> None:
    task = ReviewTask.objects.get(name="初审")
    assert task.due(start, Calendar()) == due
    task.working_days = False
    assert task.due(start, Calendar()) == start + timedelta(days=1)


def test_a_year_without_calendar_gives_no_deadline_but_an_alarm(office: Any) -> None:
    WorkingYear.objects.filter(year__gte=2027).delete()
    page = submitted(office, datetime(2026, 12, 31, 10, 0, tzinfo=CHINA))
    other = submitted(office, TUESDAY)
    found = queries.step_of(step(page))
    assert found.due is None and not found.late and "2027" in found.why_not_due
    assert [item.page.pk for item in queries.open_steps()] == [other.pk, page.pk], "what has no deadline stands last"
    answer = client(office.first_review).get(reverse("editorial:review", args=[page.pk]))
    assert "2027年的工作日历尚未录入" in answer.content.decode()
    waiting = {panel.name: panel for panel in work_panels(office.first_review)}["waiting"]
    assert "2027" in waiting.render_html({})
    said: list[str] = []
    monday = datetime(2027, 1, 4, 10, 0, tzinfo=CHINA)
    notices.remind(monday, said.append)
    notices.remind(monday, said.append)
    assert any("2027" in line for line in said)
    assert office.site_admin.notices.filter(kind="calendar").count() == 1
    mail.outbox.clear()
    call_command("send_notices")
    assert any("工作日历" in message.subject for message in mail.outbox if message.to == [office.site_admin.email])
    assert not office.first_review.notices.filter(page=page, kind__in=["reminder", "overdue"]).exists()
    year = WorkingYear.objects.create(year=2027, source="演示")
    SpecialDay.objects.create(calendar=year, date=date(2027, 1, 1), working=False, name="元旦")
    assert queries.step_of(step(page)).due == datetime(2027, 1, 4, 10, 0, tzinfo=CHINA)


def test_administrators_see_from_december_that_the_next_year_is_missing(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown() -> list[str]:
        found = [panel for panel in work_panels(office.site_admin) if panel.name == "calendar"]
        return [row["title"] for panel in found for row in panel.rows]

    WorkingYear.objects.filter(year__gte=2027).delete()
    monkeypatch.setattr(panels.timezone, "localdate", lambda: date(2026, 11, 30))
    assert shown() == []
    monkeypatch.setattr(panels.timezone, "localdate", lambda: date(2026, 12, 1))
    assert len(shown()) == 1 and "2027" in shown()[0]
    assert "calendar" not in {panel.name for panel in work_panels(office.first_review)}
    monkeypatch.setattr(panels.timezone, "localdate", lambda: date(2028, 6, 1))
    assert len(shown()) == 1 and "2028" in shown()[0]


def test_reminders_before_and_after_the_deadline_once(office: Any) -> None:
    page = submitted(office, TUESDAY)
    due = queries.step_of(step(page)).due
    assert notices.remind(due - timedelta(hours=6), say) == 0
    ReviewTask.objects.filter(name="初审").update(remind_hours=1)
    assert notices.remind(due - timedelta(minutes=59), say) == 1
    assert notices.remind(due - timedelta(minutes=30), say) == 0
    assert notices.remind(due + timedelta(minutes=1), say) == 2
    assert notices.remind(due + timedelta(hours=1), say) == 0
    kinds = office.first_review.notices.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["to_review", "reminder", "overdue"]
    assert office.site_admin.notices.filter(kind="overdue").count() == 1
    assert not office.second_review.notices.exists()


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 25, 8, 59, tzinfo=CHINA),
        datetime(2026, 11, 25, 18, 0, tzinfo=CHINA),
        datetime(2026, 11, 28, 11, 0, tzinfo=CHINA),
        datetime(2026, 10, 1, 11, 0, tzinfo=CHINA),
    ],
    ids=["before", "after", "saturday", "National Day"],
)
def test_no_reminder_outside_office_hours(office: Any, moment: datetime) -> None:
    submitted(office, TUESDAY - timedelta(days=90))
    assert notices.remind(moment, say) == 0
    assert notices.remind(TUESDAY, say) > 0


def test_office_hours_are_set_in_the_admin(office: Any) -> None:
    browser = client(office.site_admin)
    settings = ReviewSettings.load()
    response = browser.post(
        f"/admin/settings/editorial/reviewsettings/{settings.pk}/", {"office_from": "8", "office_to": "20"}
    )
    assert response.status_code == 302
    settings = ReviewSettings.load()
    assert (settings.office_from, settings.office_to) == (8, 20)
    assert settings.is_open(datetime(2026, 11, 25, 19, 30, tzinfo=CHINA), Calendar())
    assert settings.is_open(datetime(2026, 10, 10, 19, 30, tzinfo=CHINA), Calendar()), "a Saturday that is worked"
    assert not settings.is_open(datetime(2026, 10, 1, 12, 0, tzinfo=CHINA), Calendar())
    assert settings.is_open(datetime(2030, 1, 1, 12, 0, tzinfo=CHINA), Calendar()), "unknown: from Monday to Friday"


def test_times_of_a_step_are_set_in_the_admin_and_its_role_is_not(office: Any) -> None:
    task = ReviewTask.objects.get(name="初审")
    group = task.group
    url = f"/admin/review-steps/edit/{task.pk}/"
    data = {"days": "3", "working_days": "on", "remind_hours": "2", "group": "1", "name": "别的名字"}
    assert client(office.site_admin).post(url, data).status_code == 302
    task.refresh_from_db()
    assert (task.days, task.remind_hours, task.group, task.name) == (3, 2, group, "初审")
    client(office.editor).post(url, data | {"days": "30"})
    task.refresh_from_db()
    assert task.days == 3


def test_mail_says_title_and_address_and_nothing_of_the_text(office: Any) -> None:
    page = submitted(office, TUESDAY)
    actions.send_back(step(page), office.first_review, "请删去张三的病历")
    call_command("send_notices")
    assert {tuple(message.to) for message in mail.outbox} == {(office.first_review.email,), (office.editor.email,)}
    for message in mail.outbox:
        assert "茶农的保单" in message.subject
        assert "机密" not in message.body + message.subject
        assert "病历" not in message.body + message.subject
        assert "http://testserver/admin/" in message.body
    call_command("send_notices")
    assert len(mail.outbox) == 2


def test_failed_mail_is_tried_again_and_given_up_after_five(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted(office, TUESDAY)

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(notices, "send_mail", refuse)
        assert notices.send(timezone.now()) == (0, 1)
    assert notices.send(timezone.now()) == (1, 0)
    Notice.objects.update(sent_at=None, claimed_at=None, failures=notices.ATTEMPTS)
    assert notices.send(timezone.now()) == (0, 0)


def test_row_that_another_sender_holds_is_left_until_the_claim_is_old(office: Any) -> None:
    submitted(office, TUESDAY)
    now = timezone.now()
    Notice.objects.update(claimed_at=now)
    assert notices.send(now) == (0, 0)
    assert notices.send(now + notices.CLAIM + timedelta(seconds=1)) == (1, 0)


def test_closed_account_gets_no_mail(office: Any) -> None:
    submitted(office, TUESDAY)
    User.objects.filter(pk=office.first_review.pk).update(is_active=False)
    call_command("send_notices")
    assert mail.outbox == []


def test_wagtails_own_mails_are_off(office: Any) -> None:
    """They would go out inside the transaction, and quote the comment."""
    office.superuser = User.objects.create_superuser("root", "root@example.com", "a long password 1", name="根")
    page = submitted(office, TUESDAY)
    actions.send_back(step(page), office.first_review, "请补充")
    publish(office.column, office, "另一篇")
    assert mail.outbox == []


def test_reviewer_whose_account_is_closed_leaves_the_step_to_the_others(office: Any, person: Any) -> None:
    other = person("first_review")
    page = submitted(office, TUESDAY)
    office.first_review.is_active = False
    office.first_review.save()
    assert {row["title"] for panel in work_panels(other) for row in panel.rows} == {"茶农的保单"}
    assert not office.site_admin.notices.filter(kind="nobody").exists()
    actions.approve(step(page), other)
    assert step(page).task.name == "复审"


@pytest.mark.parametrize("how", ["closed", "role taken"])
def test_when_nobody_is_left_the_administrators_are_told(office: Any, how: str) -> None:
    page = submitted(office, TUESDAY)
    if how == "closed":
        office.first_review.is_active = False
        office.first_review.save()
    else:
        office.first_review.groups.clear()
    assert office.site_admin.notices.filter(kind="nobody", page=page).count() == 1
    stuck = {panel.name: panel for panel in work_panels(office.site_admin)}["stuck"]
    assert [row["title"] for row in stuck.rows] == ["茶农的保单"]
    notices.remind(TUESDAY, say)
    assert office.site_admin.notices.filter(kind="nobody", page=page).count() == 1


def test_administrators_hear_when_the_editor_has_left(office: Any) -> None:
    page = submitted(office, TUESDAY)
    User.objects.filter(pk=office.editor.pk).update(is_active=False)
    actions.send_back(step(page), office.first_review, "请改")
    assert office.site_admin.notices.filter(kind="sent_back", page=page).count() == 1


def test_nobody_hears_of_what_was_rolled_back(office: Any) -> None:
    page = write(office.column, office.editor)
    with pytest.raises(actions.ReviewError):
        actions.submit(page, office.editor)
        actions.submit(page, office.editor)
    assert Notice.objects.filter(page=page).count() == 1
    assert fresh(page).workflow_in_progress
