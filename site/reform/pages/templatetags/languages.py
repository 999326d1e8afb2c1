"""`{% language_choices as choices %}`: the language switch. See `queries.languages`."""

from typing import Any

from django import template
from django.template import Context

from .. import queries
from ..models import BasePage

register = template.Library()


@register.simple_tag(takes_context=True)
def language_choices(context: Context) -> list[dict[str, Any]]:
    page = context.get("page")
    return queries.languages(page if isinstance(page, BasePage) else None, context["request"])
