"""What the public templates show of the editorial office."""

from typing import Any

from django import template
from wagtail.models import Page

from .. import queries
from ..models import Correction

register = template.Library()


@register.simple_tag
def corrections(page: Page) -> list[Any]:
    """The published correction notes of a page, the newest first."""
    if not page.pk:
        return []
    return list(Correction.objects.filter(page_id=page.pk, published_at__isnull=False))


@register.filter
def status_words(item: Any) -> str:
    """The state of a step or a round, in the words of the review."""
    return queries.status_words(item)
