"""What training does when something elsewhere happened."""

from decimal import Decimal
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from reform.pages import lessons
from reform.people.roles import open_branch
from search import indexing

from .actions import certificate
from .actions import course as actions
from .models import Attempt, ChapterPage, CoursePage, CoursesPage, Enrolment, LessonPage
from .signals import attempt_finished, course_completed


@receiver(attempt_finished, sender=Attempt)
def quiz_finished(sender: Any, attempt: Attempt, passed: bool, **kwargs: Any) -> None:
    """A quiz that was passed completes its lessons."""
    if passed:
        actions.quiz_passed(attempt.user, attempt.quiz_id)


@receiver(course_completed, sender=Enrolment)
def course_done(sender: Any, enrolment: Enrolment, hours: Decimal, **kwargs: Any) -> None:
    """A course that gives a certificate gives it at once."""
    certificate.issue(enrolment, hours)


@receiver(post_save, sender=CoursesPage)
def catalogue_made(sender: Any, instance: CoursesPage, created: bool, **kwargs: Any) -> None:
    """Organisers write below every catalogue, also one that is new or a translation."""
    if created:
        open_branch(instance)


@receiver([page_published, page_unpublished], sender=LessonPage)
@receiver([page_published, page_unpublished], sender=ChapterPage)
@receiver(post_delete, sender=LessonPage)
def lesson_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    """What a lesson says finds its course."""
    indexing.enqueue(CoursePage.objects.live().ancestor_of(instance).values_list("pk", flat=True))


@lessons.register
def courses_of(page: Page) -> list[lessons.Lesson]:
    """The public courses that were made from a page, in its language."""
    courses = CoursePage.objects.live().filter(teaches__translation_key=page.translation_key)
    keys = courses.values("translation_key")
    found = CoursePage.objects.live().filter(translation_key__in=keys, locale=page.locale_id)
    return [lessons.Lesson(course.title, course.url, course.kicker) for course in found.order_by("pk")]
