"""What the public templates say about translations."""

from typing import Any

from django import template

from reform.pages import queries, routing
from reform.pages.edition import remember
from reform.pages.models import BasePage

from ..translations import progress

register = template.Library()


@register.simple_tag
def translated_version(page: Any) -> dict[str, Any] | None:
    """For a translation whose original has changed: `at` (the version it was made from), `url` and `language` of the
    original. None for all others."""
    if not isinstance(page, BasePage) or not page.pk:
        return None
    source = routing.source_locale()
    if page.locale_id == source.pk:
        return None
    moment = remember("stale translations", progress.stale_pages).get(page.pk)
    if moment is None:
        return None
    original = next((item for item in queries.live_translations(page) if item.locale_id == source.pk), None)
    if original is None:
        return None
    return {"at": moment, "url": original.get_url(), "language": source.language_code}
