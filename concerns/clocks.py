"""How time limits are counted. Nothing here knows the database: what is a working day is asked of `is_working_day`.

The day of the start does not count, and a limit ends with its last day (《民法典》第二百零一、二百零二条). From the day after a
pause begins until the day it ends nothing counts; a pause within one day changes nothing. Hours are counted as they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

HOURS, WORKING_DAYS, DAYS = "hours", "working_days", "days"
# Whoever counts further than this counts wrong.
LONGEST = 3 * 366
Pause = tuple[datetime, datetime | None]
IsWorkingDay = Callable[[date], bool]


@dataclass(frozen=True)
class Day:
    """One line of the explanation. `why`: start, counted, paused, free, moved (the end moved past it), last, open."""

    date: date
    why: str
    number: int | None = None


@dataclass(frozen=True)
class Count:
    """`due` is None while a pause is open. For hours there are no days."""

    due: datetime | None
    days: tuple[Day, ...] = ()


def count(unit: str, amount: int, start: datetime, pauses: Sequence[Pause], is_working_day: IsWorkingDay) -> Count:
    """When it ends, and each day that was counted. Raises what `is_working_day` raises for a year it does not know."""
    if unit == HOURS:
        return Count(_hours(amount, start, pauses))
    spans = [(_day(begin), _day(end) if end else None) for begin, end in pauses]
    day = _day(start)
    lines = [Day(day, "start")]
    number = 0
    for _step in range(LONGEST):
        day += timedelta(days=1)
        why = _why(day, unit, spans, is_working_day)
        if why == "open":
            return Count(None, (*lines, Day(day, why)))
        if why != "counted":
            lines.append(Day(day, why))
            continue
        number += 1
        lines.append(Day(day, why, number))
        if number == amount:
            break
    else:
        raise OverflowError(f"no end within {LONGEST} days")
    while unit == DAYS and not is_working_day(day):
        lines[-1] = Day(lines[-1].date, "moved" if lines[-1].number is None else "counted", lines[-1].number)
        day += timedelta(days=1)
        lines.append(Day(day, "moved"))
    lines[-1] = Day(day, "last", lines[-1].number)
    return Count(end_of(day), tuple(lines))


def end_of(day: date) -> datetime:
    """The last second of a day at the office."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def _why(day: date, unit: str, spans: list[tuple[date, date | None]], is_working_day: IsWorkingDay) -> str:
    for begin, end in spans:
        if begin < day and (end is None or day <= end):
            return "open" if end is None else "paused"
    return "counted" if unit == DAYS or is_working_day(day) else "free"


def _hours(amount: int, start: datetime, pauses: Sequence[Pause]) -> datetime | None:
    due = start + timedelta(hours=amount)
    for begin, end in sorted(pauses, key=lambda pause: pause[0]):
        if begin >= due:
            break
        if end is None:
            return None
        due += end - begin
    return due


def _day(moment: Any) -> date:
    return timezone.localtime(moment).date()
