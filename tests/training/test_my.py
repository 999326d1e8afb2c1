"""我的学习, assignments and what reminds of them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reform.people.models import Unit, User
from training import board, notices
from training.actions import assignment as actions
from training.actions import course as courses
from training.models import Assignee, Assignment, AssignmentEvent, Enrolment, TrainingNotice, UnitContact

from .course_makers import course

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def county(db: None) -> dict[str, Unit]:
    root = Unit.add_root(code="YX", name="云溪县")
    town = root.add_child(code="QS", name="清水镇")
    office = Unit.objects.get(code="QS").add_child(code="QS-BM", name="便民中心")
    other = Unit.objects.get(code="YX").add_child(code="SQ", name="石桥镇")
    return {"root": Unit.objects.get(code="YX"), "town": town, "office": office, "other": other}


@pytest.fixture
def people(person: Any, county: dict[str, Unit]) -> dict[str, User]:
    return {
        "head": person("learner", unit=county["town"], rank="county", name="甲"),
        "clerk": person("learner", unit=county["office"], rank="town", name="乙"),
        "other": person("learner", unit=county["other"], rank="town", name="丙"),
    }


def given(organiser: Any, page: Any, days: int = 10, **fields: Any) -> Assignment:
    return actions.assign(organiser, page, title="秋季学习", due_on=TODAY + timedelta(days=days), **fields)


def names(assignment: Assignment) -> set[str]:
    return {row.assignee.user.name for row in board.rows(assignment)}


def test_units_ranks_and_people_choose_who_has_it(home: Any, organiser: Any, county: Any, people: Any) -> None:
    page = course(home)
    assert names(given(organiser, page, units=[county["town"]])) == {"甲", "乙"}
    assert names(given(organiser, page, units=[county["town"]], with_sub_units=False)) == {"甲"}
    assert names(given(organiser, page, units=[county["root"]], ranks=["town"])) == {"乙", "丙"}
    assert names(given(organiser, page, ranks=["county"])) == {"甲"}
    assert names(given(organiser, page, units=[county["office"]], people=[people["other"]])) == {"乙", "丙"}
    with pytest.raises(actions.AssignmentError):
        given(organiser, page)
    with pytest.raises(actions.AssignmentError):
        given(organiser, page, ranks=["province"])
    for role in ("editor", "learner", "auditor", "site_admin"):
        user = User.objects.create_user(username=f"x-{role}", password="x")
        with pytest.raises(PermissionDenied):
            given(user, page, units=[county["town"]])


def test_new_members_inherit_open_assignments(home: Any, organiser: Any, county: Any, people: Any, person: Any) -> None:
    assignment = given(organiser, course(home), units=[county["town"]])
    closed = given(organiser, course(home, title="旧课"), units=[county["town"]])
    actions.close(closed, organiser)
    person("learner", unit=county["office"], name="丁")
    User.objects.filter(pk=people["head"].pk).update(unit=county["other"])
    call_command("training_reminders")
    assert names(assignment) == {"乙", "丁"}
    assert names(closed) == {"甲", "乙"}
    User.objects.filter(pk=people["head"].pk).update(unit=county["town"])
    call_command("training_reminders")
    assert names(assignment) == {"甲", "乙", "丁"}


def test_reminders_come_once_before_and_go_to_the_contact_after(
    home: Any, organiser: Any, county: Any, people: Any, person: Any
) -> None:
    contact = person("organiser", name="联络员")
    UnitContact.objects.create(unit=county["root"], user=contact)
    assignment = given(organiser, course(home), days=30, units=[county["town"]])
    courses.enrol(people["head"], assignment.course)
    Enrolment.objects.update(completed_at=timezone.now())
    now = timezone.now()
    call_command("training_reminders")
    call_command("send_notices")
    assert sorted(message.to[0] for message in mail.outbox) == sorted([people["head"].email, people["clerk"].email])
    assert all("秋季学习" in message.subject for message in mail.outbox)
    for days, expected in ((22, 0), (23, 1), (24, 0), (29, 1), (30, 0)):
        assert notices.remind(now + timedelta(days=days)) == expected, days
    Assignment.objects.update(due_on=TODAY - timedelta(days=1))
    before = TrainingNotice.objects.count()
    call_command("training_reminders")
    call_command("training_reminders")
    call_command("send_notices")
    (told,) = TrainingNotice.objects.all()[before:]
    assert (told.kind, told.to) == ("overdue", contact)
    assert people["clerk"].name not in mail.outbox[-1].body


def test_exemption_needs_a_reason_and_is_on_record(home: Any, organiser: Any, county: Any, people: Any) -> None:
    assignment = given(organiser, course(home), units=[county["town"]])
    row = Assignee.objects.get(user=people["clerk"])
    with pytest.raises(actions.AssignmentError):
        actions.exempt(row, organiser, " ")
    with pytest.raises(PermissionDenied):
        actions.exempt(row, people["head"], "病假")
    actions.exempt(row, organiser, "病假")
    whole, _units = board.tallies(assignment)
    assert (whole.counts["exempt"], whole.expected) == (1, 1)
    assert AssignmentEvent.objects.filter(kind="exempt", about=people["clerk"], note="病假").exists()
    actions.include(row, organiser)
    assert board.tallies(assignment)[0].expected == 2


def test_a_nudge_reaches_who_has_not_finished_and_only_once_a_day(
    home: Any, organiser: Any, county: Any, people: Any
) -> None:
    assignment = given(organiser, course(home), units=[county["root"]])
    courses.enrol(people["head"], assignment.course)
    Enrolment.objects.update(completed_at=timezone.now())
    assert actions.nudge(assignment, organiser, "请在周五前学完。") == 2
    with pytest.raises(actions.AssignmentError):
        actions.nudge(assignment, organiser, "再催")
    client = Client()
    client.force_login(people["clerk"])
    assert "请在周五前学完。" in client.get(reverse("training:my")).content.decode()


def test_my_learning_shows_what_is_due_in_work_and_done(home: Any, organiser: Any, county: Any, people: Any) -> None:
    clerk, client = people["clerk"], Client()
    assert client.get(reverse("training:my")).status_code == 302
    client.force_login(clerk)
    assert "目前没有布置" in client.get(reverse("training:my")).content.decode()
    given(organiser, course(home, title="任务课"), days=3, units=[county["office"]])
    late = given(organiser, course(home, title="迟课"), days=1, units=[county["office"]])
    Assignment.objects.filter(pk=late.pk).update(starts_on=date(2026, 1, 1), due_on=TODAY - timedelta(days=2))
    future = given(organiser, course(home, title="明年课"), days=90, units=[county["office"]])
    Assignment.objects.filter(pk=future.pk).update(starts_on=TODAY + timedelta(days=60))
    courses.enrol(clerk, course(home, title="自选课"))
    courses.enrol(clerk, course(home, title="学完课"))
    Enrolment.objects.filter(course__title="学完课").update(completed_at=timezone.now())
    page = client.get(reverse("training:my")).content.decode()
    assert "还剩3天" in page and "已逾期" in page and "明年课" not in page
    assert page.index("迟课") < page.index("任务课") < page.index("自选课") < page.index("学完课")


def test_my_learning_asks_as_much_for_eight_courses_as_for_two(
    home: Any, organiser: Any, county: Any, people: Any
) -> None:
    client = Client()
    client.force_login(people["clerk"])

    def cost() -> int:
        client.get(reverse("training:my"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("training:my"))
        return len(queries)

    for number in range(2):
        page = course(home, {}, title=f"课{number}")
        given(organiser, page, units=[county["office"]])
        courses.enrol(people["clerk"], page)
    few = cost()
    for number in range(2, 6):
        page = course(home, {}, title=f"课{number}")
        given(organiser, page, units=[county["office"]])
        courses.enrol(people["clerk"], page)
    assert cost() == few <= 20
