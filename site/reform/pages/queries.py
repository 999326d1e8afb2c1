"""Reads that pages, feeds and site maps share. The number of queries never grows with the number of pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils.dateparse import parse_datetime
from wagtail.models import Page
from wagtail.query import PageQuerySet

from reform.people.models import Unit

from .models import BasePage, ColumnPage, CustomImage, HomePage, Topic
from .pictures import RENDITIONS

PAGE_SIZE = 12


def content_models() -> list[type[BasePage]]:
    """Every concrete page class of ours that is listed somewhere: all but the home page and columns."""
    found: list[type[BasePage]] = []
    queue = list(BasePage.__subclasses__())
    while queue:
        model = queue.pop()
        queue += model.__subclasses__()
        if not model._meta.abstract and model not in {HomePage, ColumnPage}:
            found.append(model)
    return sorted(found, key=lambda model: model._meta.label)


def with_covers(pages: Iterable[Any]) -> list[Any]:
    """The same pages with unit, topics, cover and the cover's renditions in memory: no query a page afterwards."""
    pages = list(pages)
    for model in {type(page) for page in pages}:
        prefetch_related_objects([page for page in pages if type(page) is model], "unit")
    ids = {page.cover_id for page in pages if getattr(page, "cover_id", None)}
    images = {image.pk: image for image in CustomImage.objects.filter(pk__in=ids).prefetch_renditions(*RENDITIONS)}
    for page in pages:
        if getattr(page, "cover_id", None):
            page.cover = images[page.cover_id]
    return pages


def specific(pages: PageQuerySet) -> list[Any]:
    """Pages as their own classes, in the order of the query, with what a list entry shows."""
    return with_covers(pages.specific())


@dataclass(frozen=True)
class Filters:
    """What a reader narrowed a list to. Values that do not exist narrow to nothing rather than fail."""

    topic: str = ""
    year: str = ""
    unit: str = ""

    @classmethod
    def of(cls, data: Any) -> "Filters":
        return cls(*(str(data.get(name, ""))[:60] for name in ("topic", "year", "unit")))

    @property
    def active(self) -> bool:
        return bool(self.topic or self.year or self.unit)

    def params(self) -> dict[str, str]:
        return {name: value for name in ("topic", "year", "unit") if (value := getattr(self, name))}

    def apply(self, pages: PageQuerySet) -> PageQuerySet:
        if self.year:
            pages = (
                pages.filter(first_published_at__year=int(self.year))
                if self.year.isdigit() and len(self.year) == 4
                else pages.none()
            )
        wanted: dict[str, Any] = {}
        if self.topic:
            wanted["topics__slug"] = self.topic
        if self.unit:
            wanted["unit__code"] = self.unit
        if wanted:
            matching = Q(pk__in=[])
            for model in content_models():
                matching |= Q(pk__in=model.objects.filter(**wanted).values("pk"))
            pages = pages.filter(matching)
        return pages


@dataclass(frozen=True)
class Slice:
    """A stretch of a list, newest first. `older` and `newer` are cursors, empty at the ends."""

    entries: list[Any]
    older: str = ""
    newer: str = ""


def page_by_key(pages: PageQuerySet, before: str = "", after: str = "", size: int = PAGE_SIZE) -> Slice:
    """The stretch next to a cursor, by key and not by offset: page 1,000 costs what page 1 costs.

    A cursor that was not made here starts at the top.
    """
    newest_first = ("-first_published_at", "-pk")
    key_before, key_after = _key(before), _key(after)
    if key_after:
        at, pk = key_after
        later = pages.filter(Q(first_published_at__gt=at) | Q(first_published_at=at, pk__gt=pk))
        found = list(later.order_by("first_published_at", "pk")[: size + 1])
        more_newer, found = len(found) > size, found[:size][::-1]
        entries, more_older = found, True
    else:
        if key_before:
            at, pk = key_before
            pages = pages.filter(Q(first_published_at__lt=at) | Q(first_published_at=at, pk__lt=pk))
        found = list(pages.order_by(*newest_first)[: size + 1])
        more_older, entries, more_newer = len(found) > size, found[:size], bool(key_before)
    listed = specific(Page.objects.filter(pk__in=[page.pk for page in entries]).order_by(*newest_first))
    return Slice(
        listed,
        older=cursor(listed[-1]) if listed and more_older else "",
        newer=cursor(listed[0]) if listed and more_newer else "",
    )


def cursor(page: Page) -> str:
    """Where a page stands in a list, as one opaque word."""
    at = page.first_published_at
    return signing.dumps([at.isoformat() if at else "", page.pk], salt="cursor")


def _key(text: str) -> tuple[datetime, int] | None:
    if not text:
        return None
    try:
        moment, pk = signing.loads(text, salt="cursor")
    except signing.BadSignature:
        return None
    at = parse_datetime(moment)
    return (at, pk) if at else None


def column_pages(column: ColumnPage) -> PageQuerySet:
    """The published pages of a column that anybody may read."""
    return Page.objects.child_of(column).live().public().filter(first_published_at__isnull=False)


def topic_pages(topics: Sequence[Topic], locale_id: int) -> PageQuerySet:
    """The published pages filed under any of the topics."""
    matching = Q(pk__in=[])
    keys = [topic.pk for topic in topics]
    for model in content_models():
        matching |= Q(pk__in=model.objects.filter(topics__in=keys).values("pk"))
    return Page.objects.filter(matching, locale_id=locale_id, first_published_at__isnull=False).live().public()


def filter_choices(column: ColumnPage) -> dict[str, Any]:
    """What the pages of a column can be narrowed to: topics, years and units that have at least one page there."""
    below = {"path__startswith": column.path, "depth": column.depth + 1, "live": True}
    topics, units = Q(pk__in=[]), Q(pk__in=[])
    for model in content_models():
        topics |= Q(
            pk__in=model.topics.through.objects.filter(
                **{f"{model._meta.model_name}__{k}": v for k, v in below.items()}
            ).values("topic")
        )
        units |= Q(pk__in=model.objects.filter(**below).values("unit"))
    years = column_pages(column).datetimes("first_published_at", "year", order="DESC")
    return {
        "topics": list(Topic.objects.filter(topics)),
        "units": list(Unit.objects.filter(units).order_by("path")),
        "years": [moment.year for moment in years],
    }


def latest(locale_id: int, count: int = 20) -> list[Any]:
    """The newest published pages in one language, for the feed of the site."""
    pages = Page.objects.filter(locale_id=locale_id, first_published_at__isnull=False).live().public()
    pages = pages.type(*content_models())
    return specific(pages.order_by("-first_published_at", "-pk")[:count])


def indexable(locale_id: int | None = None) -> QuerySet[Page]:
    """Published pages that search engines may keep."""
    hidden = Q(pk__in=[])
    for model in [*content_models(), HomePage, ColumnPage]:
        hidden |= Q(pk__in=model.objects.filter(noindex=True).values("pk"))
    pages = Page.objects.live().public().filter(depth__gt=1).exclude(hidden)
    return pages.filter(locale_id=locale_id) if locale_id else pages
