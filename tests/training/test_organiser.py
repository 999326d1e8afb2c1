"""The organiser's pages: give a course with a preview, the board, people, nudge, exemption, export; and who gets in."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reform.pages.sheets import workbook
from reform.people.models import Unit, User
from training import board
from training.actions import assignment as actions
from training.actions import course as courses
from training.models import Assignee, Assignment, Enrolment, HourEntry, TrainingNotice

from .course_makers import course

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def town(person: Any) -> Unit:
    unit = Unit.add_root(code="QS", name="清水镇")
    for name in ("甲", "乙", "丙"):
        person("learner", unit=unit, name=name)
    return unit


def address(name: str, *args: Any) -> str:
    return reverse(f"training_admin:{name}", args=args)


def sheet(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    return SimpleUploadedFile("ming-dan.xlsx", workbook([("名单", rows[0], rows[1:])]))


def given(organiser: Any, page: Any, town: Unit) -> Assignment:
    return actions.assign(organiser, page, title="秋季学习", due_on=TODAY + timedelta(days=9), units=[town])


def test_a_list_is_previewed_with_its_bad_rows_and_then_assigned(
    home: Any, desk: Client, town: Unit, person: Any
) -> None:
    page = course(home)
    extra = person("learner", name="丁一")
    person("learner", name="同名")
    person("learner", name="同名")
    rows = (("姓名", "用户名"), ("丁一", ""), ("没有这人", ""), ("同名", ""), ("丁一", ""), ("", extra.username))
    data = {
        "course": page.pk, "title": "秋季学习", "units": [town.pk], "with_sub_units": "on",
        "starts_on": TODAY.isoformat(), "due_on": (TODAY + timedelta(days=9)).isoformat(), "file": sheet(*rows),
    }  # fmt: skip
    shown = desk.post(address("assign"), data)
    text = shown.content.decode()
    assert "甲" in text and "丁一" in text and "没有叫没有这人的人" in text and "有2人叫同名" in text and "重复" in text
    assert not Assignment.objects.exists(), "a preview writes nothing"
    data |= {"people": [extra.pk], "confirm": "1", "file": ""}
    answer = desk.post(address("assign"), data)
    made = Assignment.objects.get()
    assert answer.url == address("board", made.pk)
    assert {row.assignee.user.name for row in board.rows(made)} == {"甲", "乙", "丙", "丁一"}


def test_bad_input_comes_back_filled(home: Any, desk: Client, town: Unit) -> None:
    page = course(home)
    data = {"course": page.pk, "title": "保留我", "starts_on": TODAY.isoformat()}
    for more in (
        {"due_on": (TODAY - timedelta(days=1)).isoformat(), "units": [town.pk]},
        {"due_on": TODAY.isoformat()},
        {"due_on": TODAY.isoformat(), "file": SimpleUploadedFile("x.xlsx", b"PK")},
        {"due_on": TODAY.isoformat(), "file": sheet(("编号",), ("1",))},
    ):
        shown = desk.post(address("assign"), {**data, **more})
        assert (
            shown.status_code == 200 and "保留我" in shown.content.decode() and "confirm" not in shown.content.decode()
        )
    assert not Assignment.objects.exists()


def test_the_board_counts_and_drills_down(home: Any, desk: Client, organiser: Any, town: Unit) -> None:
    page = course(home)
    made = given(organiser, page, town)
    one, two = User.objects.get(name="甲"), User.objects.get(name="乙")
    courses.enrol(one, page)
    Enrolment.objects.update(completed_at=timezone.now())
    courses.enrol(two, page)
    whole, by_unit = board.tallies(made)
    assert dict(whole.counts) == {"passed": 1, "begun": 1, "new": 1} and by_unit[0].percent == 33
    text = desk.get(address("board", made.pk)).content.decode()
    assert "清水镇" in text and "33%" in text
    text = desk.get(address("people", made.pk), {"state": "begun", "unit": "QS"}).content.decode()
    assert "乙" in text and "丙" not in text.split("office-table")[1]
    Assignment.objects.update(due_on=TODAY - timedelta(days=1), starts_on=TODAY - timedelta(days=9))
    assert board.tallies(Assignment.objects.get())[0].counts["overdue"] == 2


def test_board_and_people_ask_as_much_for_thirty_as_for_three(
    home: Any, desk: Client, organiser: Any, town: Unit
) -> None:
    made = given(organiser, course(home), town)

    def cost() -> list[int]:
        counted = []
        for url in (address("board", made.pk), address("people", made.pk), address("assignments")):
            desk.get(url)
            with CaptureQueriesContext(connection) as queries:
                desk.get(url)
            counted.append(len(queries))
        return counted

    few, learners = cost(), Group.objects.get(name="学员")
    for number in range(27):
        unit = Unit.add_root(code=f"U{number}", name=f"单位{number}") if number % 9 == 0 else town
        User.objects.create(username=f"u{number}", name=f"人{number}", unit=unit).groups.add(learners)
        unit.refresh_from_db()
        made.units.add(unit)
    actions.sync_members(made)
    assert len(board.rows(made)) == 30
    assert cost() == few


def test_export_holds_everybody_and_is_on_record(home: Any, desk: Client, organiser: Any, town: Unit) -> None:
    made = given(organiser, course(home), town)
    answer = desk.get(address("people", made.pk), {"export": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len(rows) == 4 and {row[1] for row in rows[1:]} == {"甲", "乙", "丙"}
    assert made.events.filter(kind="exported", user=organiser).exists()


def test_nudge_is_previewed_and_sent(home: Any, desk: Client, organiser: Any, town: Unit) -> None:
    made = given(organiser, course(home), town)
    text = desk.get(address("nudge", made.pk)).content.decode()
    assert "甲" in text and not TrainingNotice.objects.filter(kind="nudge").exists()
    desk.post(address("nudge", made.pk), {"text": "周五前学完"})
    assert TrainingNotice.objects.filter(kind="nudge", text="周五前学完").count() == 3
    assert desk.post(address("nudge", made.pk), {"text": "再催"}).status_code == 200


def test_exempt_change_and_close(home: Any, desk: Client, organiser: Any, town: Unit) -> None:
    made = given(organiser, course(home), town)
    row = Assignee.objects.get(user__name="甲")
    assert desk.post(address("exempt", row.pk), {"reason": " "}).status_code == 200
    desk.post(address("exempt", row.pk), {"reason": "援藏"})
    assert "援藏" in desk.get(address("people", made.pk)).content.decode()
    desk.post(address("exempt", row.pk), {"include": "1"})
    row.refresh_from_db()
    assert row.exempt_at is None
    later = TODAY + timedelta(days=40)
    desk.post(address("change", made.pk), {"due_on": later.isoformat()})
    assert Assignment.objects.get().due_on == later
    for bad in ("", "morgen", "2020-01-01"):
        assert desk.post(address("change", made.pk), {"due_on": bad}).status_code == 200
    desk.post(address("change", made.pk), {"close": "1"})
    assert not Assignment.objects.get().is_open


def test_hours_are_taken_back_by_an_entry_of_their_own(home: Any, desk: Client, organiser: Any, town: Unit) -> None:
    page = course(home, hours=3)
    user = User.objects.get(name="甲")
    enrolment = courses.enrol(user, page)
    from training import outline

    courses.complete(enrolment, outline.of(page))
    entry = HourEntry.objects.get()
    assert desk.post(address("hours_entry", entry.pk), {"reason": ""}).status_code == 200
    desk.post(address("hours_entry", entry.pk), {"reason": "重复登记"})
    assert sum(row.hours for row in HourEntry.objects.all()) == 0
    assert desk.post(address("hours_entry", entry.pk), {"reason": "再冲"}).status_code == 200
    assert HourEntry.objects.count() == 2
    assert "3" in desk.get(address("hours")).content.decode()


def test_learners_do_not_come_in(home: Any, organiser: Any, town: Unit, person: Any) -> None:
    made = given(organiser, course(home), town)
    for role in ("learner", "editor", "marker"):
        client = Client()
        client.force_login(person(role))
        for name in ("board", "people", "nudge", "change"):
            assert client.get(address(name, made.pk)).status_code in {302, 403}
        assert client.post(address("nudge", made.pk), {"text": "x"}).status_code in {302, 403}
    assert not TrainingNotice.objects.filter(kind="nudge").exists()
