"""What the templates of courses show of numbers and states."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import template
from django.utils import timezone
from wagtail.models import Locale

from .. import rulebook
from ..models import CoursePage, LessonPage, Quiz
from ..outline import Entry, Outline
from ..queries import CourseState

register = template.Library()


@register.simple_tag
def mark(state: CourseState | None, entry: Entry) -> str:
    """`done`, `begun`, `locked` or `open`; a stranger sees them all open."""
    return state.mark(entry) if state and state.enrolment else "open"


@register.simple_tag
def stated_hours(course: CoursePage, outline: Outline) -> Decimal:
    """The hours that completing the course yields today."""
    return rulebook.course_hours(course.hours, outline.minutes, timezone.localdate())


@register.simple_tag
def quiz_lessons(quiz: Quiz) -> list[LessonPage]:
    """The public lessons that this quiz completes, in the language of the page."""
    return list(LessonPage.objects.live().filter(quiz=quiz, locale=Locale.get_active()).defer("body", "transcript")[:3])


@register.filter
def hours(value: Decimal | float | None) -> str:
    """2 or 2.5, never 2.0."""
    return f"{Decimal(value or 0).normalize():f}"


@register.filter
def of_key(values: dict[Any, Any], key: UUID | str | int) -> Any:
    """The value kept under a key, as text or as it is."""
    return values.get(key, values.get(str(key), ""))
