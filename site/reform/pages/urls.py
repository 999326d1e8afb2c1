"""Addresses that are no pages. `localized_urls` come once for each language, the others once."""

from django.urls import path, re_path

from . import feeds, reads, sitemaps
from .views import display, files, public
from .ways_out import aggregators
from .ways_out import views as ways_out
from .ways_out.api import router as api

# Namespace "files".
plain_urls = [
    re_path(
        r"^pictures/(?P<image_id>\d+)/(?P<version>[0-9a-f]{12})/(?P<spec>[\w.~-]+)\.(?P<extension>[a-z]{3,4})$",
        files.picture,
        name="picture",
    ),
    # Below the prefix that robots leave alone and the page cache passes by.
    path("_util/read/<int:page_id>.gif", reads.beacon, name="read"),
    path("display/", display.display, name="display"),
    # Before Wagtail's own address of the same shape, which its `reverse` still makes.
    re_path(r"^documents/(?P<document_id>\d+)/(?P<filename>[^/]+)$", files.document, name="document"),
    path("share/<int:page_id>/poster.jpg", ways_out.poster, name="poster"),
    path("share/<int:page_id>/article.pdf", ways_out.pdf, name="pdf"),
    path("api/v2/openapi.json", ways_out.openapi, name="openapi"),
    path("robots.txt", public.robots, name="robots"),
    path("favicon.ico", public.favicon, name="favicon"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-<str:language>-<int:number>.xml", sitemaps.part, name="sitemap_part"),
    path("translations/<int:page_id>/<str:language>/", public.untranslated, name="untranslated"),
]

# Namespace "pages".
localized_urls = [
    re_path(r"^feeds/(?P<feed_format>rss|atom)\.xml$", feeds.feed, name="feed"),
    re_path(r"^feeds/(?P<column_id>\d+)/(?P<feed_format>rss|atom)\.xml$", feeds.feed, name="column_feed"),
    re_path(r"^feeds/articles\.(?P<feed_format>xml|json)$", aggregators.feed, name="aggregators"),
    re_path(
        r"^feeds/articles-(?P<number>\d{1,6})\.(?P<feed_format>xml|json)$", aggregators.feed, name="aggregators_part"
    ),
    path("site-map/", public.site_map, name="site_map"),
]

# Wagtail's router has a namespace of its own.
api_urls = api.urls
