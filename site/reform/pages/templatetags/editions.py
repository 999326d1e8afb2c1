"""`{% remembered "footer" … %}…{% endremembered %}`: a part of the page that is the same for every reader of an edition."""

from typing import Any

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.utils import timezone
from django.utils.translation import get_language

from .. import routing
from ..edition import remember

register = template.Library()


class RememberedNode(Node):
    def __init__(self, nodelist: NodeList, key: list[FilterExpression]) -> None:
        self.nodelist, self.key = nodelist, key

    def render(self, context: Context) -> Any:
        request = context.get("request")
        site = routing.find_site(request) if request is not None else None
        if site is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        key = tuple(part.resolve(context) for part in self.key)
        if None in key or "" in key:
            return self.nodelist.render(context)
        # Dates of this year are shown without it, so what was rendered yesterday may be wrong today.
        today = timezone.localdate()
        return remember(("part", site.pk, get_language(), today, *key), lambda: self.nodelist.render(context))


@register.tag
def remembered(parser: Parser, token: Token) -> RememberedNode:
    """The arguments name the part and all that it depends on besides the site, the language, the day and public rows.

    When one of them is missing (the key of a page that is no page), the part is rendered as usual.
    """
    _name, *parts = token.split_contents()
    if not parts:
        raise template.TemplateSyntaxError("remembered needs a name")
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return RememberedNode(nodelist, [parser.compile_filter(part) for part in parts])
