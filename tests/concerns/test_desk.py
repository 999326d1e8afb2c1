"""The desk in the admin: taken down, looked up, dispatched, answered; who gets in where; what it costs."""

import io
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from concerns.actions import answering, handling, logging
from concerns.models import Attachment, Concern, LogDraft, SourceMapping
from concerns.suggestions import suggest

pytestmark = pytest.mark.django_db
TEXT = "城关街道的路灯坏了半个月，晚上出门很危险，投诉没人管。"


def at(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(**more: Any) -> dict[str, Any]:
    moment = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    return {"text": TEXT, "channel": "phone", "received_at": moment, "urgency": "normal", **more}


def url(name: str, *args: Any) -> str:
    return reverse(f"concerns_admin:{name}", args=args)


def test_one_is_logged_and_the_screen_is_empty_again(staff: dict[str, Any]) -> None:
    client = at(staff["desk"])
    client.post(url("log_look"), told())
    assert LogDraft.objects.get().data["text"] == TEXT
    assert TEXT in client.get(url("log")).content.decode(), "a crash loses nothing"
    answer = client.post(url("log"), told(channel="letter", name="王某", phone="13800000000"), follow=True)
    concern = Concern.objects.get()
    assert (concern.text, concern.channel, concern.logged_by) == (TEXT, "letter", staff["desk"])
    page = answer.content.decode()
    assert concern.number in page and concern.code not in page and 'value="letter" selected' in page
    assert not LogDraft.objects.exists() and TEXT not in page
    assert "13800000000" not in str(list(Concern.objects.values())) + str(list(concern.events.values()))
    assert concern.contact.pk == concern.pk


def test_a_bad_form_comes_back_filled(staff: dict[str, Any]) -> None:
    answer = at(staff["desk"]).post(url("log"), told(received_at="2999-01-01T10:00"))
    assert answer.status_code == 422 and TEXT in answer.content.decode() and "晚于现在" in answer.content.decode()


def test_the_reach_of_who_called_is_in_no_draft(staff: dict[str, Any]) -> None:
    at(staff["desk"]).post(url("log_look"), told(name="王某", phone="13800000000"))
    assert "13800000000" not in str(LogDraft.objects.values()) and "王某" not in str(list(LogDraft.objects.values()))


def test_what_is_alike_is_shown_and_attached_with_one_field(staff: dict[str, Any]) -> None:
    first = logging.log(staff["desk"], channel="phone", received_at=timezone.now(), text="城关街道路灯坏了半个月没人修")
    secret = logging.log(
        staff["secret"],
        channel="letter",
        received_at=timezone.now(),
        text="城关街道路灯坏了有人吃回扣",
        kind="accusation",
    )
    page = at(staff["desk2"]).post(url("log_look"), told()).content.decode()
    assert first.number in page and secret.number not in page and "回扣" not in page
    assert "路灯" in page and 'data-value="urgent"' in page
    at(staff["desk2"]).post(url("log"), told(same_as=first.pk))
    assert [row.text for row in first.merged.all()] == [TEXT]
    refused = at(staff["desk2"]).post(url("log"), told(same_as=secret.pk))
    assert refused.status_code == 422, "what one cannot see one cannot attach to"


def test_proposals_say_why(db: None, units: dict[str, Any]) -> None:
    found = {item.field: item for item in suggest(TEXT)}
    assert (found["kind"].value, found["kind"].why) == ("complaint", ("投诉", "没人管"))
    assert found["urgency"].why == ("危险",) and found["tone"].value == "dissatisfied"
    assert "kind" not in {item.field for item in suggest("啊啊啊啊")}


STEPS = [
    ("desk", "dispatch", {"unit": "water"}, "dispatched"),
    ("handler", "object", {"reason": "不归我们管"}, "returned"),
    ("desk", "insist", {"reason": "归你们牵头"}, "dispatched"),
    ("handler", "accept", {}, "in_work"),
    (
        "handler",
        "answer",
        {"text": "3月4日已冲洗管网，水质检测合格；仍发黄请拨打值班电话。", "version": "0", "submit": "1"},
        "in_review",
    ),
    ("leader", "endorse", {}, "in_review"),
    ("approver", "send_back", {"reason": "写明电话"}, "in_work"),
    (
        "handler",
        "answer",
        {"text": "3月4日已冲洗管网，水质检测合格；请到供水窗口登记。", "version": "1", "submit": "1"},
        "in_review",
    ),
    ("leader", "endorse", {}, "in_review"),
    ("approver", "approve", {}, "approved"),
    ("desk", "send", {"way": "phone", "reason": "10时电话告知"}, "answered"),
    ("desk", "follow_up", {"responded": "yes", "solved": "yes", "satisfied": ""}, "answered"),
    ("desk", "close", {}, "closed"),
]


def test_a_concern_goes_its_whole_way_through_the_pages(
    concern: Concern, staff: dict[str, Any], units: dict[str, Any]
) -> None:
    clients = {name: at(user) for name, user in staff.items()}
    for who, step, data, state in STEPS:
        data = {key: str(units[value].pk) if key == "unit" else value for key, value in data.items()}
        page = clients[who].get(url("concern", concern.pk))
        address = url("answer", concern.pk) if step == "answer" else url("act", concern.pk, step)
        assert address in page.content.decode(), f"{who} is offered {step}"
        assert clients[who].get(address).status_code == 200
        answer = clients[who].post(address, data)
        assert answer.status_code == 302, answer.content.decode()
        concern.refresh_from_db()
        assert concern.state == state, step
    page = clients["desk"].get(url("concern", concern.pk)).content.decode()
    assert "写明电话" in page and "不归我们管" in page and "10时电话告知" in page
    letter = clients["desk"].get(url("letter", concern.pk))
    assert letter.content.startswith(b"%PDF") and "no-store" in letter["Cache-Control"]
    assert [event.kind for event in concern.events.all()][:2] == ["letter", "contact_seen"]


def test_who_is_not_on_a_side_is_offered_nothing_and_refused(dispatched: Concern, staff: dict[str, Any]) -> None:
    from concerns.admin.steps import STEPS as ALL
    from concerns.admin.steps import offered

    for name, user in staff.items():
        client = at(user)
        allowed = offered(dispatched, user) if name not in {"handler_roads", "editor", "secret", "secret_water"} else []
        for step in ALL:
            status = client.get(url("act", dispatched.pk, step)).status_code
            assert (status == 200) == (step in allowed), (name, step, status)
            if step not in allowed:
                assert client.post(url("act", dispatched.pk, step), {"reason": "x"}).status_code in {302, 403, 404}
        for door in ("concern", "answer", "letter"):
            answer = client.get(url(door, dispatched.pk))
            assert (answer.status_code == 200) == (door == "concern" and bool(allowed)), (name, door)
    dispatched.refresh_from_db()
    assert dispatched.state == "dispatched"


def test_an_accusation_opens_to_named_staff_alone(dispatched: Concern, staff: dict[str, Any], units: Any) -> None:
    Concern.objects.filter(pk=dispatched.pk).update(restricted=True, accused_unit=units["water"])
    for name, user in staff.items():
        client = at(user)
        answers = [client.get(url("concern", dispatched.pk)), client.get(url("act", dispatched.pk, "note"))]
        assert [answer.status_code == 200 for answer in answers] == [name == "secret"] * 2, name


def test_drafts_are_saved_as_they_are_written(dispatched: Concern, staff: dict[str, Any]) -> None:
    handling.accept(dispatched, staff["handler"])
    handler, other = at(staff["handler"]), at(staff["pipes"])
    handler.get(url("answer", dispatched.pk))
    saved = handler.post(url("answer_save", dispatched.pk), {"text": "我们高度重视。", "version": "0"}).json()
    assert saved["version"] == 1 and "高度重视" in saved["hints"]
    page = other.get(url("answer", dispatched.pk)).content.decode()
    assert staff["handler"].name in page and "readonly" in page
    refused = other.post(url("answer_save", dispatched.pk), {"text": "我的", "version": "1"})
    assert refused.status_code == 409 and staff["handler"].name in refused.json()["message"]
    taken = other.get(url("answer", dispatched.pk) + "?force").content.decode()
    assert "readonly" not in taken
    late = handler.post(url("answer", dispatched.pk), {"text": "旧的一段", "version": "1"})
    assert late.status_code == 422 and "旧的一段" in late.content.decode(), "nobody's words are lost"
    assert answering.in_making(dispatched).text == "我们高度重视。"


def workbook(rows: list[tuple[str, ...]]) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    stream.name = "list.xlsx"
    return stream


def test_a_list_comes_in_by_the_screen(staff: dict[str, Any]) -> None:
    cache.clear()
    client = at(staff["desk"])
    rows = [("号", "日期", "详情", "补充"), ("A1", "2026-03-01", "路灯不亮", "溪山路"), ("A2", "不是日期", "停水", "")]
    answer = client.post(url("import"), {"source": "12345", "file": workbook(rows)})
    assert answer.status_code == 302
    page = client.get(url("import_columns")).content.decode()
    assert "详情" in page and not Concern.objects.exists()
    mapping = {"source_number": "号", "received_at": "日期", "text": ["详情", "补充"]}
    page = client.post(url("import_columns"), mapping | {"confirm": "1"}).content.decode()
    assert "不是日期" in page and not Concern.objects.exists(), "with an error nothing is taken in"
    rows[2] = ("A2", "2026-03-02", "停水", "")
    client.post(url("import"), {"source": "12345", "file": workbook(rows)})
    page = client.post(url("import_columns"), mapping).content.decode()
    assert "路灯不亮" in page
    client.post(url("import_columns"), mapping | {"confirm": "1"})
    assert "2" in client.get(url("import_progress")).content.decode()
    assert Concern.objects.get(source_number="A1").text == "路灯不亮\n溪山路"
    assert Concern.objects.filter(due__isnull=False).count() == 2
    assert SourceMapping.objects.get().columns["text"] == ["详情", "补充"]
    client.post(url("import"), {"source": "12345", "file": workbook(rows)})
    page = client.get(url("import_columns")).content.decode()
    assert page.count("checked") == 4, "its columns are remembered"
    assert client.post(url("import"), {"source": "x", "file": io.BytesIO(b"\x00\x01")}).status_code == 422


@pytest.mark.parametrize("name", ["handler", "leader", "approver", "secret", "editor"])
def test_lists_are_imported_by_the_desk_alone(staff: dict[str, Any], name: str) -> None:
    for door in ("import", "import_columns", "import_progress"):
        assert at(staff[name]).get(url(door)).status_code in {302, 403}


def test_a_page_costs_the_same_however_much_happened(
    dispatched: Concern, staff: dict[str, Any], units: dict[str, Any]
) -> None:
    client = at(staff["desk"])

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def much(where: str) -> int:
        for number in range(3):
            handling.remark(dispatched, staff["desk"], f"第{number}条")
            logging.log(staff["desk"], channel="phone", received_at=timezone.now(), text="水黄", same_as=dispatched)
        handling.recall(dispatched, staff["desk"], "误派")
        handling.dispatch(dispatched, staff["desk"], units[where], [units["water"]])
        return cost(url("concern", dispatched.pk))

    assert much("roads") == much("pipes") <= 35
    assert cost(url("log")) <= 25


def test_what_was_sent_with_it_opens_to_who_sees_the_concern(dispatched: Concern, staff: dict[str, Any]) -> None:
    from django.core.files.base import ContentFile

    row = Attachment.objects.create(concern=dispatched, file=ContentFile(b"x", name="a.jpg"), mime="image/jpeg", size=1)
    kept = Attachment.objects.create(draft="d", file=ContentFile(b"x", name="b.jpg"), mime="image/jpeg", size=1)
    for name, user in staff.items():
        client = at(user)
        sees = name in {"desk", "desk2", "approver", "superuser", "handler", "leader", "pipes"}
        answer = client.get(url("file", row.pk))
        assert (answer.status_code == 200) == sees, name
        if sees:
            assert answer["Content-Disposition"].startswith("attachment")
            assert url("file", row.pk) in client.get(url("concern", dispatched.pk)).content.decode()
        assert client.get(url("file", kept.pk)).status_code in {302, 404}, "a draft is nobody's"
