"""What the public templates show of the editorial office."""

from typing import Any

from django import template
from wagtail.models import Page

from reform.pages.edition import remember

from .. import queries
from ..models import Correction

register = template.Library()


@register.simple_tag
def corrections(page: Page) -> list[Correction]:
    """The published correction notes of a page, the newest first."""
    return remember("corrections", _published).get(page.pk, [])


def _published() -> dict[int, list[Correction]]:
    """The notes by page. Few pages have any, and a note is one line: all of them are read at once."""
    found: dict[int, list[Correction]] = {}
    for note in Correction.objects.filter(published_at__isnull=False):
        found.setdefault(note.page_id, []).append(note)
    return found


@register.filter
def status_words(item: Any) -> str:
    """The state of a step or a round, in the words of the review."""
    return queries.status_words(item)
