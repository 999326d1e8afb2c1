"""Courses for tests: made as pages, published, with lessons of the kinds that are asked for."""

import io
import wave
from typing import Any

from django.core.files.base import ContentFile

from reform.pages.models import CustomDocument
from training.models import ChapterPage, CoursePage, CoursesPage, LessonPage


def published(parent: Any, page: Any) -> Any:
    parent.refresh_from_db()
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    return type(page).objects.get(pk=page.pk)


def catalogue(home: Any) -> CoursesPage:
    found = CoursesPage.objects.filter(locale=home.locale).first()
    return found or published(home, CoursesPage(title="学习培训", slug="peixun"))


def course(home: Any, *lessons: dict[str, Any], title: str = "一窗通办入门", **fields: Any) -> CoursePage:
    """A course with a chapter that holds these lessons; each is the fields of a `LessonPage`."""
    made = published(catalogue(home), CoursePage(title=title, objectives="会列清单", **fields))
    chapter = published(made, ChapterPage(title="第一章"))
    for number, lesson in enumerate(lessons or ({}, {}), start=1):
        values = {"title": f"第{number}课", "minutes": 10, "body": [("paragraph", "<p>先数一遍。</p>")], **lesson}
        published(chapter, LessonPage(**values))
    return CoursePage.objects.get(pk=made.pk)


def lessons_of(page: CoursePage) -> list[LessonPage]:
    return list(LessonPage.objects.descendant_of(page).order_by("path"))


def sound() -> CustomDocument:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(1600))
    document = CustomDocument(title="录音")
    document.file.save("luyin.wav", ContentFile(target.getvalue()), save=False)
    document.save()
    return document
