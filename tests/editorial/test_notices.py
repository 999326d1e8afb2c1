"""Reminders and mail: once each, in office hours, without the text."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import TaskState

from publicity.models import StoryPage
from reform.editorial import actions
from reform.editorial.models import Notice, ReviewSettings, ReviewTask


@pytest.fixture
def waiting(column: Any, editor: Any, first_reviewer: Any) -> StoryPage:
    page = StoryPage(title="一件小事", owner=editor, live=False, body=[("paragraph", "<p>不能进邮件的正文</p>")])
    column.add_child(instance=page)
    page.save_revision(user=editor)
    actions.submit(page, editor)
    return page


@pytest.mark.parametrize(
    ("age", "open_now", "kinds"),
    [(2, True, []), (20, True, ["reminder"]), (40, True, ["overdue"]), (40, False, [])],
)
def test_reminders_come_once_at_their_time_in_office_hours(
    waiting: StoryPage, monkeypatch: pytest.MonkeyPatch, age: int, open_now: bool, kinds: list[str]
) -> None:
    monkeypatch.setattr(ReviewSettings, "is_open", lambda self, now, calendar: open_now)
    ReviewTask.objects.update(working_days=False, days=1, remind_hours=8)
    TaskState.objects.update(started_at=timezone.now() - timedelta(hours=age))
    for _time in range(3):
        call_command("send_review_reminders")
    assert list(Notice.objects.exclude(kind__in=["to_review", "nobody"]).values_list("kind", flat=True)) == kinds


def test_mail_goes_once_and_carries_no_text(waiting: StoryPage, first_reviewer: Any) -> None:
    mail.outbox.clear()
    call_command("send_notices")
    call_command("send_notices")
    (message,) = mail.outbox
    assert message.to == [first_reviewer.email]
    assert "一件小事" in message.body
    assert "不能进邮件的正文" not in message.body


def test_a_mail_server_that_is_down_loses_nothing(waiting: StoryPage, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    call_command("send_notices")
    notice = Notice.objects.get(kind="to_review")
    assert (notice.sent_at, notice.failures) == (None, 1)
