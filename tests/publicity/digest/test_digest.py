"""The weekly digest: double opt-in, one click to leave, nothing sent twice, no address anywhere it should not be."""

import re
import smtplib
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from publicity.digest import actions, links, mails, queries, sealing
from publicity.digest.models import Delivery, Issue, Subscriber
from reform.demo.factories import StoryPageFactory

pytestmark = pytest.mark.django_db

ADDRESS = "Lao.Luo@luojiaping.example"
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def english(db: None) -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


def path_in(message: Any, word: str) -> str:
    found = re.search(rf"http://testserver(/(?:en/)?digest/{word}/\S+)", message.body)
    assert found, message.body
    return found[1]


def ask(client: Client, address: str = ADDRESS, language: str = "zh-hans") -> Any:
    return client.post("/digest/", {"email": address, "language": language})


def reader(number: int = 1, language: str = "zh-hans", **fields: Any) -> Subscriber:
    address = f"reader{number}@example.com"
    return Subscriber.objects.create(
        fingerprint=sealing.fingerprints(address)[0],
        sealed=sealing.seal(address),
        language=language,
        asked_at=MONDAY - timedelta(days=9),
        **{"confirmed_at": MONDAY - timedelta(days=8), **fields},
    )


@pytest.fixture
def news(column: Any) -> Any:
    """A story of the week before `MONDAY`."""
    return StoryPageFactory(
        parent=column,
        title="一张清单",
        slug="qing-dan",
        summary="少跑四十公里。",
        first_published_at=MONDAY - timedelta(days=3),
    )


def test_subscribe_confirm_read_and_leave(client: Client, home: Any, news: Any) -> None:
    assert ask(client).status_code == 302
    [question] = mail.outbox
    assert question.to == [ADDRESS]
    assert question.extra_headers["Auto-Submitted"] == "auto-generated"
    subscriber = Subscriber.objects.get()
    assert subscriber.confirmed_at is None
    confirm = path_in(question, "confirm")
    # A scanner that opens every link confirms nothing.
    assert "确认订阅" in client.get(confirm).content.decode()
    subscriber.refresh_from_db()
    assert subscriber.confirmed_at is None
    assert client.post(confirm).status_code == 200
    Subscriber.objects.update(confirmed_at=MONDAY - timedelta(days=1))

    actions.make_issues(MONDAY)
    assert actions.send() == (1, 0)
    digest = mail.outbox[-1]
    assert digest.to == [ADDRESS] and "一张清单" in digest.subject
    assert "少跑四十公里。" in digest.body and news.full_url in digest.body
    html = digest.alternatives[0][0]
    assert news.full_url in html and "<img" not in html and "<script" not in html
    leave = path_in(digest, "leave")
    assert digest.extra_headers["List-Unsubscribe"] == f"<http://testserver{leave}>"
    assert digest.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # Nothing of the address is in any link, and each link to an article is the plain one.
    assert "luo" not in leave.lower()
    assert set(re.findall(r"http://testserver\S+", digest.body)) == {news.full_url, f"http://testserver{leave}"}

    assert "退订" in client.get(leave).content.decode()
    assert Subscriber.objects.count() == 1
    # The mail program presses the button: no cookie, no token of a form.
    program = Client(enforce_csrf_checks=True)
    assert program.post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.exists()
    assert Delivery.objects.get().subscriber is None
    assert program.post(leave).status_code == 200  # once more does no harm
    assert client.post(confirm).status_code == 410


def test_the_answer_does_not_tell_who_subscribes(client: Client, home: Any) -> None:
    first = ask(client, "known@example.com")
    Subscriber.objects.update(confirmed_at=timezone.now())
    known, unknown = ask(client, "KNOWN@example.com"), ask(client, "other@example.com")
    assert {(answer.status_code, answer["Location"]) for answer in (first, known, unknown)} == {(302, "/digest/asked/")}
    assert Subscriber.objects.count() == 2
    assert "已经是订阅读者" in mail.outbox[1].body


def test_the_language_is_chosen_and_may_be_changed(client: Client, home: Any) -> None:
    ask(client, ADDRESS, "en")
    assert "Please confirm" in mail.outbox[0].subject
    client.post(path_in(mail.outbox[0], "confirm"))
    assert Subscriber.objects.get().language == "en"
    ask(client, ADDRESS, "zh-hans")
    assert Subscriber.objects.get().language == "en"
    client.post(path_in(mail.outbox[1], "confirm"))
    assert Subscriber.objects.get().language == "zh-hans"


def test_bad_input_comes_back_and_floods_are_stopped(client: Client, home: Any) -> None:
    answer = client.post("/digest/", {"email": "kein-at", "language": "zh-hans"})
    assert answer.status_code == 200 and 'value="kein-at"' in answer.content.decode()
    assert client.post("/digest/", {"email": ADDRESS, "language": "xx"}).status_code == 200
    assert client.post("/digest/", {"email": "a@b.cn\nBcc: x@y.cn", "language": "en"}).status_code == 200
    assert client.post("/digest/", {"email": ADDRESS, "language": "en", "website": "x"}).status_code == 302
    assert not mail.outbox and not Subscriber.objects.exists()
    for _number in range(6):
        answer = ask(client)
    assert answer.status_code == 429 and "过于频繁" in answer.content.decode()
    assert ADDRESS in answer.content.decode()  # what was typed stays
    assert len(mail.outbox) == actions.TO_ONE_ADDRESS
    for number in range(12):
        answer = ask(client, f"x{number}@example.com")
    assert answer.status_code == 429
    assert len(mail.outbox) <= actions.FROM_ONE_PLACE


def test_links_that_are_not_ours_or_too_old(client: Client, home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(client)
    confirm = path_in(mail.outbox[0], "confirm")
    for path in ("/digest/confirm/x/", confirm[:-2] + "x/"):
        assert client.get(path).status_code == 410 and client.post(path).status_code == 410
    for path in ("/digest/leave/x/", "/digest/leave/1:y/"):
        assert client.get(path).status_code == 404 and client.post(path).status_code == 404
    monkeypatch.setattr("time.time", lambda: (timezone.now() + timedelta(days=links.CONFIRM_DAYS, hours=1)).timestamp())
    assert client.post(confirm).status_code == 410
    assert Subscriber.objects.get().confirmed_at is None


def test_who_never_confirms_is_forgotten_and_gets_nothing(home: Any, news: Any) -> None:
    reader(1, confirmed_at=None)
    actions.make_issues(MONDAY)
    assert actions.send() == (0, 0)
    assert actions.forget_unconfirmed(MONDAY) == 1
    assert not Subscriber.objects.exists()


def test_one_issue_a_week_from_monday_morning_on(home: Any, news: Any, column: Any) -> None:
    reader(1)
    assert actions.make_issues(MONDAY - timedelta(hours=1)) == [] and not Issue.objects.exists()
    made = actions.make_issues(MONDAY)
    assert {issue.language for issue in made} == {"zh-hans", "en"}
    assert actions.make_issues(MONDAY + timedelta(days=3)) == []
    assert actions.send() == (1, 0)
    # The next week begins where this one ended; the story is not told again, and an empty issue goes to nobody.
    actions.make_issues(MONDAY + timedelta(days=7))
    assert Issue.objects.get(week="2026-W48", language="zh-hans").entries
    assert not Issue.objects.get(week="2026-W49", language="zh-hans").entries
    assert actions.send() == (0, 0)
    StoryPageFactory(parent=column, title="两张清单", first_published_at=MONDAY + timedelta(days=9))
    actions.make_issues(MONDAY + timedelta(days=14))
    actions.send()
    assert [message.subject for message in mail.outbox if "一张清单" in message.subject] == [mail.outbox[0].subject]
    assert len(mail.outbox) == 2 and "两张清单" in mail.outbox[1].subject


def test_drafts_and_private_pages_are_not_told(home: Any, column: Any) -> None:
    StoryPageFactory(parent=column, title="草稿", live=False, first_published_at=MONDAY - timedelta(days=2))
    reader(1)
    actions.make_issues(MONDAY)
    assert not Issue.objects.get(language="zh-hans").entries


def test_each_language_gets_its_own(home: Any, news: Any, english: Locale) -> None:
    there = home.copy_for_translation(english)
    there.save_revision().publish(skip_permission_checks=True)
    StoryPageFactory(parent=there, title="One list", locale=english, first_published_at=MONDAY - timedelta(days=1))
    reader(1), reader(2, "en")
    actions.make_issues(MONDAY)
    actions.send()
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    assert "一张清单" in subjects["reader1@example.com"] and "One list" in subjects["reader2@example.com"]
    assert "/en/digest/leave/" in mail.outbox[1].body


class Killed(BaseException):
    """What a kill looks like from inside: no handler runs."""


def test_killed_in_the_middle_nobody_gets_it_twice(home: Any, news: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        reader(number)
    actions.make_issues(MONDAY)
    send = mails.EmailMultiAlternatives.send
    handed: list[str] = []

    def die_after(deaths: int) -> Any:
        def handing(message: Any, *args: Any, **kwargs: Any) -> int:
            result = send(message, *args, **kwargs)  # the server has it
            handed.extend(message.to)
            if len(handed) % 2 == 0 and len(handed) <= deaths * 2:
                raise Killed
            return result

        return handing

    monkeypatch.setattr(mails.EmailMultiAlternatives, "send", die_after(2))
    for _death in range(2):
        with pytest.raises(Killed):
            actions.send()
    actions.send()
    actions.send()
    assert sorted(handed) == sorted({f"reader{number}@example.com" for number in range(6)})
    assert len(mail.outbox) == 6
    states = sorted(Delivery.objects.values_list("state", flat=True))
    assert states == ["begun"] * 2 + ["sent"] * 4


def test_killed_before_the_server_had_it_it_is_not_guessed(
    home: Any, news: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(1)
    actions.make_issues(MONDAY)

    def die(*_args: Any, **_kwargs: Any) -> int:
        raise Killed

    monkeypatch.setattr(mails.EmailMultiAlternatives, "send", die)
    with pytest.raises(Killed):
        actions.send()
    monkeypatch.undo()
    assert actions.send() == (0, 0)
    assert Delivery.objects.get().state == Delivery.State.BEGUN
    [_english, issue] = sorted(queries.issues(), key=lambda item: item.language)
    assert issue.begun_count == 1 and issue.sent_count == 0


@pytest.mark.parametrize(
    ("error", "state", "failed"),
    [
        (smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")}), "refused", 1),
        (smtplib.SMTPRecipientsRefused({"x": (450, b"later")}), "waiting", 1),
        (smtplib.SMTPDataError(451, b"later"), "waiting", 1),
        (ConnectionRefusedError(), "waiting", 1),
        (smtplib.SMTPServerDisconnected(), "begun", 1),
        (TimeoutError(), "begun", 1),
    ],
)
def test_what_the_server_says(
    error: Exception, state: str, failed: int, home: Any, news: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(1)
    actions.make_issues(MONDAY)

    def refuse(*_args: Any, **_kwargs: Any) -> int:
        raise error

    monkeypatch.setattr(mails.EmailMultiAlternatives, "send", refuse)
    assert actions.send() == (0, failed)
    assert Delivery.objects.get().state == state
    monkeypatch.undo()
    assert actions.send() == ((1, 0) if state == "waiting" else (0, 0))


def test_a_failure_that_passes_is_tried_five_times(home: Any, news: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reader(1)
    actions.make_issues(MONDAY)

    def refuse(*_args: Any, **_kwargs: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(mails.EmailMultiAlternatives, "send", refuse)
    assert [actions.send()[1] for _run in range(7)] == [1] * actions.TRIES + [0, 0]
    assert Subscriber.objects.count() == 1


def test_an_address_that_is_gone_is_erased_after_three_weeks(
    home: Any, column: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(1)

    def refuse(*_args: Any, **_kwargs: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")})

    monkeypatch.setattr(mails.EmailMultiAlternatives, "send", refuse)
    for week in range(actions.REFUSALS):
        assert Subscriber.objects.count() == 1
        StoryPageFactory(parent=column, first_published_at=MONDAY + timedelta(days=7 * week - 1))
        actions.make_issues(MONDAY + timedelta(days=7 * week))
        actions.send()
    assert not Subscriber.objects.exists()


def test_addresses_are_nowhere_to_be_read(client: Client, home: Any, caplog: pytest.LogCaptureFixture) -> None:
    ask(client)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    stored = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    assert b"luojiaping" not in stored.lower(), table
    assert "luojiaping" not in caplog.text.lower()
    assert sealing.unseal(Subscriber.objects.get().sealed) == ADDRESS
    assert "luojiaping" not in str(Subscriber.objects.get())


def test_a_new_secret_key_with_the_old_one_kept_loses_nobody(client: Client, home: Any, settings: Any) -> None:
    ask(client)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key that is long enough to be one"
    ask(client)
    assert Subscriber.objects.count() == 1
    assert sealing.unseal(Subscriber.objects.get().sealed) == ADDRESS
    assert client.post(path_in(mail.outbox[0], "confirm")).status_code == 200


def test_the_office_sees_counts_and_no_address(
    client: Client, home: Any, news: Any, editor: Any, first_reviewer: Any
) -> None:
    reader(1), reader(2, confirmed_at=None), reader(3, "en")
    actions.make_issues(MONDAY)
    actions.send()
    client.force_login(editor)
    shown = client.get("/admin/digest/").content.decode()
    assert "2026-W48" in shown and "example.com" not in shown
    counts = [(row["confirmed"], row["asked"]) for row in queries.readers()]
    assert counts == [(1, 1), (1, 0)]
    client.force_login(first_reviewer)
    assert "2026-W48" not in client.get("/admin/digest/", follow=True).content.decode()


def test_the_command_does_it_all(home: Any, column: Any, capsys: pytest.CaptureFixture[str]) -> None:
    reader(1)
    StoryPageFactory(parent=column, first_published_at=timezone.now() - timedelta(days=8))
    call_command("send_digest")
    call_command("send_digest")
    assert len(mail.outbox) <= 1
