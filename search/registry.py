"""Which pages can be found, and as what entries. Each app registers its own in its `search.py`."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from wagtail.models import Page

from .documents import Entry

Entries = Callable[[Any], Iterable[Entry]]
_entries: dict[type[Page], tuple[str, Entries]] = {}


def register(model: type[Page], kind: str, entries: Entries) -> None:
    """`kind` is the value of the facet; its label is the model's name. `entries` gets a page of this very class."""
    _entries[model] = (kind, entries)


def models() -> list[type[Page]]:
    """Every page model that can be found."""
    return list(_entries)


def entries_of(page: Page) -> list[Entry]:
    """The entries of a page in its own class; none for a class that is not registered."""
    if type(page) not in _entries:
        return []
    return list(_entries[type(page)][1](page))


def kinds() -> dict[str, str | Promise]:
    """Labels of the facet by value."""
    return {kind: capfirst(model._meta.verbose_name or "") for model, (kind, _) in _entries.items()}


def kind_of(page: Page) -> str:
    """The value of the facet for a page."""
    return _entries[type(page)][0]
