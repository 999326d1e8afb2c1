"""When an attempt may begin and when it ends. Pure functions over the settings, the clock and the exceptions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Terms:
    """What holds for one person: the quiz's settings with their exceptions in."""

    opens: datetime | None
    closes: datetime | None
    minutes: int | None
    attempts: int | None
    wait: int

    def deadline(self, start: datetime) -> datetime | None:
        """The end of an attempt that begins at `start`: its time is up, or the quiz closes, whichever comes first."""
        ends = [self.closes] if self.closes else []
        if self.minutes:
            ends.append(start + timedelta(minutes=self.minutes))
        return min(ends, default=None)

    def next_start(self, last_closed: datetime | None) -> datetime | None:
        """The earliest time of another attempt after one that closed then; None when any time will do."""
        return last_closed + timedelta(minutes=self.wait) if last_closed and self.wait else None


def terms(quiz: Any, exceptions: Iterable[Any]) -> Terms:
    """The most generous of each thing; an exception never takes anything away."""
    exceptions = list(exceptions)
    more = max((row.extra_minutes for row in exceptions), default=0)
    again = max((row.extra_attempts for row in exceptions), default=0)
    later = [row.closes for row in exceptions if row.closes]
    closes = max([quiz.closes, *later]) if quiz.closes else None
    return Terms(
        quiz.opens,
        closes,
        quiz.minutes + more if quiz.minutes else None,
        quiz.attempts + again if quiz.attempts else None,
        quiz.wait,
    )
