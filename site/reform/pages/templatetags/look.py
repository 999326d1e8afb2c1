"""Display helpers of the public templates."""

from datetime import date, datetime
from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page, Site

from .. import head as head_module
from ..models import ColumnPage, SiteSettings
from ..pictures import SIZES, SPEC

register = template.Library()


@register.simple_tag(takes_context=True)
def page_frame(context: dict[str, Any]) -> dict[str, Any]:
    """What the frame round every page needs: `site`, `home`, `menu`, `trail`, `column`, `versions`, `head`.

    Works without a page, for search and error pages.
    """
    request = context["request"]
    page = context.get("page")
    page = page if isinstance(page, Page) else None
    settings = SiteSettings.for_request(request)
    site = Site.find_for_request(request)
    home = site.root_page.localized if site else None
    menu = list(home.get_children().live().public().in_menu()) if home else []
    frame: dict[str, Any] = {"site": settings, "home": home, "menu": menu, "trail": [], "column": None, "versions": []}
    if page is not None and home is not None:
        between = list(page.get_ancestors().filter(depth__gt=home.depth)) if page.depth > home.depth + 1 else []
        column = ColumnPage.objects.filter(pk=between[-1].pk).first() if between else None
        frame |= {"trail": between, "column": column}
        if page.pk:
            frame["versions"] = head_module.translations(page, request)
        if hasattr(page, "cover"):
            frame["head"] = head_module.head(page, request, column, settings, frame["versions"])
    return frame


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


@register.inclusion_tag("pages/picture.html")
def responsive(image: Any, place: str, alt: str = "", eager: bool = False, css: str = "") -> dict[str, Any]:
    """A picture in AVIF, WebP and JPEG in three widths; lazy unless `eager`."""
    from wagtail.images.models import Filter

    specs = Filter.expand_spec(SPEC)
    renditions = image.get_renditions(*specs) if image else {}
    by_format: dict[str, list[Any]] = {}
    for rendition in renditions.values():
        by_format.setdefault(rendition.filter_spec.rsplit("-", 1)[-1], []).append(rendition)
    sources = [(f"image/{form}", _srcset(by_format[form])) for form in ("avif", "webp") if form in by_format]
    fallback = sorted(by_format.get("jpeg", []), key=lambda rendition: rendition.width)
    return {
        "sources": sources,
        "fallback": fallback[min(1, len(fallback) - 1)] if fallback else None,
        "srcset": _srcset(fallback),
        "sizes": SIZES[place],
        "alt": alt,
        "eager": eager,
        "css": css,
    }


def _srcset(renditions: list[Any]) -> str:
    return ", ".join(
        f"{r.url} {r.width}w" for r in sorted({r.width: r for r in renditions}.values(), key=lambda r: r.width)
    )


@register.filter
def media_kind(document: Any) -> str:
    """`audio`, `video` or empty, by the file's ending."""
    from ..uploads import AUDIO, VIDEO

    ending = document.file_extension.lower() if document else ""
    return "audio" if ending in AUDIO else "video" if ending in VIDEO else ""


@register.filter
def poster_url(image: Any) -> str:
    """The still picture of a video before it plays."""
    return image.get_rendition("width-960|format-jpeg").url


@register.simple_tag(takes_context=True)
def language_link(context: dict[str, Any], code: str) -> dict[str, Any]:
    """Where the language switch leads: the same page in that language, else the home page of that language.

    `translated` says which of both, so that the home page can tell the reader honestly.
    """
    frame = context.get("frame") or {}
    for language, address in frame.get("versions", []):
        if language == code:
            return {"url": address, "translated": True}
    home = frame.get("home")
    request = context["request"]
    for other in home.get_translations(inclusive=True).live().select_related("locale") if home else []:
        if other.locale.language_code == code:
            missing = "?untranslated=1" if context.get("page") and context["page"].pk != home.pk else ""
            return {"url": f"{other.get_url(request)}{missing}", "translated": False}
    return {"url": "", "translated": False}
