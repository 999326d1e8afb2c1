"""Display helpers of the public templates."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from wagtail.blocks import StreamValue

from .. import filetypes, queries, routing
from ..models import BasePage, SiteSettings

register = template.Library()

SHORT_CELL = 8


@register.simple_tag(takes_context=True)
def page_frame(context: dict[str, Any]) -> dict[str, Any]:
    """What the frame round every page needs: `site`, `home`, `menu`, `trail`. Works without a page, for error pages.

    `section` tells which entry of the menu is current: (id, whether it is the page itself), or empty.
    """
    request = context["request"]
    page = context.get("page")
    home = routing.find_home(request)
    menu = queries.menu_pages(home) if home else []
    trail = page.trail if isinstance(page, BasePage) else []
    current = [*trail, page] if isinstance(page, BasePage) else []
    marked = [item for item in current if item == home or item in menu]
    return {
        "site": SiteSettings.for_request(request),
        "home": home,
        "menu": menu,
        "trail": trail,
        "section": (marked[-1].pk, marked[-1] == page) if marked else (),
    }


@register.simple_tag
def footer_links(site: SiteSettings) -> list[dict[str, Any]]:
    """The links of the footer: `title` and `page` or `address`. In another language they lead to the page's translation,
    with its title; where there is none, `language` says which language awaits the reader."""
    links = [{"title": link.value["title"], "page": link.value["page"], "address": link.value["address"]}
             for link in site.footer_links]  # fmt: skip
    locale = routing.active_locale()
    keys = [link["page"].translation_key for link in links if link["page"] and link["page"].locale_id != locale.pk]
    translations: dict[Any, Any] = {}
    if keys:
        found = queries.public_pages().filter(locale=locale, translation_key__in=keys)
        translations = {page.translation_key: page for page in found}
    for link in links:
        if link["page"] and link["page"].locale_id != locale.pk:
            if there := translations.get(link["page"].translation_key):
                link.update(page=there, title=there.title)
            else:
                link["language"] = settings.LANGUAGE_CODE
    return links


@register.filter
def listed(texts: list[str]) -> str:
    """Several short texts in one line."""
    return pgettext("between texts in a line", "; ").join(texts)


@register.simple_tag
def contents(body: StreamValue) -> list[str]:
    """The section headings of a body, for the list of contents."""
    return [child.value["text"] for child in body.blocks_by_name("heading") if child.value["level"] == "h2"]


@register.filter
def anchor(heading: str) -> str:
    """The id of a heading: its own words, which an address can carry."""
    return re.sub(r"\s+", "-", heading.strip())


@register.filter
def cell_class(text: str | None) -> SafeString | str:
    """A short cell of a table is kept on one line."""
    return mark_safe(' class="short"') if len(text or "") <= SHORT_CELL else ""


@register.filter
def figures_only(text: str) -> str:
    """云公网安备 53000000000001号 → 53000000000001, as the register of records looks it up."""
    return re.sub(r"\D", "", text)


@register.filter
def long_date(moment: date | datetime | None) -> str:
    """2026年11月20日, or 20 November 2026 in English."""
    if not moment:
        return ""
    day = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    if (get_language() or "").startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B} {day.year}"


@register.filter
def long_moment(moment: datetime | None) -> str:
    """2026年11月20日 09:30."""
    return f"{long_date(moment)} {timezone.localtime(moment):%H:%M}" if moment else ""


@register.filter
def short_date(moment: date | datetime | None) -> str:
    """11月20日, with the year when it is not this one."""
    if not moment:
        return ""
    day = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    if day.year != timezone.localdate().year:
        return long_date(moment)
    return f"{day.month}月{day.day}日" if (get_language() or "").startswith("zh") else f"{day.day} {day:%b}"


@register.filter
def size(bytes_: int | None) -> str:
    """1.2 MB."""
    return filesizeformat(bytes_ or 0).replace("\xa0", " ")


@register.filter
def media_kind(document: Any) -> str:
    """`audio`, `video` or empty, by the file's ending."""
    return filetypes.media_kind(document.file_extension.lower()) if document else ""


CLAUSE = re.compile(r"[^，：？！；]+[，：？！；”」』]*")
SHORT_QUOTATION = re.compile(r"(“[^“”]{1,8}”|《[^《》]{1,8}》)")


@register.filter
def clauses(title: str) -> SafeString | str:
    """A title that breaks after ，：？！ before it breaks inside a clause, and nowhere inside a short quotation."""
    parts = CLAUSE.findall(title) or [title]
    if len(parts) == 1:
        return _whole_quotations(title)
    return format_html_join("", '<span class="clause">{}</span>', ((_whole_quotations(part),) for part in parts))


def _whole_quotations(text: str) -> SafeString | str:
    pieces = SHORT_QUOTATION.split(text)
    if len(pieces) == 1:
        return text
    whole = [
        format_html('<span class="clause">{}</span>', piece) if place % 2 else piece
        for place, piece in enumerate(pieces)
    ]
    return format_html_join("", "{}", ((piece,) for piece in whole))
