"""RSS and Atom of the site and of each column, in each language."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale

from . import queries, routing
from .models import ColumnPage, SiteSettings

ENTRIES = 30


class Source:
    """What a feed is about: a column, or the whole site when `column` is None."""

    def __init__(self, request: HttpRequest, column_id: int | None) -> None:
        site = routing.find_site(request)
        if site is None:
            raise Http404
        self.request, self.site = request, site
        self.settings = SiteSettings.for_request(request)
        self.locale = Locale.objects.get(language_code=get_language())
        self.column: ColumnPage | None = None
        if column_id is not None:
            columns = ColumnPage.objects.live().public().descendant_of(site.root_page.localized)
            self.column = columns.filter(pk=column_id).first()
            if self.column is None:
                raise Http404

    def entries(self) -> list[Any]:
        pages = queries.column_articles(self.column) if self.column else queries.site_articles(self.site, self.locale)
        return queries.specific(pages[:ENTRIES])


class RssFeed(Feed):
    """RSS 2.0. Addresses are absolute and carry the name that the site is known by."""

    feed_type = Rss201rev2Feed
    format = "rss"

    def get_object(self, request: HttpRequest, column_id: int | None = None) -> Source:
        return Source(request, column_id)

    def title(self, source: Source) -> str:
        name = source.settings.name
        return f"{source.column.title} - {name}" if source.column else name

    def description(self, source: Source) -> str:
        if source.column:
            return source.column.description or source.column.title
        return _("The newest on %(site)s") % {"site": source.settings.name}

    subtitle = description

    def link(self, source: Source) -> str:
        page = source.column or source.site.root_page.localized
        return page.get_full_url(source.request)

    def feed_url(self, source: Source) -> str:
        return source.site.root_url + address(self.format, source.column)

    def feed_guid(self, source: Source) -> str:
        return self.feed_url(source)

    def author_name(self, source: Source) -> str:
        return source.settings.organiser or source.settings.name

    def items(self, source: Source) -> list[Any]:
        self.request = source.request
        return source.entries()

    def item_title(self, item: Any) -> str:
        return item.title

    def item_description(self, item: Any) -> str:
        return item.description

    def item_link(self, item: Any) -> str:
        return item.get_full_url(self.request)

    def item_pubdate(self, item: Any) -> datetime:
        return item.first_published_at

    def item_updateddate(self, item: Any) -> datetime:
        return item.last_published_at or item.first_published_at

    def item_author_name(self, item: Any) -> str:
        return item.source or str(item.unit or "")


class AtomFeed(RssFeed):
    """Atom 1.0."""

    feed_type = Atom1Feed  # type: ignore[assignment]
    format = "atom"


def address(feed_format: str, column: ColumnPage | None = None) -> str:
    """The path of a feed in the active language."""
    if column is None:
        return reverse("pages:feed", args=[feed_format])
    return reverse("pages:column_feed", args=[column.pk, feed_format])


# A Feed keeps the request of the one it answers: each request gets its own.
CLASSES: dict[str, type[RssFeed]] = {"rss": RssFeed, "atom": AtomFeed}


def feed(request: HttpRequest, feed_format: str, column_id: int | None = None) -> Any:
    """The view behind both addresses."""
    return CLASSES[feed_format]()(request, column_id=column_id)
