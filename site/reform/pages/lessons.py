"""The door between pages and the courses that teach what a page tells of ("learn from it").

Rooms that do not know each other meet here: one registers a source, the other asks for the lessons of its page. A source gets
a page and answers for every language of it by itself (`translation_key`). See docs/exemplars.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wagtail.models import Page


@dataclass(frozen=True)
class Lesson:
    """A link to a course or lesson that readers may open."""

    title: str
    url: str
    note: str = ""


Source = Callable[[Page], Iterable[Lesson]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Adds a source of lessons; called in the `ready` of its app, or used as a decorator in a module read there."""
    if source not in _sources:
        _sources.append(source)
    return source


def lessons_for(page: Page) -> list[Lesson]:
    """The lessons of all sources in the order of registration, each address once."""
    found = [lesson for source in _sources for lesson in source(page)]
    return list({lesson.url: lesson for lesson in reversed(found)}.values())[::-1]
