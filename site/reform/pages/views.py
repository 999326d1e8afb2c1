"""Public views that are no pages: files, feeds, site maps, errors, the reader's display choice."""

import mimetypes
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template import loader
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST, require_safe
from wagtail.models import Locale, Page, Site

from . import queries
from .access_files import is_public, may_see_unpublished
from .cache import DISPLAY_COOKIE
from .models import ColumnPage, CustomImage, CustomRendition, SiteSettings
from .models.base import absolute

DISPLAYS = ("large",)


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponse:
    """A picture in a delivered size. Originals and pictures of unpublished pages are for staff.

    Documents have their own address (`wagtaildocs_serve`) and are never served here.
    """
    if name.startswith("images/"):
        rendition = CustomRendition.objects.select_related("image").filter(file=name).first()
        if rendition is None:
            raise Http404
        allowed = is_public(rendition.image) or may_see_unpublished(request.user)
    else:
        image = CustomImage.objects.filter(file=name).first()
        allowed = image is not None and may_see_unpublished(request.user)
    if not allowed or not default_storage.exists(name):
        raise Http404
    response = FileResponse(default_storage.open(name), content_type=mimetypes.guess_type(name)[0])
    response["Cache-Control"] = "public, max-age=3600" if name.startswith("images/") else "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Remembers large text for a year and goes back. Sent by a plain form, so it works without scripts."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    choice = request.POST.get("display", "")
    if choice in DISPLAYS:
        response.set_cookie(DISPLAY_COOKIE, choice, max_age=365 * 24 * 3600, samesite="Lax", httponly=False)
    else:
        response.delete_cookie(DISPLAY_COOKIE)
    return response


class SiteFeed(Feed[Any, Any]):
    """RSS of the site in the language of the address. `atom` gives the same as Atom."""

    feed_type = Rss201rev2Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.request = request
        self.locale = Locale.get_active()
        return self._site_home(request)

    @staticmethod
    def _site_home(request: HttpRequest) -> Page:
        site = Site.find_for_request(request)
        if site is None:
            raise Http404
        return site.root_page.localized

    def title(self, obj: Page) -> str:
        return SiteSettings.for_request(self.request).name or obj.title

    def link(self, obj: Page) -> str:
        return obj.get_url(self.request) or "/"

    def description(self, obj: Page) -> str:
        return getattr(obj.specific, "summary", "") or self.title(obj)

    subtitle = description

    def feed_url(self) -> str:
        return self.request.path

    def items(self, obj: Page) -> list[Any]:
        return queries.latest(self.locale.pk)

    def item_title(self, item: Any) -> str:
        return item.title

    def item_description(self, item: Any) -> str:
        return item.summary

    def item_link(self, item: Any) -> str:
        return item.get_url(self.request) or "/"

    def item_guid(self, item: Any) -> str:
        return absolute(self.request, item)

    def item_pubdate(self, item: Any) -> Any:
        return item.first_published_at

    def item_updateddate(self, item: Any) -> Any:
        return item.last_published_at

    def item_author_name(self, item: Any) -> str:
        return item.source or (str(item.unit) if item.unit else "")


class AtomFeed(SiteFeed):
    feed_type = Atom1Feed


class ColumnFeed(SiteFeed):
    """RSS of one column, by its id, which a rename does not change."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.request = request
        column = get_object_or_404(ColumnPage.objects.live().public(), pk=kwargs["pk"])
        self.locale = column.locale
        return column

    def title(self, obj: Page) -> str:
        return f"{obj.title} · {SiteSettings.for_request(self.request).name}"

    def items(self, obj: Page) -> list[Any]:
        return queries.page_by_key(queries.column_pages(obj), size=20).entries


class ColumnAtomFeed(ColumnFeed):
    feed_type = Atom1Feed


@require_GET
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """All indexable pages of every language, each with its translations."""
    pages = list(queries.indexable().order_by("path"))
    by_key: dict[Any, list[Page]] = {}
    for page in pages:
        by_key.setdefault(page.translation_key, []).append(page)
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    entries = []
    for page in pages:
        others = by_key[page.translation_key]
        alternates = (
            [(codes[other.locale_id], other.get_full_url(request)) for other in others] if len(others) > 1 else []
        )
        entries.append({"url": page.get_full_url(request), "changed": page.last_published_at, "alternates": alternates})
    entries = [entry for entry in entries if entry["url"]]
    return render(request, "pages/sitemap.xml", {"entries": entries}, content_type="application/xml")


@require_GET
def site_map(request: HttpRequest) -> HttpResponse:
    """A site map for people: the columns and what stands in them, by key no deeper than two."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    home = site.root_page.localized
    below = list(home.get_descendants().live().public().filter(depth__lte=home.depth + 2).order_by("path"))
    sections = [
        {"page": page, "children": [c for c in below if c.depth == page.depth + 1 and c.path.startswith(page.path)]}
        for page in below
        if page.depth == home.depth + 1
    ]
    return render(request, "pages/site_map.html", {"sections": sections, "home": home})


@require_GET
@cache_control(max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with ways on."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 that says what to do."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without the database, the session or the context: any of them may be what is broken."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return HttpResponse(loader.get_template("500.html").render({"language": language}), status=500)
