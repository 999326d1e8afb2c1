"""Reads of courses and progress that pages share. What depends on who asks is read for that person alone."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from . import outline, rulebook
from .models import CoursePage, Enrolment, HourEntry, LessonPage, LessonProgress
from .outline import Entry, Outline, original_course


@dataclass
class CourseState:
    """Where one person is in a course. `progress` by the lessons' source ids."""

    enrolment: Enrolment | None
    outline: Outline
    progress: dict[int, LessonProgress] = field(default_factory=dict)

    def done(self, entry: Entry) -> bool:
        row = self.progress.get(entry.source)
        return row is not None and row.done_at is not None

    def missing(self, entry: Entry) -> list[Entry]:
        """The lessons that must be done before this one opens."""
        found = [other for other in self.outline if other.source in entry.after]
        return [other for other in found if not self.done(other)]

    def mark(self, entry: Entry) -> str:
        """`done`, `begun`, `locked` or `open`: what the contents show at the left."""
        if self.done(entry):
            return "done"
        if self.missing(entry):
            return "locked"
        return "begun" if entry.source in self.progress else "open"

    @property
    def done_count(self) -> int:
        return sum(self.done(entry) for entry in self.outline.needed)

    @property
    def percent(self) -> int:
        needed = len(self.outline.needed)
        return 100 if self.completed_at else self.done_count * 100 // needed if needed else 0

    @property
    def completed_at(self) -> datetime | None:
        return self.enrolment.completed_at if self.enrolment else None

    @property
    def next_entry(self) -> Entry | None:
        """Where to go on: the lesson that was left unfinished, else the first that is open; None when all are done."""
        last = self.enrolment.last_lesson_id if self.enrolment else None
        entry = self.outline.entry(last) if last else None
        if entry is not None and not self.done(entry) and not self.missing(entry):
            return entry
        # The first lesson not done can always be opened, unless conditions point forward.
        waiting = [entry for entry in self.outline if not self.done(entry)]
        return next((entry for entry in waiting if not self.missing(entry)), None)


def course_state(user: Any, course: CoursePage, shown: Outline) -> CourseState:
    """The state of this person, with one query for who has not begun and two for who has."""
    enrolment = Enrolment.objects.filter(user=user, course_id=original_course(course).pk).first()
    if enrolment is None:
        return CourseState(None, shown)
    rows = LessonProgress.objects.filter(enrolment=enrolment)
    return CourseState(enrolment, shown, {row.lesson_id: row for row in rows})


def lesson_context(lesson: LessonPage, state: CourseState | None) -> dict[str, Any]:
    """What the template of a lesson needs besides the page. `state` is None for a stranger."""
    shown = state.outline if state else outline.of(lesson.course)
    entries = list(shown)
    place = next((entry for entry in entries if entry.lesson.pk == lesson.pk), None)
    at = entries.index(place) if place else -1
    enrolled = state is not None and state.enrolment is not None
    context: dict[str, Any] = {
        "course": lesson.course,
        "outline": shown,
        "place": place,
        "state": state,
        "enrolled": enrolled,
        "previous": entries[at - 1] if at > 0 else None,
        "following": entries[at + 1] if place and at + 1 < len(entries) else None,
        "progress": None,
        "missing": [],
        "done": False,
    }
    if place and state is not None and enrolled:
        progress = state.progress.get(place.source)
        context |= {
            "progress": progress,
            "missing": state.missing(place),
            "done": state.done(place),
            "share": watched_percent(lesson, progress),
            "wanted": int(rulebook.rules("progress")["recording"]["watched_share"] * 100),
        }
    return context


def watched_percent(lesson: LessonPage, progress: LessonProgress | None) -> int:
    """How much of the recording was really played."""
    if progress is None or not lesson.seconds:
        return 0
    return min(100, int(progress.watched * 100 / lesson.seconds))


def hours_of(user: Any, year: int | None = None) -> Decimal:
    """The hours that somebody has, in one year or in all; entries taken back do not count."""
    rows = HourEntry.objects.filter(user=user)
    if year is not None:
        rows = rows.filter(on__year=year)
    return rows.aggregate(sum=Sum("hours"))["sum"] or Decimal(0)


def this_year() -> int:
    return timezone.localdate().year
