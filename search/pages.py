"""How the pages that every site has become entries; the apps build theirs on the same ground."""

from collections.abc import Iterator

from django.utils import timezone

from reform.editorial.page_text import pieces
from reform.pages.models import BasePage, StandardPage
from reform.people.models import Unit

from . import registry
from .documents import Entry

# Names of Wagtail's and our own bookkeeping, and what the title already says.
NOT_TEXT = {"title", "slug", "seo_title", "search_description", "source", "responsible_editor", "cover_alt"}
MAX_TEXT = 100_000


def text_of(page: BasePage) -> str:
    """All the words of a page and its files, a paragraph a line."""
    texts = [piece.text.strip() for piece in pieces(page) if piece.field not in NOT_TEXT]
    return "\n".join(filter(None, texts))[:MAX_TEXT]


def page_entry(page: BasePage, also: str = "", **facets: list[str]) -> Entry:
    """The entry of a whole page, with the facets that every page has and those given.

    `also` are more words that find the page and are not shown.
    """
    topics = list(page.topics.all())
    day = timezone.localtime(page.first_published_at) if page.first_published_at else None
    return Entry(
        key=str(page.pk),
        page=page.pk,
        title=page.title,
        text=text_of(page),
        date=day.isoformat(timespec="seconds") if day else "",
        facets={
            "kind": [registry.kind_of(page)],
            "topic": [topic.slug for topic in topics],
            "unit": [page.unit.code] if page.unit else [],
            "year": [str(day.year)] if day else [],
            "locale": [page.locale.language_code],
            **facets,
        },
        also=" ".join([also, *_names(page.unit), *(topic.name for topic in topics)]).strip(),
    )


def _names(unit: Unit | None) -> list[str]:
    return [unit.name, unit.short_name] if unit else []


def standard_entries(page: StandardPage) -> Iterator[Entry]:
    yield page_entry(page)


registry.register(StandardPage, "page", standard_entries)
