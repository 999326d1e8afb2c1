"""For aggregators and inspectors: the newest articles with the full set of page tags (SiteName … Url), as XML and JSON.

The names are those of 《政府网站发展指引》 (国办发〔2017〕47号), as each article's own head has them.
"""

import json
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from .. import head, queries, routing
from ..models import SiteSettings

ENTRIES = 50


@require_safe
def feed(request: HttpRequest, feed_format: str, number: int | str = 1) -> HttpResponse:
    """Part `number` of the list, newest first. Raises `Http404` beyond the last."""
    number = int(number)
    site = routing.find_site(request)
    locale = Locale.objects.filter(language_code=get_language()).first()
    if site is None or locale is None or number < 1:
        raise Http404
    start = (number - 1) * ENTRIES
    rows = list(queries.site_articles(site, locale)[start : start + ENTRIES + 1])
    if not rows and number > 1:
        raise Http404
    pages = queries.specific(rows[:ENTRIES])
    queries.attach_topics(pages)
    articles = [dict(head.article_tags(request, page)) for page in pages]
    following = site.root_url + address(feed_format, number + 1) if len(rows) > ENTRIES else ""
    details = SiteSettings.for_request(request)
    about = {"SiteName": details.name, "SiteDomain": site.hostname, "SiteIDCode": details.code}
    if feed_format == "json":
        body = json.dumps({**about, "Next": following, "Articles": articles}, ensure_ascii=False, indent=1)
        return HttpResponse(body, content_type="application/json; charset=utf-8")
    return HttpResponse(_xml(about, articles, following), content_type="application/xml; charset=utf-8")


def address(feed_format: str, number: int = 1) -> str:
    """The path of a part of the feed in the active language."""
    if number == 1:
        return reverse("pages:aggregators", args=[feed_format])
    return reverse("pages:aggregators_part", args=[number, feed_format])


def _xml(about: dict[str, str], articles: list[dict[str, str]], following: str) -> bytes:
    root = Element("Site")
    for name, value in {**about, "Next": following}.items():
        SubElement(root, name).text = _clean(value)
    holder = SubElement(root, "Articles")
    for tags in articles:
        entry = SubElement(holder, "Article")
        for name, value in tags.items():
            SubElement(entry, name).text = _clean(value)
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _clean(value: Any) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(character for character in str(value) if character >= " " or character in "\t\n")
