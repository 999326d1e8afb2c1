"""How stories, documents, their articles, explainers and their questions are found."""

from collections.abc import Iterator
from dataclasses import replace

from reform.editorial.richtext import plain
from search import registry
from search.documents import Entry
from search.pages import page_entry

from .articles import outline
from .models import ExplainerPage, PolicyPage, StoryPage


def story_entries(page: StoryPage) -> Iterator[Entry]:
    """A story is one entry; its place is a facet."""
    region = page.region
    yield page_entry(page, also=region.name if region else "", region=[region.code] if region else [])


def policy_entries(page: PolicyPage) -> Iterator[Entry]:
    """The document, found by its number too, and each numbered article by itself."""
    whole = replace(page_entry(page), number=page.document_number)
    yield whole
    for article in outline(page.body).articles:
        yield replace(
            whole,
            key=f"{page.pk}#{article.anchor}",
            parent=whole.key,
            title=f"{page.title} {article.number}",
            text="\n".join(filter(None, [article.division, article.text])),
            number="",
        )


def explainer_entries(page: ExplainerPage) -> Iterator[Entry]:
    """The explainer, and each question with its answer."""
    whole = page_entry(page)
    yield whole
    for item in page.questions:
        yield replace(
            whole,
            key=f"{page.pk}#{item['anchor']}",
            parent=whole.key,
            title=item["question"],
            text=plain(item["answer"]),
        )


registry.register(StoryPage, "story", story_entries)
registry.register(PolicyPage, "policy", policy_entries)
registry.register(ExplainerPage, "explainer", explainer_entries)
