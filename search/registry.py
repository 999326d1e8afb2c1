"""Which pages can be found, and as what entries. Each app registers its own in its `search.py` (docs/search.md)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from wagtail.models import Page

from .documents import Entry

Entries = Callable[[Any], Iterable[Entry]]
Label = str | Promise


@dataclass(frozen=True)
class Registered:
    """One model. `kinds` are further values of the facet with their labels, of which `kind_of` chooses for a page."""

    kind: str
    entries: Entries
    kinds: Mapping[str, Label] = field(default_factory=dict)
    kind_of: Callable[[Any], str] | None = None


_entries: dict[type[Page], Registered] = {}


def register(
    model: type[Page],
    kind: str,
    entries: Entries,
    *,
    kinds: Mapping[str, Label] | None = None,
    kind_of: Callable[[Any], str] | None = None,
) -> None:
    """`kind` is the value of the facet; its label is the model's name. `entries` gets a page of this very class.

    Where readers tell pages of one model apart, `kinds` names the other values and `kind_of` says which one a page has.
    """
    _entries[model] = Registered(kind, entries, kinds or {}, kind_of)


def models() -> list[type[Page]]:
    """Every page model that can be found."""
    return list(_entries)


def entries_of(page: Page) -> list[Entry]:
    """The entries of a page in its own class; none for a class that is not registered."""
    if type(page) not in _entries:
        return []
    return list(_entries[type(page)].entries(page))


def kinds() -> dict[str, Label]:
    """Labels of the facet by value."""
    found: dict[str, Label] = {}
    for model, registered in _entries.items():
        found[registered.kind] = capfirst(model._meta.verbose_name or "")
        found |= registered.kinds
    return found


def kind_of(page: Page) -> str:
    """The value of the facet for a page."""
    registered = _entries[type(page)]
    return registered.kind_of(page) if registered.kind_of else registered.kind
