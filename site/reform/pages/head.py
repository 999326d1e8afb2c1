"""What a page says about itself in its head: to browsers, search engines, shared links and site inspectors.

The `<meta>` names from SiteName to Url are those of 《政府网站发展指引》 (国办发〔2017〕47号), annex on page tags.
"""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page, Site

from . import feeds, listing, pictures, queries
from .edition import remember
from .models import BasePage, ColumnPage, HomePage, SiteSettings
from .routing import find_site

# The tags are read by people and machines in China, wherever the server stands.
CHINA = ZoneInfo("Asia/Shanghai")
# `<` ends a script element, U+2028 a line of script: neither may stand in JSON inside HTML.
SCRIPT_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}

OG_LOCALES = {"zh-hans": "zh_CN", "en": "en_US"}


def head(request: HttpRequest, page: Page | None, context: dict[str, Any]) -> dict[str, Any]:
    """Everything `pages/head.html` writes. `page` is None for views that are no pages; they may set `title`,
    `description` and `robots` in their context."""
    site = find_site(request)
    settings = SiteSettings.for_request(request) if site else None
    found: dict[str, Any] = {
        "title": title(page, settings, str(context.get("title", ""))),
        "description": str(context.get("description", "")),
        "robots": str(context.get("robots", "")),
        "meta": [],
        "alternates": [],
        "json_ld": "",
        "feeds": [],
        "site_name": settings.name if settings else "",
    }
    meta = _site_meta(site, settings)
    if isinstance(page, BasePage) and page.pk and site:
        found |= _page_head(request, page, site, settings, context)
        article = _article_meta(page, found)  # first: its topics and those of the column come in one query
        meta += _column_meta(page) + article
    if getattr(request, "is_preview", False) or context.get("filtered"):
        # A draft is nobody's business; filtered lists would be endless.
        found["robots"] = "noindex, follow" if context.get("filtered") else "noindex, nofollow"
    if site:
        column = page if isinstance(page, ColumnPage) and page.pk else None
        found["feeds"] = _feeds(found["site_name"], None)
        if column:
            found["feeds"] = _feeds(column.title, column) + found["feeds"]
    return found | {"meta": [(name, value) for name, value in meta if value]}


def _feeds(name: str, column: ColumnPage | None) -> list[dict[str, str]]:
    return [
        {
            "type": f"application/{kind}+xml",
            "title": f"{name} ({kind.upper()})",
            "url": remember(
                ("feed", kind, column and column.pk, get_language()),
                lambda kind=kind: feeds.address(kind, column),  # type: ignore[misc]
            ),
        }
        for kind in feeds.CLASSES
    ]


def title(page: Page | None, settings: SiteSettings | None, own: str = "") -> str:
    """`article_column_site`, as readers of many tabs and search engines know it."""
    name = settings.name if settings else ""
    if page is None:
        parts = [own, name]
    elif isinstance(page, HomePage):
        parts = [page.seo_title or name or page.title]
    else:
        column = page.column if isinstance(page, BasePage) and page.pk else None
        parts = [page.seo_title or page.title, column.title if column else "", name]
    return "_".join(part for part in parts if part)


def _page_head(
    request: HttpRequest, page: BasePage, site: Site, settings: SiteSettings | None, context: dict[str, Any]
) -> dict[str, Any]:
    address = page.get_full_url(request) or ""
    query = {name: request.GET[name] for name in listing.PARAMETERS if "entries" in context and name in request.GET}
    image = absolute(site, pictures.sources(page.cover, "share")[-1].url) if page.cover else ""
    alternates = [(item.locale.language_code, item.get_full_url(request)) for item in queries.live_translations(page)]
    return {
        "description": page.description,
        "robots": "noindex" if page.noindex else "",
        "canonical": f"{address}?{urlencode(query)}" if query else address,
        "alternates": alternates if len(alternates) > 1 else [],
        "image": image,
        "image_alt": page.cover_text,
        "og_type": "website" if isinstance(page, HomePage) else "article",
        "locale": OG_LOCALES.get(page.locale.language_code, ""),
        "published": page.first_published_at,
        "modified": page.last_published_at,
        "json_ld": script_json(_json_ld(request, page, site, settings, address, image)),
    }


def article_tags(request: HttpRequest, page: BasePage) -> list[tuple[str, str]]:
    """The tags of an article from SiteName to Url as its own head has them, the empty ones too: for aggregators."""
    site = find_site(request)
    found = {
        "description": page.description,
        "image": absolute(site, pictures.sources(page.cover, "share")[-1].url) if page.cover and site else "",
        "canonical": page.get_full_url(request) or "",
    }
    details = SiteSettings.for_request(request) if site else None
    article = _article_meta(page, found)
    return _site_meta(site, details) + _column_meta(page) + article


def _site_meta(site: Site | None, settings: SiteSettings | None) -> list[tuple[str, str]]:
    if site is None or settings is None:
        return []
    return [("SiteName", settings.name), ("SiteDomain", site.hostname), ("SiteIDCode", settings.code)]


def _column_meta(page: BasePage) -> list[tuple[str, str]]:
    column = page if isinstance(page, ColumnPage) else page.column
    if column is None:
        return []
    column = column.specific
    return [
        ("ColumnName", column.title),
        ("ColumnType", str(column.get_kind_display())),
        ("ColumnDescription", column.description or column.title),
        ("ColumnKeywords", remember(("keywords", column.pk), lambda: keywords(column))),
    ]


def _article_meta(page: BasePage, found: dict[str, Any]) -> list[tuple[str, str]]:
    if isinstance(page, HomePage | ColumnPage):
        return [("Description", found["description"]), ("Keywords", keywords(page))]
    return [
        ("ArticleTitle", page.title),
        ("PubDate", china_time(page.first_published_at)),
        ("ContentSource", page.source),
        ("Keywords", keywords(page)),
        ("Author", page.responsible_editor),
        ("Description", found["description"]),
        ("Image", found["image"]),
        ("Url", found["canonical"]),
    ]


def china_time(moment: datetime | None) -> str:
    """YYYY-MM-DD HH:MM in China."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if moment else ""


def keywords(page: BasePage) -> str:
    """The page's topics and where it belongs."""
    words = [topic.name for topic in page.topics.all()]
    column = page.column
    words += [page.title if isinstance(page, ColumnPage) else "", column.title if column else ""]
    words += [str(page.unit)] if page.unit else []
    return ",".join(dict.fromkeys(word for word in words if word))


def absolute(site: Site, path: str) -> str:
    """A path of the site with scheme and host."""
    return path if "://" in path else f"{site.root_url}{path}"


def script_json(data: Any) -> SafeString:
    """JSON that may stand inside a script element, whatever editors have typed."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(SCRIPT_ESCAPES))  # noqa: S308 - nothing that HTML could read is left


def _json_ld(
    request: HttpRequest, page: BasePage, site: Site, settings: SiteSettings | None, address: str, image: str
) -> dict[str, Any]:
    name = settings.name if settings else ""
    publisher = {"@type": "GovernmentOrganization", "name": (settings.organiser if settings else "") or name}
    this: dict[str, Any] = {
        "@type": page.schema_type,
        "@id": address,
        "url": address,
        "inLanguage": page.locale.language_code,
        "name": page.title,
        "description": page.description,
        "image": image,
        "publisher": publisher if name else None,
    }
    if page.schema_type in {"NewsArticle", "Article"}:
        author = page.source or str(page.unit or name)
        this |= {
            "headline": page.title[:110],
            "datePublished": _iso(page.first_published_at),
            "dateModified": _iso(page.last_published_at),
            "author": {"@type": "Organization", "name": author} if author else None,
            "mainEntityOfPage": address,
        }
    graph = [{key: value for key, value in this.items() if value}]
    trail = [*page.trail, page]
    if len(trail) > 1:
        items = [
            {"@type": "ListItem", "position": number, "name": item.title, "item": item.get_full_url(request)}
            for number, item in enumerate(trail, start=1)
        ]
        graph.append({"@type": "BreadcrumbList", "itemListElement": items})
    graph += [{key: value for key, value in node.items() if value} for node in page.structured_data]
    return {"@context": "https://schema.org", "@graph": graph}


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(CHINA).isoformat(timespec="seconds") if moment else ""
