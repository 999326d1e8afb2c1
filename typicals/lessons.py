"""Where courses that teach an exemplar's way come in. `training` registers itself here; nothing here knows of it.

A function registered with `register` gets an exemplar and returns its links; readers see them as "Learn from it".
See docs/exemplars.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .models import ExemplarPage


@dataclass(frozen=True)
class Lesson:
    """A link to a course or lesson that readers may open."""

    title: str
    url: str
    note: str = ""


Source = Callable[[ExemplarPage], Iterable[Lesson]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Adds a source of lessons; used as a decorator in the `apps.py` or `signals.py` of a room above."""
    if source not in _sources:
        _sources.append(source)
    return source


def lessons_for(page: ExemplarPage) -> list[Lesson]:
    """The lessons of all sources, in the order of registration."""
    return [lesson for source in _sources for lesson in source(page)]
