"""What the public templates show of the editorial office."""

from typing import Any

from django import template
from wagtail.models import Page

from reform.pages.edition import remember

from .. import queries
from ..models import Correction

register = template.Library()


@register.simple_tag
def corrections(page: Page) -> list[Any]:
    """The published correction notes of a page, the newest first."""
    if page.pk not in remember("corrected", _corrected):
        return []
    return list(Correction.objects.filter(page_id=page.pk, published_at__isnull=False))


def _corrected() -> set[int]:
    """The pages with notes. Few have any: the others ask nothing."""
    return set(Correction.objects.filter(published_at__isnull=False).values_list("page_id", flat=True))


@register.filter
def status_words(item: Any) -> str:
    """The state of a step or a round, in the words of the review."""
    return queries.status_words(item)
