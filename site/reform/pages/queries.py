"""Reads that pages, feeds, site maps and reports share. Everything here is about what a stranger may see.

The number of queries depends on how many kinds of pages are shown, never on how many pages.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_info, override
from wagtail.models import Locale, Page, Site
from wagtail.query import PageQuerySet

from reform.people.models import Unit

from .models import BasePage, ColumnPage, CustomImage, HomePage, Topic, TopicPage

NEWEST = ("-first_published_at", "-pk")


def page_models() -> list[type[BasePage]]:
    """Every concrete page model of the site."""
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def article_models() -> list[type[BasePage]]:
    """The models whose pages are entries of columns: all but those that list others."""
    return [model for model in page_models() if not issubclass(model, HomePage | ColumnPage | TopicPage)]


def public_pages() -> PageQuerySet:
    """Live pages in no private part of the tree."""
    return Page.objects.live().public()


def articles() -> PageQuerySet:
    """Public pages that are entries, newest first."""
    models = article_models()
    return public_pages().exact_type(*models).filter(first_published_at__isnull=False).order_by(*NEWEST)


def column_articles(column: Page) -> PageQuerySet:
    """The entries of a column and of the columns below it."""
    return articles().descendant_of(column)


def public_columns(ids: Iterable[int]) -> dict[int, ColumnPage]:
    """Public columns by id."""
    wanted = set(ids)
    if not wanted:
        return {}
    return ColumnPage.objects.live().public().in_bulk(wanted)


def topic_articles(topics: Iterable[Topic], locale_id: int) -> PageQuerySet:
    """The entries filed under any of the topics, across columns."""
    return articles().filter(with_topics([topic.pk for topic in topics]), locale_id=locale_id)


def site_articles(site: Site, locale: Locale) -> PageQuerySet:
    """The entries of a site in one language."""
    root = site.root_page.get_translation_or_none(locale)
    return articles().descendant_of(root) if root else articles().none()


def indexed_pages(site: Site, locale: Locale | None = None) -> PageQuerySet:
    """The public pages of a site that search engines may list, in one language or in all."""
    roots = Page.objects.filter(translation_key=site.root_page.translation_key)
    if locale is not None:
        roots = roots.filter(locale=locale)
    within = Q(pk__in=[])
    for root in roots:
        within |= Q(path__startswith=root.path)
    hidden = Q(pk__in=[])
    for model in page_models():
        hidden |= Q(pk__in=model.objects.filter(noindex=True).values("pk"))
    return public_pages().filter(within).exclude(hidden)


def structure(home: Page) -> list[dict[str, Any]]:
    """Columns, topic pages and standing pages below the home page, as nodes with `page` and `children`.

    Entries of columns are left out: the columns list them. In the order the editors gave them.
    """
    pages = public_pages().descendant_of(home).exact_type(*page_models()).order_by("path")
    inside_columns = Q(pk__in=[])
    for path in ColumnPage.objects.descendant_of(home).live().values_list("path", flat=True):
        inside_columns |= Q(path__startswith=path)
    entry_types = [kind.pk for kind in ContentType.objects.get_for_models(*article_models()).values()]
    nodes: dict[str, dict[str, Any]] = {home.path: {"page": home, "children": []}}
    for page in pages.exclude(inside_columns & Q(content_type__in=entry_types)):
        node: dict[str, Any] = {"page": page, "children": []}
        nodes[page.path] = node
        if parent := nodes.get(page.path[: -page.steplen]):
            parent["children"].append(node)
    return nodes[home.path]["children"]


def languages(page: Page | None, request: HttpRequest) -> list[dict[str, Any]]:
    """The choices of the language switch: `code`, `name` in its own language, `url`, `current`, `missing`.

    A missing translation leads to a page that says so, in that language. Without a page, the same address in the
    other language.
    """
    there = {item.locale.language_code: item for item in live_translations(page)} if page and page.pk else {}
    active = get_language()
    choices = []
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        if page is None or not page.pk:
            url, missing = translate_url(request.get_full_path(), code), False
        elif code in there:
            url, missing = there[code].get_url(request), False
        else:
            with override(code):
                url, missing = reverse("files:untranslated", args=[page.pk, code]), code != active
        with override(code):
            own_name = str(get_language_info(code)["name_local"])
        choices.append({"code": code, "name": own_name, "url": url, "current": code == active, "missing": missing})
    return choices


def with_topics(topic_ids: list[int]) -> Q:
    """Condition on base pages: filed under one of the topics. `topics` is on each page model, hence a part each."""
    condition = Q(pk__in=[])
    for model in article_models():
        link = model._meta.get_field("topics").remote_field.through
        owner = model._meta.get_field("topics").m2m_column_name()
        condition |= Q(pk__in=link.objects.filter(topic_id__in=topic_ids).values(owner))
    return condition


def with_unit(unit_id: int) -> Q:
    """Condition on base pages: this unit is responsible."""
    condition = Q(pk__in=[])
    for model in article_models():
        condition |= Q(pk__in=model.objects.filter(unit_id=unit_id).values("pk"))
    return condition


def topics_of(pages: PageQuerySet) -> QuerySet[Topic]:
    """The topics that at least one of the pages is filed under. One query."""
    ids = pages.order_by().values("pk")
    condition = Q(pk__in=[])
    for model in article_models():
        field = model._meta.get_field("topics")
        owner, link = field.m2m_column_name(), field.remote_field.through
        condition |= Q(pk__in=link.objects.filter(**{f"{owner}__in": ids}).values("topic_id"))
    return Topic.objects.filter(condition)


def units_of(pages: PageQuerySet) -> QuerySet[Unit]:
    """The units responsible for at least one of the pages. One query."""
    ids = pages.order_by().values("pk")
    condition = Q(pk__in=[])
    for model in article_models():
        condition |= Q(pk__in=model.objects.filter(pk__in=ids, unit__isnull=False).values("unit_id"))
    return Unit.objects.filter(condition)


def years_of(pages: PageQuerySet) -> list[int]:
    """The years in which the pages were first published, newest first. One query."""
    moments = pages.order_by().datetimes("first_published_at", "year", order="DESC")
    return [moment.year for moment in moments]


def specific(pages: Iterable[Page]) -> list[Any]:
    """The pages in the same order, each as its own class, with cover, unit and parent at hand.

    A fixed number of queries: one for each class met, one each for covers, units and parents.
    """
    pages = list(pages)
    by_class: dict[type[Page], list[int]] = {}
    for page in pages:
        if page.specific_class:
            by_class.setdefault(page.specific_class, []).append(page.pk)
    found: dict[int, Any] = {}
    for model, ids in by_class.items():
        found |= model.objects.defer(*model.get_streamfield_names()).in_bulk(ids)
    _attach_covers(found.values())
    _attach_units(found.values())
    _attach_parents(found.values())
    return [found[page.pk] for page in pages if page.pk in found]


def specific_by_id(ids: Iterable[int]) -> dict[int, Any]:
    """Public pages by id, as `specific` returns them. Those that are not public are left out."""
    wanted = {pk for pk in ids if pk}
    if not wanted:
        return {}
    return {page.pk: page for page in specific(public_pages().filter(pk__in=wanted))}


def menu_pages(home: Page) -> PageQuerySet:
    """The pages of the main menu: children of the home page that are marked to show in menus."""
    return home.get_children().live().in_menu()


def live_translations(page: Page) -> list[Page]:
    """The page in each language in which readers can read it, itself included when live."""
    pages = page.get_translations(inclusive=True).live().public().select_related("locale")
    return sorted(pages, key=lambda item: item.locale_id)


def _attach_covers(pages: Iterable[Any]) -> None:
    ids = {page.cover_id for page in pages if getattr(page, "cover_id", None)}
    images = CustomImage.objects.in_bulk(ids) if ids else {}
    for page in pages:
        if getattr(page, "cover_id", None) in images:
            page.cover = images[page.cover_id]


def _attach_units(pages: Iterable[Any]) -> None:
    ids = {page.unit_id for page in pages if getattr(page, "unit_id", None)}
    units = Unit.objects.in_bulk(ids) if ids else {}
    for page in pages:
        if getattr(page, "unit_id", None) in units:
            page.unit = units[page.unit_id]


def _attach_parents(pages: Iterable[Any]) -> None:
    paths = {page.path[: -page.steplen] for page in pages if page.depth > 1}
    parents = {parent.path: parent for parent in Page.objects.filter(path__in=paths)} if paths else {}
    for page in pages:
        parent = parents.get(page.path[: -page.steplen])
        if parent is not None:
            page._cached_parent_obj = parent
