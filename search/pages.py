"""How the pages that every site has become entries; the apps build theirs on the same ground."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from reform.editorial.page_text import pieces
from reform.pages.models import BasePage, ColumnPage, StandardPage, Topic
from reform.people.models import Unit

from . import registry
from .documents import Entry

# Names of Wagtail's and our own bookkeeping, and what the title already says.
NOT_TEXT = {"title", "slug", "seo_title", "search_description", "source", "responsible_editor", "cover_alt"}
PICTURES = {"alt", "alt_text", "caption", "description"}
MAX_TEXT = 100_000


def at_hand(pages: Iterable[Page]) -> list[Any]:
    """The pages, each in its own class, with all that an entry is made of: what they refer to, topics, child objects.

    A fixed number of queries for each class met, and none for each page.
    """
    found = list(pages)
    by_class: dict[type[Page], list[Any]] = defaultdict(list)
    for page in found:
        by_class[type(page)].append(page)
    for model, members in by_class.items():
        if not issubclass(model, BasePage):
            continue
        prefetch_related_objects(
            members, "locale", *(field.name for field in model._meta.local_fields if _points(field))
        )
        _attach_topics(model, members)
        _attach_columns(members)
        for relation in model._meta.related_objects:
            own = relation.related_model._meta.app_label != Page._meta.app_label
            if own and isinstance(relation.field, ParentalKey) and (name := relation.get_accessor_name()):
                _attach_children(members, name, relation.field)
    return found


def _points(field: Any) -> bool:
    return bool(field.many_to_one and not issubclass(field.related_model, Page))


def _attach_topics(model: type[BasePage], pages: list[Any]) -> None:
    key = model._meta.get_field("topics")
    owner = key.m2m_column_name()
    found: dict[int, list[int]] = {page.pk: [] for page in pages}
    for pk, topic in key.remote_field.through._default_manager.filter(**{f"{owner}__in": list(found)}).values_list(
        owner, "topic_id"
    ):
        found[pk].append(topic)
    # In the order of their model.
    topics = {topic.pk: topic for topic in Topic.objects.filter(pk__in={pk for row in found.values() for pk in row})}
    for page in pages:
        _put(page, "topics", [topic for pk, topic in topics.items() if pk in found[page.pk]])


def _attach_columns(pages: list[Any]) -> None:
    columns = {
        column.path: column for column in ColumnPage.for_lists().filter(path__in={_above(page) for page in pages})
    }
    for page in pages:
        if column := columns.get(_above(page)):
            page._cached_parent_obj = column


def _above(page: Page) -> str:
    return str(page.path[: -page.steplen])


def _attach_children(pages: list[Any], name: str, key: Any) -> None:
    children: dict[int, list[Any]] = {page.pk: [] for page in pages}
    for child in key.model._default_manager.filter(**{f"{key.name}__in": list(children)}):
        children[getattr(child, key.attname)].append(child)
    for page in pages:
        _put(page, name, children[page.pk])


def _put(page: Any, name: str, related: list[Any]) -> None:
    """Where modelcluster keeps the related objects of a page in memory."""
    page._cluster_related_objects = {**page.__dict__.get("_cluster_related_objects", {}), name: related}


def text_of(page: BasePage) -> str:
    """All the words of a page and its files, a paragraph a line; what stands at pictures comes after the text, and who
    made them is left out."""
    texts: list[str] = []
    pictures: list[str] = []
    for piece in pieces(page):
        name = piece.part or (piece.path[-1] if piece.path else "")
        if piece.field not in NOT_TEXT and name != "credit":
            (pictures if name in PICTURES else texts).append(piece.text.strip())
    return "\n".join(filter(None, [*texts, *pictures]))[:MAX_TEXT]


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


def standard_kind(page: StandardPage) -> str:
    """What stands in a column of news or notices is one; all else is a page."""
    kind = getattr(page.get_parent(), "kind", "")
    return kind if kind in CLASSES else "page"


CLASSES = {ColumnPage.Kind.NEWS.value: _("News item"), ColumnPage.Kind.NOTICE.value: _("Notice")}
registry.register(StandardPage, "page", standard_entries, kinds=CLASSES, kind_of=standard_kind)
