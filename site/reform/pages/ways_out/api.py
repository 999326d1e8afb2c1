"""The read-only API: published pages, with public fields alone, as JSON (Wagtail's API v2).

What may be asked and what is answered is written in `openapi.json`, beside the pages. Everybody gets the same answer,
signed in or not: what a stranger may see.
"""

import hashlib
from datetime import datetime
from typing import Any

import nh3
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_date, parse_datetime
from lxml import html
from rest_framework.fields import Field
from rest_framework.filters import BaseFilterBackend
from wagtail.api.v2.filters import ChildOfFilter, DescendantOfFilter, LocaleFilter, OrderingFilter, TranslationOfFilter
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page

from .. import edition, head, pictures, queries, routing
from ..models import BasePage
from .article import absolute_addresses, article, plain_pictures
from .wechat import plain_text

KEEP = 600
# What an article may be made of for others: no classes, no styles, nothing that runs.
TAGS = {
    "article", "section", "header", "div", "p", "span", "br", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt",
    "dd", "blockquote", "footer", "strong", "b", "em", "i", "sup", "sub", "small", "a", "img", "figure", "figcaption",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "time", "details", "summary", "video", "audio",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "hreflang"}, "img": {"src", "alt", "width", "height"}, "time": {"datetime"},
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}, "video": {"src", "poster", "controls"},
    "audio": {"src", "controls"}, "h2": {"id"}, "h3": {"id"}, "p": {"id"}, "li": {"id"},
}  # fmt: skip


class Own(Field):
    """A value that `give` works out from the page, in its own class, and the request."""

    def __init__(self, give: Any) -> None:
        self.give = give
        super().__init__(read_only=True, source="*")

    def to_representation(self, page: Any) -> Any:
        return self.give(page, self.context["request"]._request)


def _iso(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


def _unit(page: BasePage, _request: HttpRequest) -> dict[str, Any] | None:
    return {"id": page.unit.pk, "name": page.unit.name} if page.unit else None


def _column(page: BasePage, request: HttpRequest) -> dict[str, Any] | None:
    column = page.column
    return {"id": column.pk, "title": column.title, "url": column.get_full_url(request)} if column else None


def _image(page: BasePage, request: HttpRequest) -> dict[str, Any] | None:
    if page.cover is None:
        return None
    widest = pictures.sources(page.cover, "share")[-1]
    site = routing.find_site(request)
    return {
        "url": head.absolute(site, widest.url) if site else widest.url,
        "width": widest.width,
        "height": widest.height,
        "alt": page.cover_text,
        "credit": page.cover.credit,
        "map_approval": page.cover.map_approval if page.cover.is_map else "",
    }


def _topics(page: BasePage, _request: HttpRequest) -> list[dict[str, Any]]:
    return [{"id": topic.pk, "name": topic.name} for topic in page.topics.all()]


def _tree(page: BasePage, request: HttpRequest) -> Any:
    with translation.override(page.locale.language_code):
        root = article(request, page)
    plain_pictures(root)
    absolute_addresses(root, page.get_full_url(request) or "")
    return root


def _html(page: BasePage, request: HttpRequest) -> str:
    markup = html.tostring(_tree(page, request), encoding="unicode")
    return nh3.clean(markup, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None)


def _text(page: BasePage, request: HttpRequest) -> str:
    with translation.override(page.locale.language_code):
        return plain_text(_tree(page, request))


FIELDS = {
    "summary": lambda page, _request: page.summary,
    "source": lambda page, _request: page.source,
    "responsible_editor": lambda page, _request: page.responsible_editor,
    "unit": _unit,
    "column": _column,
    "topics": _topics,
    "image": _image,
    "published_at": lambda page, _request: _iso(page.first_published_at),
    "updated_at": lambda page, _request: _iso(page.last_published_at),
    "language": lambda page, _request: page.locale.language_code,
    "content_html": _html,
    "content_text": _text,
}
DETAIL_ONLY = ["content_html", "content_text"]


class OwnFilter(BaseFilterBackend):
    """`id`, `slug`, `topic`, `unit`, `modified_since`."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        asked = request.GET
        for name in ("id", "topic", "unit"):
            if name in asked and not (asked[name].isascii() and asked[name].isdigit() and len(asked[name]) < 16):
                raise BadRequestError(f"{name} must be a number")
        if "id" in asked:
            queryset = queryset.filter(pk=int(asked["id"]))
        if "slug" in asked:
            queryset = queryset.filter(slug=asked["slug"].replace("\x00", ""))
        if "topic" in asked:
            queryset = queryset.filter(queries.with_topics([int(asked["topic"])]))
        if "unit" in asked:
            queryset = queryset.filter(queries.with_unit(int(asked["unit"])))
        if "modified_since" in asked:
            queryset = queryset.filter(last_published_at__gte=_moment(asked["modified_since"]))
        return queryset


def _moment(text: str) -> datetime:
    try:
        found = parse_datetime(text.replace(" ", "+")) or None
        day = None if found else parse_date(text)
    except ValueError:
        found = day = None
    if day:
        found = datetime(day.year, day.month, day.day)
    if found is None:
        raise BadRequestError("modified_since must be a date or a moment, such as 2026-11-20")
    return found if found.tzinfo else timezone.make_aware(found)


class PublicPages(PagesAPIViewSet):
    """Live pages in no private part of the tree, each with the fields above."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    filter_backends = [OwnFilter, ChildOfFilter, DescendantOfFilter, TranslationOfFilter, LocaleFilter, OrderingFilter]
    known_query_parameters = frozenset(
        {
            "limit", "offset", "fields", "order", "type", "child_of", "descendant_of", "translation_of", "locale",
            "id", "slug", "topic", "unit", "modified_since",
        }
    )  # fmt: skip
    body_fields = ["id", "title", *FIELDS]
    meta_fields = ["type", "detail_url", "html_url", "slug", "seo_title", "search_description"]
    listing_default_fields = [name for name in [*body_fields, *meta_fields] if name not in DETAIL_ONLY]
    detail_only_fields = DETAIL_ONLY
    name = "pages"

    @classmethod
    def get_body_fields(cls, model: Any) -> Any:
        return cls._convert_api_fields(cls.body_fields)

    @classmethod
    def get_meta_fields(cls, model: Any) -> Any:
        return cls._convert_api_fields(cls.meta_fields)

    @classmethod
    def get_listing_default_fields(cls, model: Any) -> list[str]:
        return cls.listing_default_fields[:]

    @classmethod
    def get_detail_default_fields(cls, model: Any) -> list[str]:
        return [*cls.body_fields, *cls.meta_fields]

    @classmethod
    def get_available_fields(cls, model: Any, db_fields_only: bool = False) -> list[str]:
        """The fields; the ones that lists may be ordered by when `db_fields_only`."""
        if db_fields_only:
            return ["id", "title", "slug", "first_published_at", "last_published_at"]
        return [*cls.body_fields, *cls.meta_fields]

    @classmethod
    def get_field_serializer_overrides(cls, model: Any) -> dict[str, Field]:
        return {name: Own(give) for name, give in FIELDS.items()}

    def check_query_parameters(self, queryset: Any) -> None:
        if unknown := set(self.request.GET) - self.known_query_parameters:
            raise BadRequestError(f"unknown parameter: {', '.join(sorted(unknown))}")

    def get_base_queryset(self) -> Any:
        return queries.public_pages().exact_type(*queries.page_models())

    def get_queryset(self) -> Any:
        try:
            return super().get_queryset().order_by("pk")
        except TypeError as error:
            raise BadRequestError("type doesn't exist") from error

    def paginate_queryset(self, queryset: Any) -> Any:
        """The rows of one page of the list, each in its own class with what it shows: the same few queries for all."""
        rows = super().paginate_queryset(queryset)
        pages = queries.specific(rows)
        queries.attach_topics(pages)
        return pages

    def get_object(self) -> Any:
        page = super().get_object()
        return page.specific if isinstance(page, Page) else page

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answers are kept for an edition of the site: a publication makes them all anew."""
        present = edition.present()
        address = f"{present}|{request.scheme}|{request.get_host()}|{request.path}|{sorted(request.GET.items())}"
        key = "api-" + hashlib.blake2b(address.encode(), digest_size=20).hexdigest()
        body = cache.get(key) if request.method in {"GET", "HEAD"} else None
        if body is None:
            with edition.reading(present):
                response = super().dispatch(request, *args, **kwargs)
            response.render() if hasattr(response, "render") else None
            if response.status_code != 200 or request.method != "GET":
                return response
            body = response.content
            cache.set(key, body, KEEP)
        return answer(request, body, "application/json")


def answer(request: HttpRequest, body: bytes, content_type: str) -> HttpResponse:
    """The body for whoever asks, also from another site's script; 304 when they have it."""
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response


router = WagtailAPIRouter("api")
router.register_endpoint("pages", PublicPages)
