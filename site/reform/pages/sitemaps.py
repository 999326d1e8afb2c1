"""`sitemap.xml` for machines: an index with one part for each language. `views.site_map` is the one for people."""

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from . import queries, routing

LIMIT = 5000  # the rule allows 50,000 addresses and 50 MB


def index(request: HttpRequest) -> HttpResponse:
    """The list of parts: language and number."""
    site = _site(request)
    parts = []
    for locale in Locale.objects.all():
        count = queries.indexed_pages(site, locale).count()
        for number in range(1, -(-count // LIMIT) + 1):
            location = site.root_url + reverse("files:sitemap_part", args=[locale.language_code, number])
            parts.append({"location": location, "last_mod": None})
    return _xml(request, "sitemap_index.xml", {"sitemaps": parts})


def part(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """One part. Each page with its translations; those that ask not to be indexed are left out."""
    site = _site(request)
    locale = Locale.objects.filter(language_code=language).first()
    if locale is None or number < 1:
        raise Http404
    start = (number - 1) * LIMIT
    pages = list(queries.indexed_pages(site, locale).order_by("pk")[start : start + LIMIT])
    if not pages:
        raise Http404
    keys = [page.translation_key for page in pages]
    translations: dict[Any, list[Page]] = defaultdict(list)
    if Locale.objects.count() > 1:
        others = (
            queries.indexed_pages(site).filter(translation_key__in=keys)
            if len(keys) <= 500
            else (queries.indexed_pages(site))
        )
        for other in others.select_related("locale"):
            translations[other.translation_key].append(other)
    urls = [
        {
            "location": page.get_full_url(request),
            "lastmod": page.last_published_at,
            "alternates": [
                {"location": other.get_full_url(request), "lang_code": other.locale.language_code}
                for other in translations[page.translation_key]
                if len(translations[page.translation_key]) > 1
            ],
        }
        for page in pages
    ]
    return _xml(request, "sitemap.xml", {"urlset": urls})


def _site(request: HttpRequest) -> Site:
    site = routing.find_site(request)
    if site is None:
        raise Http404
    return site


def _xml(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = TemplateResponse(request, template, context, content_type="application/xml")
    response["X-Robots-Tag"] = "noindex, noodp, noarchive"
    return response
