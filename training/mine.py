"""What one person has to learn, is learning, and has learned. A handful of queries, however many courses."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Locale

from .board import with_state
from .models import Assignee, Assignment, Certificate, CoursePage, Enrolment, LessonPage, LessonProgress
from .outline import source_locale


@dataclass
class Task:
    """A course of one person. `state` is a key of `board.STATES`; `course` is in the language of the page."""

    course: Any
    enrolment: Enrolment | None
    assignment: Assignment | None = None
    state: str = "begun"
    done: int = 0
    lessons: int = 0
    certificate: Certificate | None = None

    @property
    def percent(self) -> int:
        if self.enrolment and self.enrolment.completed_at:
            return 100
        return min(100, self.done * 100 // self.lessons) if self.lessons else 0

    @property
    def due_on(self) -> date | None:
        return self.assignment.due_on if self.assignment else None

    @property
    def days_left(self) -> int:
        return (self.assignment.due_on - timezone.localdate()).days if self.assignment else 0

    @property
    def completed_at(self) -> datetime | None:
        return self.enrolment.completed_at if self.enrolment else None


@dataclass
class Mine:
    assigned: list[Task] = field(default_factory=list)
    begun: list[Task] = field(default_factory=list)
    done: list[Task] = field(default_factory=list)


def tasks(user: Any) -> Mine:
    """Assigned and not finished (the nearest due date first), in work without being assigned, done (newest first)."""
    today, found = timezone.localdate(), Mine()
    enrolments = {row.course_id: row for row in Enrolment.objects.filter(user=user).select_related("course")}
    given = Assignee.objects.filter(
        user=user, left_at=None, assignment__closed_at=None, assignment__starts_on__lte=today
    ).select_related("assignment__course")
    assigned: set[int] = set()
    for row in with_state(given).order_by("assignment__due_on", "pk"):
        enrolment = enrolments.get(row.assignment.course_id)
        if row.assignment.course_id in assigned or (enrolment and enrolment.completed_at):
            continue
        assigned.add(row.assignment.course_id)
        found.assigned.append(Task(row.assignment.course, enrolment, row.assignment, row.state))
    for pk, enrolment in enrolments.items():
        if enrolment.completed_at:
            found.done.append(Task(enrolment.course, enrolment, None, "passed"))
        elif pk not in assigned:
            found.begun.append(Task(enrolment.course, enrolment))
    found.begun.sort(key=lambda task: task.enrolment.last_at or task.enrolment.started_at, reverse=True)  # type: ignore[union-attr]
    found.done.sort(key=lambda task: task.completed_at, reverse=True)  # type: ignore[arg-type,return-value]
    _count(user, [*found.assigned, *found.begun])
    _certificates(user, found.done)
    _translate([*found.assigned, *found.begun, *found.done])
    return found


def _count(user: Any, rows: list[Task]) -> None:
    """How many of the lessons that the courses need are done."""
    if not rows:
        return
    below = Q(pk__in=[])
    for task in rows:
        below |= Q(path__startswith=task.course.path)
    needed = LessonPage.objects.live().filter(below, optional=False).values_list("pk", "path")
    paths = {task.course.path: task for task in rows}
    depth = {len(path) for path in paths}
    ids: dict[int, Task] = {}
    for pk, path in needed:
        task = next(paths[path[:length]] for length in depth if path[:length] in paths)
        ids[pk] = task
        task.lessons += 1
    done = LessonProgress.objects.filter(enrolment__user=user, done_at__isnull=False, lesson__in=list(ids))
    for pk, number in Counter(done.values_list("lesson_id", flat=True)).items():
        ids[pk].done += number


def _certificates(user: Any, rows: list[Task]) -> None:
    found = Certificate.objects.filter(user=user, state=Certificate.State.VALID)
    by_course = {row.enrolment_id: row for row in found}
    for task in rows:
        task.certificate = by_course.get(task.enrolment.pk) if task.enrolment else None


def _translate(rows: list[Task]) -> None:
    """Each course in the language of the page, where there is a public one."""
    locale = Locale.get_active()
    if locale.pk == source_locale().pk or not rows:
        return
    keys: list[UUID] = [task.course.translation_key for task in rows]
    found = CoursePage.objects.live().defer("body").filter(locale=locale, translation_key__in=keys)
    there = {page.translation_key: page for page in found}
    for task in rows:
        task.course = there.get(task.course.translation_key, task.course)
