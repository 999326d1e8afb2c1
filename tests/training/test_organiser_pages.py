"""Organisers write courses and lessons below every catalogue, through the review, and nothing else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from reform.editorial import actions as review
from reform.people.roles import sync_roles
from training.models import CoursePage, CoursesPage, LessonPage

from .course_makers import catalogue, course, lessons_of

pytestmark = pytest.mark.django_db
COMMENTS = {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "comments-MAX_NUM_FORMS": 1000}


def lesson_form(title: str, body: str, **more: Any) -> dict[str, Any]:
    content = streamfield([("paragraph", rich_text(f"<p>{body}</p>"))])
    fields = {"title": title, "slug": "", "kind": "text", "minutes": "10", "seconds": "0", "transcript": "null"}
    empty = {f"{name}-{count}": 0 for name in ("conditions", "topics") for count in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return nested_form_data({**fields, "body": content}) | empty | COMMENTS | more


def test_an_organiser_writes_a_lesson_and_submits_it_but_publishes_nothing(
    home: Any, desk: Client, organiser: Any
) -> None:
    page = course(home)
    add = reverse("wagtailadmin_pages:add", args=["training", "lessonpage", page.pk])
    desk.post(add, lesson_form("窗口怎么排班", "先看人流。", **{"action-publish": "1"}))
    assert not LessonPage.objects.filter(title="窗口怎么排班").exists()
    answer = desk.post(add, lesson_form("窗口怎么排班", "先看人流。"))
    assert answer.status_code == 302, answer.context["form"].errors
    made = LessonPage.objects.get(title="窗口怎么排班")
    assert not made.live and made.owner == organiser
    desk.post(reverse("editorial:submit", args=[made.pk]))
    assert LessonPage.objects.get(pk=made.pk).current_workflow_task_state.task.name == "初审"
    tester = made.permissions_for_user(organiser)
    assert tester.can_edit() and not tester.can_publish() and not tester.can_unpublish()


def test_what_editors_wrote_in_a_course_can_be_changed_too(home: Any, desk: Client, organiser: Any) -> None:
    (lesson, _other) = lessons_of(course(home))
    assert desk.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).status_code == 200
    lesson.title = "改过的课"
    lesson.save_revision(user=organiser)
    assert review.submit(lesson, organiser).status == "in_progress"


def test_outside_the_catalogues_an_organiser_writes_nothing(home: Any, column: Any, desk: Client, person: Any) -> None:
    catalogue(home)
    add = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", column.pk])
    assert desk.get(add).status_code == 302
    for page in (home, column):
        assert desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302
        assert not page.permissions_for_user(person("organiser")).can_add_subpage()
    for role in ("question_writer", "marker", "learner"):
        assert not CoursesPage.objects.get().permissions_for_user(person(role)).can_edit()


def test_a_new_catalogue_in_another_language_is_open_at_once_and_stays_so(home: Any, organiser: Any) -> None:
    english = Locale.objects.get_or_create(language_code="en")[0]
    abroad = home.copy_for_translation(english)
    courses = abroad.add_child(instance=CoursesPage(title="Courses", slug="courses", locale=english))
    sync_roles()
    assert courses.permissions_for_user(organiser).can_add_subpage()
    made = courses.add_child(instance=CoursePage(title="One window", slug="one-window", locale=english))
    assert made.permissions_for_user(organiser).can_edit()
