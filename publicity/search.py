"""How stories are found."""

from collections.abc import Iterator

from search import registry
from search.documents import Entry
from search.pages import page_entry

from .models import StoryPage


def story_entries(page: StoryPage) -> Iterator[Entry]:
    """A story is one entry; its place is a facet."""
    region = page.region
    yield page_entry(page, also=region.name if region else "", region=[region.code] if region else [])


registry.register(StoryPage, "story", story_entries)
