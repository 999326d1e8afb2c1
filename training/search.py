"""How courses are found: a course is one entry, with the words of its chapters and lessons."""

from collections.abc import Iterator
from dataclasses import replace

from search import registry
from search.documents import Entry
from search.pages import page_entry, text_of

from .models import ChapterPage, CoursePage, LessonPage


def course_entries(page: CoursePage) -> Iterator[Entry]:
    """The course; what its public lessons say finds it too."""
    entry = page_entry(page)
    chapters = ChapterPage.objects.live().child_of(page)
    lessons = list(LessonPage.objects.live().descendant_of(page).order_by("path"))
    words = [entry.text, *(chapter.title for chapter in chapters)]
    words += [f"{lesson.title}\n{text_of(lesson)}" for lesson in lessons]
    yield replace(entry, text="\n".join(words)[:100_000])


registry.register(CoursePage, "course", course_entries)
