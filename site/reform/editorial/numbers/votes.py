"""Where rooms that let readers say whether a page helped them tell the numbers: `register(function)`."""

from collections.abc import Callable, Iterable
from datetime import date

# (first day, last day, page ids or None for all) → page id → (votes that it helped, all votes).
Votes = Callable[[date, date, Iterable[int] | None], dict[int, tuple[int, int]]]
_sources: list[Votes] = []


def register(source: Votes) -> None:
    """Adds a source of votes. Called once, when its app is ready."""
    if source not in _sources:
        _sources.append(source)


def count(first: date, last: date, pages: Iterable[int] | None = None) -> tuple[int, int]:
    """The votes that a page helped, and all votes, of all sources; of these pages or of all."""
    ids = None if pages is None else list(pages)
    helped = total = 0
    for source in _sources:
        for yes, both in source(first, last, ids).values():
            helped, total = helped + yes, total + both
    return helped, total
