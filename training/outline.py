"""The chapters and lessons of a course in their order, read with three queries however many there are.

Progress belongs to lessons of the source language: `Entry.source` is the id it is kept under, for a translation as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale

from reform.pages.edition import shared

from .models import ChapterPage, CoursePage, LessonCondition, LessonPage


@dataclass
class Entry:
    """A lesson in its place. `number` counts through the whole course; `after` are the `source` ids to be done first."""

    lesson: LessonPage
    number: int
    source: int
    after: set[int] = field(default_factory=set)


@dataclass
class Part:
    """A chapter with its lessons; `chapter` is None for lessons that stand under none."""

    chapter: ChapterPage | None
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Outline:
    parts: list[Part]

    def __iter__(self) -> Iterator[Entry]:
        for part in self.parts:
            yield from part.entries

    def __len__(self) -> int:
        return sum(len(part.entries) for part in self.parts)

    @property
    def minutes(self) -> int:
        return sum(entry.lesson.minutes for entry in self)

    @property
    def needed(self) -> list[Entry]:
        """The lessons without which the course is not completed."""
        return [entry for entry in self if not entry.lesson.optional]

    def entry(self, source: int) -> Entry | None:
        return next((entry for entry in self if entry.source == source), None)


def source_locale() -> Locale:
    """The language that texts are written in. Known by heart (`edition.shared`)."""
    locales: dict[int, Locale] = shared(Locale)
    code = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    return next((locale for locale in locales.values() if locale.language_code == code), None) or Locale.get_default()


def original_course(course: CoursePage) -> CoursePage:
    """The course in the source language, which enrolments belong to; the course itself when there is no other."""
    return _original(course, CoursePage)


def original_lesson(lesson: LessonPage) -> LessonPage:
    """As `original_course`."""
    return _original(lesson, LessonPage)


def _original(page: Any, model: Any) -> Any:
    locale = source_locale()
    if page.locale_id == locale.pk:
        return page
    return model.objects.filter(translation_key=page.translation_key, locale=locale).first() or page


def of(course: CoursePage) -> Outline:
    """The public chapters and lessons of a course, in the order of the tree."""
    chapters = ChapterPage.objects.live().child_of(course)
    lessons = list(LessonPage.objects.live().descendant_of(course).defer("body", "transcript").order_by("path"))
    rows: list[Any] = sorted([*chapters, *lessons], key=lambda page: page.path)
    sources = _sources(lessons)
    after: dict[int, set[int]] = {}
    for page, lesson in LessonCondition.objects.filter(page__in=lessons).values_list("page_id", "lesson_id"):
        after.setdefault(page, set()).add(lesson)
    known = set(sources.values())
    parts: list[Part] = []
    number, before = 0, None
    for row in rows:
        if isinstance(row, ChapterPage):
            parts.append(Part(row))
            continue
        chapter_path = row.path[: -row.steplen]
        if not parts or (parts[-1].chapter is None) != (chapter_path == course.path):
            if chapter_path != course.path:
                continue  # its chapter is not public
            parts.append(Part(None))
        elif parts[-1].chapter is not None and parts[-1].chapter.path != chapter_path:
            continue
        number += 1
        entry = Entry(row, number, sources[row.pk], {pk for pk in after.get(row.pk, ()) if pk in known})
        if course.in_order and before is not None:
            entry.after.add(before)
        if not row.optional:
            before = entry.source
        parts[-1].entries.append(entry)
    return Outline([part for part in parts if part.entries])


def _sources(lessons: list[LessonPage]) -> dict[int, int]:
    """Lesson id → id of the lesson in the source language. Asks only for translations."""
    locale = source_locale()
    others = [lesson.translation_key for lesson in lessons if lesson.locale_id != locale.pk]
    found: dict[UUID, int] = {}
    if others:
        rows = LessonPage.objects.filter(translation_key__in=others, locale=locale)
        found = dict(rows.values_list("translation_key", "pk"))
    return {lesson.pk: int(found.get(lesson.translation_key) or lesson.pk) for lesson in lessons}
