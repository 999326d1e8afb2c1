"""Taking a course: enrolling, opening and completing lessons, and the hours that come of it."""

import math
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reform.people.models import User

from .. import outline, queries, rulebook, signals, watching
from ..models import CoursePage, Enrolment, HourEntry, LessonPage, LessonProgress
from ..standings import may_learn


class CourseError(Exception):
    """The action is not possible now; `str()` says why, to the user."""


@transaction.atomic
def enrol(user: Any, course: CoursePage) -> Enrolment:
    """Begins a course; asked again, it is the same row. Raises `PermissionDenied`, `CourseError`."""
    if not may_learn(user):
        raise PermissionDenied
    source = outline.original_course(course)
    if not course.live:
        raise CourseError(_("This course is not open."))
    found, _made = Enrolment.objects.get_or_create(user=user, course=source)
    return found


@transaction.atomic
def open_lesson(user: Any, lesson: LessonPage) -> queries.CourseState:
    """Notes that somebody who takes the course opened a lesson, if it is open to them. The state after it."""
    state, entry = _place(user, lesson)
    if state.enrolment is None or entry is None or state.missing(entry):
        return state
    if entry.source not in state.progress:
        progress, _made = LessonProgress.objects.get_or_create(enrolment=state.enrolment, lesson_id=entry.source)
        state.progress[entry.source] = progress
    if state.enrolment.last_lesson_id != entry.source:
        state.enrolment.last_lesson_id, state.enrolment.last_at = entry.source, timezone.now()
        state.enrolment.save(update_fields=["last_lesson", "last_at"])
    return state


@transaction.atomic
def finish_lesson(user: Any, lesson: LessonPage, by_transcript: bool = False) -> LessonProgress:
    """Somebody says that they read a text or a document, or saw a recording. Believed as far as the rules allow.

    `by_transcript`: the transcript was read instead of the recording. Raises `CourseError` with what is missing.
    """
    progress, _entry, state = _open_progress(user, lesson)
    if progress.done_at:
        return progress
    _check(lesson, progress, by_transcript)
    return _done(progress, state)


def _check(lesson: LessonPage, progress: LessonProgress, by_transcript: bool) -> None:
    rules = rulebook.rules("progress")
    if lesson.kind == lesson.Kind.QUIZ:
        raise CourseError(_("This lesson is done when its quiz is passed."))
    if lesson.kind == lesson.Kind.RECORDING and not by_transcript:
        wanted = int(rules["recording"]["watched_share"] * 100)
        if queries.watched_percent(lesson, progress) < wanted:
            raise CourseError(
                _("%(share)d %% was played so far; %(wanted)d %% are needed.")
                % {"share": queries.watched_percent(lesson, progress), "wanted": wanted}
            )
        return
    share = rules["recording"]["transcript_share"] if by_transcript else rules[lesson.kind]["minimum_share"]
    needed = timedelta(minutes=lesson.minutes * share)
    left = progress.opened_at + needed - timezone.now()
    if left > timedelta(0):
        minutes = math.ceil(left.total_seconds() / 60)
        raise CourseError(
            _("You opened this lesson only a moment ago. Take your time: in %(minutes)d min you can mark it as done.")
            % {"minutes": minutes}
        )


@transaction.atomic
def report_watching(user: Any, lesson: LessonPage, start: float, end: float) -> LessonProgress:
    """The player says that it played from `start` to `end`; the server's clock bounds what is believed.

    One clock for a person: two recordings at a time count as one. Raises `CourseError`.
    """
    if lesson.kind != lesson.Kind.RECORDING or not (math.isfinite(start) and math.isfinite(end)):
        raise CourseError(_("This lesson has no recording."))
    list(User.objects.select_for_update().filter(pk=user.pk).values_list("pk"))  # one report of a person at a time
    progress, _entry, state = _open_progress(user, lesson)
    now = timezone.now()
    beats = LessonProgress.objects.filter(enrolment__user=user, beat_at__isnull=False)
    last = beats.order_by("-beat_at").values_list("beat_at", flat=True).first()
    rules = rulebook.rules("progress")["recording"]
    if last is not None and lesson.seconds:
        elapsed = (now - last).total_seconds()
        span = watching.credit(start, end, elapsed, lesson.seconds, rules["fastest"], rules["longest_silence"])
        if span is not None:
            progress.covered = watching.add(progress.covered, span)
    progress.position = max(0.0, min(end, float(lesson.seconds or end)))
    progress.beat_at = now
    progress.save(update_fields=["covered", "position", "beat_at"])
    if not progress.done_at and queries.watched_percent(lesson, progress) >= rules["watched_share"] * 100:
        _done(progress, state)
    return progress


def quiz_refused(user: Any, quiz_id: int) -> str:
    """Why a quiz that is the work of a lesson is not open to this person, in words: its address alone opens no lesson.

    Empty when one of its lessons is open to them, and for a quiz that belongs to no public lesson.
    """
    reason = ""
    for lesson in LessonPage.objects.live().filter(quiz_id=quiz_id, locale=outline.source_locale()):
        state, entry = _place(user, lesson)
        if entry is None:
            continue
        if state.enrolment is None:
            reason = _("This quiz belongs to the course “%(course)s”: begin the course first.") % {
                "course": lesson.course.title
            }
        elif state.missing(entry):
            reason = _("Other lessons must be done first.")
        else:
            return ""
    return reason


@transaction.atomic
def quiz_passed(user: Any, quiz_id: int) -> list[LessonProgress]:
    """A quiz was passed: its lessons are done, in every course that the person takes and that lets them."""
    done = []
    lessons = LessonPage.objects.live().filter(quiz_id=quiz_id, locale=outline.source_locale())
    for lesson in lessons:
        state, entry = _place(user, lesson)
        if state.enrolment is None or entry is None:
            continue
        progress, _made = LessonProgress.objects.get_or_create(enrolment=state.enrolment, lesson_id=entry.source)
        if not progress.done_at:
            done.append(_done(progress, state))
    return done


def _place(user: Any, lesson: LessonPage) -> tuple[queries.CourseState, outline.Entry | None]:
    """Where the person is in the lesson's course, and the lesson's place in it; None when it is not public."""
    shown = outline.of(lesson.course)
    state = queries.course_state(user, lesson.course, shown)
    return state, next((entry for entry in shown if entry.lesson.pk == lesson.pk), None)


def _open_progress(user: Any, lesson: LessonPage) -> tuple[LessonProgress, outline.Entry, queries.CourseState]:
    if not may_learn(user):
        raise PermissionDenied
    state, entry = _place(user, lesson)
    if state.enrolment is None or entry is None:
        raise CourseError(_("Begin the course first."))
    if state.missing(entry):
        raise CourseError(_("Other lessons must be done first."))
    progress, _made = LessonProgress.objects.select_for_update().get_or_create(
        enrolment=state.enrolment, lesson_id=entry.source
    )
    state.progress[entry.source] = progress
    return progress, entry, state


def _done(progress: LessonProgress, state: queries.CourseState) -> LessonProgress:
    """Marks the lesson, and the course when this was the last that it needs."""
    progress.done_at = timezone.now()
    progress.save(update_fields=["done_at"])
    state.progress[progress.lesson_id] = progress
    if (
        state.enrolment
        and not state.enrolment.completed_at
        and all(state.done(entry) for entry in state.outline.needed)
    ):
        complete(state.enrolment, state.outline)
    return progress


def complete(enrolment: Enrolment, shown: outline.Outline) -> None:
    """The course is completed: hours by the rule, and whoever listens is told (certificates, boards)."""
    enrolment.completed_at = timezone.now()
    enrolment.save(update_fields=["completed_at"])
    course, day = enrolment.course, timezone.localdate()
    hours = rulebook.course_hours(course.hours, shown.minutes, day)
    rule = rulebook.hour_rule("course", day)
    if rule is not None and hours > 0:
        HourEntry.objects.create(
            user=enrolment.user,
            unit=enrolment.user.unit,
            on=day,
            hours=hours,
            meter=rule["meter"],
            rule=rule["code"],
            title=course.title,
            enrolment=enrolment,
        )
    signals.course_completed.send(Enrolment, enrolment=enrolment, hours=hours)


@transaction.atomic
def take_hours_back(entry: HourEntry, by: Any, reason: str) -> HourEntry:
    """An entry of its own with the opposite sign. Raises `PermissionDenied`, `CourseError`."""
    if not by.has_perm("training.reverse_hours"):
        raise PermissionDenied
    if not reason.strip():
        raise CourseError(_("Give a reason."))
    if entry.reverses_id or hasattr(entry, "reversed_by"):
        raise CourseError(_("These hours were taken back already."))
    return HourEntry.objects.create(
        user=entry.user, unit=entry.unit, on=timezone.localdate(), hours=-entry.hours, meter=entry.meter,
        rule=entry.rule, title=entry.title, enrolment=entry.enrolment, reverses=entry, reason=reason.strip()[:200], by=by,
    )  # fmt: skip
