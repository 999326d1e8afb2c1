"""How stories, documents, their articles, explainers and their questions are found."""

from collections.abc import Iterator
from dataclasses import replace

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from reform.editorial.richtext import plain
from reform.pages.models import BasePage
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
    entry = page_entry(page, also=" ".join(str(body) for body in page.bodies.all()))
    whole = replace(entry, number=page.document_number, parent=entry.key, citations=citations(page))
    yield whole
    for article in outline(page.body).articles:
        yield replace(
            whole,
            key=f"{page.pk}#{article.anchor}",
            parent=whole.key,
            title=f"{page.title} {article.number}",
            text="\n".join(filter(None, [article.division, article.text])),
            number="",
            also="",
        )


def explainer_entries(page: ExplainerPage) -> Iterator[Entry]:
    """The explainer, and each question with its answer."""
    entry = page_entry(page)
    whole = replace(entry, parent=entry.key)
    yield whole
    for item in page.questions:
        yield replace(
            whole,
            key=f"{page.pk}#{item['anchor']}",
            parent=whole.key,
            title=item["question"],
            text=plain(item["answer"]),
        )


def citations(page: BasePage) -> int:
    """How many other public pages link to this one."""
    base = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.get_references_to(page).filter(base_content_type=base)
    ids = {int(pk) for pk in rows.values_list("object_id", flat=True)} - {page.pk}
    return Page.objects.live().filter(pk__in=ids).count() if ids else 0


registry.register(StoryPage, "story", story_entries)
registry.register(PolicyPage, "policy", policy_entries)
registry.register(ExplainerPage, "explainer", explainer_entries)
