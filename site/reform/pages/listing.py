"""Lists of entries: filters that combine, and paging by key instead of by offset.

A cursor names the entry where a page of the list begins, as `<microseconds since 1970>-<page id>`. New entries never
shift an old page of the list, and the hundredth page costs as much as the first.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from reform.people.models import Unit

from . import cache, queries
from .models import Topic

PAGE_SIZE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PARAMETERS = ("topic", "year", "unit", "before", "after")


class NoSuchList(Http404):
    """A parameter has a value that cannot be; `str()` tells readers so."""


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with the address of the list as it would be with it."""

    label: str
    url: str
    selected: bool


@dataclass(frozen=True)
class Filter:
    """`name` is the query parameter; the first choice takes the filter off."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def active(self) -> bool:
        return not self.choices[0].selected

    @property
    def selected(self) -> Choice:
        return next((choice for choice in self.choices if choice.selected), self.choices[0])


@dataclass(frozen=True)
class FilterKind:
    """A filter that lists can offer. `condition` restricts base pages to a value, or raises `NoSuchList`; `values` gives
    the (value, text) pairs among some pages, the chosen value always among them."""

    name: str
    label: str
    all_label: str
    condition: Callable[[str], Q]
    values: Callable[[QuerySet[Page], str], list[tuple[str, str]]]


Narrow = Callable[[HttpRequest, Any], tuple[Any, dict[str, str]]]


@dataclass(frozen=True)
class ColumnList:
    """What columns of one class list otherwise than others: with which filters (asked for each request, in its
    language) and in which template. `narrow` reads what readers type: it gives the pages that are left and the
    parameters that every address of the list carries on."""

    filters: Callable[[], Sequence[str | FilterKind]]
    template: str
    narrow: Narrow = lambda request, pages: (pages, {})


_column_lists: dict[str, ColumnList] = {}
_plain = ColumnList(lambda: ("topic", "year", "unit"), "pages/column.html")


def register_column_list(kind: str, column_list: ColumnList, parameters: Sequence[str]) -> None:
    """From now on columns of this class (`ColumnPage.Kind`) are shown so. Pages with `parameters` are kept in the cache."""
    _column_lists[kind] = column_list
    cache.PARAMETERS.update(parameters)


def column_list(kind: str) -> ColumnList:
    return _column_lists.get(kind, _plain)


@dataclass
class Listing:
    """What a list template needs. `older_url` and `newer_url` are empty at the ends."""

    entries: list[Any]
    filters: list[Filter] = field(default_factory=list)
    older_url: str = ""
    newer_url: str = ""

    @property
    def filtered(self) -> bool:
        return any(item.active for item in self.filters)

    def context(self) -> dict[str, Any]:
        return {
            "entries": self.entries,
            "filters": self.filters,
            "filtered": self.filtered,
            "older_url": self.older_url,
            "newer_url": self.newer_url,
        }


def listing(
    request: HttpRequest,
    pages: QuerySet[Page],
    names: Sequence[str | FilterKind],
    size: int = PAGE_SIZE,
    keep: Mapping[str, str] | None = None,
) -> Listing:
    """The part of `pages` that the request's parameters ask for. `names` are the filters offered: those of this module
    by name, a room's own as `FilterKind`. `keep` are parameters that every address of the list carries on.

    Raises `NoSuchList` for a parameter whose value cannot be: an address that never existed, not an empty list.
    """
    query = request.GET
    kinds = [_kind(item) if isinstance(item, str) else item for item in names]
    filtered = pages
    chosen: dict[str, str] = {}
    for kind in kinds:
        if value := query.get(kind.name, ""):
            filtered = filtered.filter(kind.condition(value))
            chosen[kind.name] = value
    rows, older, newer = _slice(filtered, query, size)
    kept = {**chosen, **(keep or {})}
    return Listing(
        entries=queries.specific(rows),
        filters=_filters(request, pages, kinds, chosen, keep or {}),
        older_url=_url(request, kept, before=cursor(rows[-1])) if older else "",
        newer_url=_url(request, kept, **({"after": cursor(rows[0])} if newer == "after" else {})) if newer else "",
    )


def cursor(page: Page) -> str:
    """The key of an entry in the order of lists."""
    return f"{(page.first_published_at - EPOCH) // timedelta(microseconds=1)}-{page.pk}"


def read_cursor(text: str) -> tuple[datetime, int]:
    """The reverse of `cursor`. Raises `NoSuchList` when it is none."""
    match = re.fullmatch(r"(\d{1,17})-(\d{1,18})", text)
    if match is None:
        raise NoSuchList(_("This page of the list does not exist."))
    return EPOCH + timedelta(microseconds=int(match[1])), int(match[2])


def _slice(pages: QuerySet[Page], query: QueryDict, size: int) -> tuple[list[Page], bool, str]:
    """(rows, whether there are older ones, how to reach newer ones: "", "after" a cursor, or the "first" page)."""
    if text := query.get("after", ""):
        at, pk = read_cursor(text)
        later = Q(first_published_at__gt=at) | Q(first_published_at=at, pk__gt=pk)
        rows = list(pages.filter(later).order_by("first_published_at", "pk")[: size + 1])
        if len(rows) > size:
            return rows[size - 1 :: -1], True, "after"
        # Fewer than a page: the first page, whole.
        rows = list(pages[: size + 1])
        return rows[:size], len(rows) > size, ""
    if text := query.get("before", ""):
        at, pk = read_cursor(text)
        earlier = Q(first_published_at__lt=at) | Q(first_published_at=at, pk__lt=pk)
        rows = list(pages.filter(earlier)[: size + 1])
        return rows[:size], len(rows) > size, "after" if rows else "first"
    rows = list(pages[: size + 1])
    return rows[:size], len(rows) > size, ""


def _condition(name: str, value: str) -> Q:
    if name == "topic":
        ids = list(Topic.objects.filter(slug=value).values_list("pk", flat=True))
        if not ids:
            raise NoSuchList(_("There is no such topic."))
        return queries.with_topics(ids)
    if name == "unit":
        unit = Unit.objects.filter(code=value).first()
        if unit is None:
            raise NoSuchList(_("There is no such unit."))
        return queries.with_unit(unit.pk)
    if not re.fullmatch(r"(19|20)\d\d", value):
        raise NoSuchList(_("There is no such year."))
    return Q(first_published_at__year=int(value))


def _kind(name: str) -> FilterKind:
    labels = {
        "topic": (_("Topic"), _("All topics")),
        "year": (_("Year"), _("All years")),
        "unit": (_("Unit"), _("All units")),
    }
    return FilterKind(
        name,
        *labels[name],
        condition=lambda value: _condition(name, value),
        values=lambda pages, chosen: _values(name, pages, chosen),
    )


def _filters(
    request: HttpRequest,
    pages: QuerySet[Page],
    kinds: Sequence[FilterKind],
    chosen: dict[str, str],
    keep: Mapping[str, str],
) -> list[Filter]:
    filters = []
    for kind in kinds:
        others = {key: value for key, value in chosen.items() if key != kind.name} | dict(keep)
        choices = [Choice(kind.all_label, _url(request, others), kind.name not in chosen)]
        choices += [
            Choice(text, _url(request, others | {kind.name: value}), chosen.get(kind.name) == value)
            for value, text in kind.values(pages, chosen.get(kind.name, ""))
        ]
        if len(choices) > 2 or kind.name in chosen:
            filters.append(Filter(kind.name, kind.label, choices))
    return filters


def _values(name: str, pages: QuerySet[Page], chosen: str) -> list[tuple[str, str]]:
    """(value, text) of a filter. The chosen one is among them even when no entry has it."""
    if name == "topic":
        topics = list(queries.topics_of(pages))
        if chosen and chosen not in {topic.slug for topic in topics}:
            topics += Topic.objects.filter(slug=chosen)[:1]
        return [(topic.slug, topic.name) for topic in topics]
    if name == "unit":
        units = list(queries.units_of(pages))
        if chosen and chosen not in {unit.code for unit in units}:
            units += Unit.objects.filter(code=chosen)
        return [(unit.code, str(unit)) for unit in units]
    years = queries.years_of(pages)
    if chosen and int(chosen) not in years:
        years = sorted([*years, int(chosen)], reverse=True)
    return [(str(year), pgettext("a year", "%(year)d") % {"year": year}) for year in years]


def _url(request: HttpRequest, chosen: Mapping[str, str], **cursor_parameter: str) -> str:
    names = [name for name in PARAMETERS if name in chosen] + sorted(set(chosen) - set(PARAMETERS))
    parameters = {name: chosen[name] for name in names} | cursor_parameter
    return f"{request.path}?{urlencode(parameters)}" if parameters else request.path
