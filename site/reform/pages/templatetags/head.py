"""`{% head_title %}` and `{% head_tags %}`: what `<head>` says about a page. See `reform.pages.head`."""

from typing import Any

from django import template
from django.template import Context

from ..head import head

register = template.Library()


def _found(context: Context) -> dict[str, Any]:
    """Worked out once a page, although two tags need it."""
    request = context.get("request")
    if request is None:
        return {"title": context.get("title", "")}
    if not hasattr(request, "_reform_head"):
        values: Any = context.flatten()
        request._reform_head = head(request, context.get("page"), values)
    return request._reform_head


@register.simple_tag(takes_context=True)
def head_title(context: Context) -> str:
    """The text of `<title>`. Views that are no pages put `title` into their context."""
    return _found(context)["title"]


@register.inclusion_tag("pages/head.html", takes_context=True)
def head_tags(context: Context) -> dict[str, Any]:
    return {"head": _found(context)}
