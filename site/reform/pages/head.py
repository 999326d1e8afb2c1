"""What stands in the head of a page: for readers' browsers, search engines, other sites, and inspectors of government sites."""

import json
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from .models import BasePage, ColumnPage, HomePage, SiteSettings
from .models.base import absolute


def translations(page: Page, request: Any) -> list[tuple[str, str]]:
    """(language, address) of each published version of a page, its own first."""
    others = page.get_translations().live().public().select_related("locale")
    return [
        (page.locale.language_code, absolute(request, page)),
        *((other.locale.language_code, absolute(request, other)) for other in others),
    ]


def head(
    page: BasePage, request: Any, column: Any, site: SiteSettings, versions: list[tuple[str, str]]
) -> dict[str, Any]:
    """Everything the head template prints. `column` is the column above the page or None, `versions` of `translations`."""
    url = absolute(request, page)
    title = page.seo_title or page.title
    description = page.search_description or page.summary
    image = _picture(page, request)
    topics = "、".join(topic.name for topic in page.topics.all())
    return {
        "title": title if isinstance(page, HomePage) else f"{title}_{site.name}" if site.name else title,
        "description": description,
        "canonical": url,
        "alternates": versions if len(versions) > 1 else [],
        "robots": "noindex, nofollow" if page.noindex else "",
        "open_graph": {
            "og:type": "website" if isinstance(page, HomePage | ColumnPage) else "article",
            "og:title": title,
            "og:description": description,
            "og:url": url,
            "og:site_name": site.name,
            "og:locale": page.locale.language_code,
            "og:image": image,
        },
        "government": government_tags(page, url, title, description, column, site, topics, image, request),
        "json_ld": json_ld(page, url, description, column, site, image, request),
    }


def government_tags(
    page: BasePage,
    url: str,
    title: str,
    description: str,
    column: Any,
    site: SiteSettings,
    topics: str,
    image: str,
    request: Any,
) -> dict[str, str]:
    """The set that 《政府网站发展指引》 (annex 3, 网页标签规范) asks of each page: site, column and content tags."""
    tags = {"SiteName": site.name, "SiteDomain": request.get_host(), "SiteIDCode": site.code}
    shown = page if isinstance(page, ColumnPage) else column
    if shown is not None:
        tags |= {
            "ColumnName": shown.title,
            "ColumnType": shown.get_kind_display(),
            "ColumnDescription": shown.search_description or shown.summary or shown.title,
            "ColumnKeywords": "、".join(filter(None, [shown.title, site.name])),
        }
    if not isinstance(page, ColumnPage | HomePage):
        moment = page.first_published_at
        tags |= {
            "ArticleTitle": title,
            "PubDate": timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else "",
            "ContentSource": page.source or (str(page.unit) if page.unit else site.organiser),
            "Keywords": topics or title,
            "Author": page.responsible_editor,
            "Description": description,
            "Image": image,
            "Url": url,
        }
    return {name: value for name, value in tags.items() if value}


def json_ld(
    page: BasePage, url: str, description: str, column: Any, site: SiteSettings, image: str, request: Any
) -> str:
    """schema.org data, safe inside a script element."""
    publisher = {"@type": "GovernmentOrganization", "name": site.organiser or site.name}
    if isinstance(page, HomePage):
        data: dict[str, Any] = {"@type": "WebSite", "name": site.name, "url": url, "publisher": publisher}
    elif isinstance(page, ColumnPage):
        data = {"@type": "CollectionPage", "name": page.title, "url": url, "description": description}
    else:
        data = {
            "@type": "NewsArticle",
            "headline": page.title,
            "description": description,
            "url": url,
            "inLanguage": page.locale.language_code,
            "datePublished": page.first_published_at.isoformat() if page.first_published_at else None,
            "dateModified": page.last_published_at.isoformat() if page.last_published_at else None,
            "image": image or None,
            "publisher": publisher,
        }
        if column is not None:
            data["isPartOf"] = {"@type": "CollectionPage", "name": column.title, "url": absolute(request, column)}
    data = {"@context": "https://schema.org", **{key: value for key, value in data.items() if value}}
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _picture(page: BasePage, request: Any) -> str:
    """The address of the cover in a size that other sites show."""
    if page.cover is None:
        return ""
    return request.build_absolute_uri(page.cover.get_rendition("width-960|format-jpeg").url)
