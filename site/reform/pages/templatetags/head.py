"""`{% head_title %}` and `{% head_tags %}`: what `<head>` says about a page. See `reform.pages.head`."""

from typing import Any, cast

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

from ..edition import remember
from ..head import head, title
from ..models import BasePage, SiteSettings
from ..routing import find_site

register = template.Library()


def _found(context: Context) -> dict[str, Any]:
    request, values = context.get("request"), context.flatten()
    return head(request, context.get("page"), cast(Any, values)) if request is not None else {}


@register.simple_tag(takes_context=True)
def head_title(context: Context) -> str:
    """The text of `<title>`. Views that are no pages put `title` into their context."""
    request = context.get("request")
    if request is None:
        return str(context.get("title", ""))
    settings = SiteSettings.for_request(request) if find_site(request) else None
    return title(context.get("page"), settings, str(context.get("title", "")))


@register.simple_tag(takes_context=True)
def head_tags(context: Context) -> SafeString:
    """The tags themselves. Those of a page that shows itself alone are the same for every reader of an edition."""
    request, page = context.get("request"), context.get("page")
    site = find_site(request) if request is not None else None

    def write() -> SafeString:
        return SafeString(get_template("pages/head.html").render({"head": _found(context)}))

    if site is None or not isinstance(page, BasePage) or not page.pk or getattr(request, "is_preview", False):
        return write()
    if "entries" in context or "title" in context:
        return write()
    return remember(("head", site.pk, page.pk), write)
