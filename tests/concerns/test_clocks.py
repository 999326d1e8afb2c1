"""Time limits: against a slow reference over random calendars; started, paused, extended, stopped; who is told when."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from concerns import mailing
from concerns.actions import NotPossible, clocks, handling, logging
from concerns.clocks import count
from concerns.models import Clock, Concern, ConcernMail
from reform.editorial import notices
from reform.people.calendar import UnknownYear
from reform.people.models import WorkingYear

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 1, 1)


# --- The reference: every hour, or every day, is looked at by itself ---------------------------------------------------


def hours_reference(amount: int, start: datetime, pauses: list[tuple[datetime, datetime]]) -> datetime:
    """Walks minute by minute; a minute inside a pause does not count."""
    left, moment = amount * 60, start
    while left:
        left -= not any(begin <= moment < end for begin, end in pauses)
        moment += timedelta(minutes=1)
    return moment


def days_reference(unit: str, amount: int, start: datetime, pauses: list[Any], free: set[date]) -> datetime:
    """Lists the days that may count, takes the last of them."""

    def works(day: date) -> bool:
        return (day.weekday() < 5) != (day in free)

    asleep = {
        begin.date() + timedelta(days=number)
        for begin, end in pauses
        for number in range(1, (end.date() - begin.date()).days + 1)
    }
    all_days = [start.date() + timedelta(days=number) for number in range(1, 800)]
    able = [day for day in all_days if day not in asleep and (unit == "days" or works(day))]
    last = able[amount - 1]
    if unit == "days":
        last = next(day for day in all_days if day >= last and works(day))
    return datetime.combine(last, time(23, 59, 59), ZONE)


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    day = FIRST + timedelta(days=draw(st.integers(0, 300)))
    return datetime.combine(day, time(draw(st.integers(0, 23)), draw(st.integers(0, 59))), ZONE)


@st.composite
def histories(draw: st.DrawFn) -> tuple[datetime, list[tuple[datetime, datetime]]]:
    """A start and pauses after it that do not overlap."""
    start = moment = draw(moments())
    pauses = []
    for _number in range(draw(st.integers(0, 3))):
        moment += timedelta(minutes=draw(st.integers(1, 6000)))
        end = moment + timedelta(minutes=draw(st.integers(0, 12_000)))
        pauses.append((moment, end))
        moment = end
    return start, pauses


@settings(max_examples=80, deadline=None)
@given(
    unit=st.sampled_from(["working_days", "days"]),
    amount=st.integers(1, 70),
    history=histories(),
    free=st.sets(st.integers(0, 500), max_size=60),
)
def test_days_are_counted_as_by_the_reference(unit: str, amount: int, history: Any, free: set[int]) -> None:
    start, pauses = history
    special = {FIRST + timedelta(days=number) for number in free}

    def works(day: date) -> bool:
        return (day.weekday() < 5) != (day in special)

    found = count(unit, amount, start, pauses, works)
    assert found.due == days_reference(unit, amount, start, pauses, special)
    assert sum(line.number is not None for line in found.days) == amount
    assert [line.date for line in found.days] == [
        start.date() + timedelta(days=number) for number in range(len(found.days))
    ], "every day is explained"
    assert found.days[-1].why == "last" and found.due.date() == found.days[-1].date


@settings(max_examples=30, deadline=None)
@given(amount=st.integers(1, 60), history=histories())
def test_hours_are_counted_as_by_the_reference(amount: int, history: Any) -> None:
    start, pauses = history
    assert count("hours", amount, start, pauses, lambda day: True).due == hours_reference(amount, start, pauses)


def test_an_open_pause_has_no_end() -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=ZONE)
    for unit in ("hours", "days", "working_days"):
        assert count(unit, 5, start, [(start + timedelta(hours=3), None)], lambda day: True).due is None


# --- Through the actions -----------------------------------------------------------------------------------------------

MONDAY = datetime(2026, 3, 2, 10, tzinfo=ZONE)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[datetime], None]]:
    """Sets the time of the inbox."""

    def go(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    go(MONDAY)
    return go


def log(staff: dict[str, Any], **facts: Any) -> Concern:
    facts = {"channel": "phone", "received_at": timezone.now(), "text": "自来水发黄三天了，找谁处理？"} | facts
    return logging.log(staff["desk"], **facts)


def running(concern: Concern) -> dict[str, Any]:
    rows = Clock.objects.filter(concern=concern, stopped_at=None)
    return {clock.rule: clock.due and timezone.localtime(clock.due).strftime("%m-%d %H:%M") for clock in rows}


def test_each_kind_of_concern_has_its_limits(staff: dict[str, Any], units: dict[str, Any], at: Any) -> None:
    assert running(log(staff, kind="question")) == {"question": "03-09 23:59"}
    urgent = log(staff, urgency="urgent")
    assert running(urgent) == {"urgent_first": "03-03 10:00", "urgent_answer": "03-04 10:00"}
    assert timezone.localtime(urgent.due).hour == 10
    petition = log(staff, kind="complaint")
    assert running(petition) == {"petition_accept": "03-17 23:59"}
    hop = handling.dispatch(petition, staff["desk"], units["water"])
    assert timezone.localtime(hop.object_until).strftime("%m-%d") == "03-04"
    handling.accept(petition, staff["handler"])
    # 60 natural days end on Friday, the first of May, which is free; the office is open again on the sixth.
    assert running(petition) == {"petition_decide": "05-06 23:59"}
    petition.refresh_from_db()
    assert petition.due == Clock.objects.get(concern=petition, rule="petition_decide").due
    lines = clocks.explain(Clock.objects.get(concern=petition, rule="petition_decide")).days
    assert [line.why for line in lines[-6:]] == ["counted", "moved", "moved", "moved", "moved", "last"]


def test_other_facts_other_limits(staff: dict[str, Any], at: Any) -> None:
    concern = log(staff, kind="question")
    logging.classify(concern, staff["desk"], urgency="urgent")
    assert set(running(concern)) == {"urgent_first", "urgent_answer"}


def test_waiting_for_the_person_stops_the_clock(staff: dict[str, Any], at: Any) -> None:
    concern = log(staff, kind="question")
    at(MONDAY + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        clocks.pause(concern, staff["handler"], "请补充地址")
    clocks.pause(concern, staff["desk"], "请补充地址")
    concern.refresh_from_db()
    assert (running(concern), concern.due) == ({"question": None}, None)
    with pytest.raises(NotPossible):
        clocks.pause(concern, staff["desk"], "再等")
    at(MONDAY + timedelta(days=3))
    clocks.resume(concern, None)
    assert running(concern) == {"question": "03-11 23:59"}
    with pytest.raises(NotPossible):
        clocks.pause(log(staff, urgency="urgent"), staff["desk"], "紧急的不等")


def test_one_extension_by_an_approver_with_reason_and_notice(staff: dict[str, Any], at: Any) -> None:
    concern = log(staff, kind="help")
    handling.take(concern, staff["desk"])
    clock = Clock.objects.get(concern=concern, rule="petition_decide")
    with pytest.raises(PermissionDenied):
        clocks.extend(clock, staff["desk"], 30, "情况复杂")
    for amount, reason in ((31, "情况复杂"), (0, "情况复杂"), (30, " ")):
        with pytest.raises(NotPossible):
            clocks.extend(clock, staff["approver"], amount, reason)
    clocks.extend(clock, staff["approver"], 30, "情况复杂，需要现场勘测")
    assert running(concern) == {"petition_decide": "06-01 23:59"}  # 30 May is a Saturday
    told = ConcernMail.objects.get(concern=concern, to=None, kind="extended")
    assert told.get_kind_display() == "办理时间延长"
    with pytest.raises(NotPossible, match="一次"):
        clocks.extend(clock, staff["approver"], 5, "再延")


def test_a_year_without_a_calendar_is_an_alarm_and_never_a_guess(
    staff: dict[str, Any], person: Callable[..., Any], at: Any
) -> None:
    admin = person("site_admin")
    at(datetime(2026, 12, 30, 10, tzinfo=ZONE))
    WorkingYear.objects.filter(year=2027).delete()
    concern = log(staff, kind="question")
    clock = concern.clocks.get()
    assert (concern.due, clock.unknown_year) == (None, 2027)
    with pytest.raises(UnknownYear, match="2027"):
        clocks.explain(clock)
    assert [row.to for row in ConcernMail.objects.filter(kind="unknown_year")] == [admin]
    log(staff, kind="question")
    assert ConcernMail.objects.filter(kind="unknown_year").count() == 1, "once a year that is missing"
    notices.send(timezone.now())
    assert "2027" in mail.outbox[0].subject
    WorkingYear.objects.create(year=2027, source="国办")
    assert clocks.recount_unknown() == 2
    assert running(concern) == {"question": "01-06 23:59"}


def test_who_is_warned_when(staff: dict[str, Any], units: dict[str, Any], at: Any) -> None:
    concern = log(staff, kind="question")
    handling.dispatch(concern, staff["desk"], units["water"])
    handling.accept(concern, staff["handler"])
    ConcernMail.objects.all().delete()

    def told(moment: datetime) -> set[tuple[str, str]]:
        at(moment)
        mailing.remind(moment)
        mailing.remind(moment)
        rows = {(row.kind, row.to.username) for row in ConcernMail.objects.select_related("to")}
        ConcernMail.objects.all().delete()
        return rows

    unit = {staff[name].username for name in ("handler", "leader", "pipes")}
    assert told(MONDAY + timedelta(days=4)) == set()
    assert told(MONDAY + timedelta(days=5)) == set(), "Saturday"
    assert told(MONDAY + timedelta(days=7, hours=-3)) == set(), "before the office opens"
    assert told(MONDAY + timedelta(days=7)) == {("due_soon", name) for name in unit}
    office = {staff[name].username for name in ("desk", "desk2", "approver")}
    assert told(MONDAY + timedelta(days=8)) == {("overdue", name) for name in unit | office}


def test_a_mail_to_staff_tells_nothing_of_the_matter(staff: dict[str, Any], units: dict[str, Any], at: Any) -> None:
    concern = log(staff)
    handling.dispatch(concern, staff["desk"], units["water"])
    notices.send(timezone.now())
    assert {message.to[0] for message in mail.outbox} == {staff[name].email for name in ("handler", "leader", "pipes")}
    for message in mail.outbox:
        assert concern.number in message.subject
        assert "自来水" not in message.body + message.subject and concern.code not in message.body


def test_the_slowest_count_is_quick(db: None) -> None:
    assert count("working_days", 365, MONDAY, (), lambda day: day.weekday() < 5).due
