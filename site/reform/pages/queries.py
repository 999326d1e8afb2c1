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
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet

from reform.people.models import Unit

from . import routing
from .edition import remember, remember_only, shared_row
from .models import BasePage, ColumnPage, CustomImage, HomePage, Topic, TopicPage

NEWEST = ("-first_published_at", "-pk")


def page_models() -> list[type[BasePage]]:
    """Every concrete page model of the site."""
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def text_models() -> list[type[BasePage]]:
    """The models of texts: all but those that list others."""
    return [model for model in page_models() if not issubclass(model, HomePage | ColumnPage | TopicPage)]


def article_models() -> list[type[BasePage]]:
    """The models whose pages are entries of columns: texts that are no part of another page."""
    return [model for model in text_models() if model.is_entry]


def public_pages() -> PageQuerySet:
    """Live pages in no private part of the tree."""
    pages = Page.objects.live()
    for path in private_paths():
        pages = pages.exclude(path__startswith=path)
    return pages


def private_paths() -> list[str]:
    """Where in the tree the private parts begin."""
    return remember("private", lambda: list(PageViewRestriction.objects.values_list("page__path", flat=True)))


def is_public(page: Page) -> bool:
    """Whether every stranger may see the page."""
    return page.live and not page.path.startswith(tuple(private_paths()))


def articles() -> PageQuerySet:
    """Public pages that are entries, newest first. No aliases: an entry stands in the lists of its own language."""
    models = article_models()
    entries = public_pages().exact_type(*models).filter(first_published_at__isnull=False, alias_of=None)
    return entries.order_by(*NEWEST)


def column_articles(column: Page) -> PageQuerySet:
    """The entries of a column and of the columns below it."""
    return articles().descendant_of(column)


def public_columns(ids: Iterable[int]) -> dict[int, ColumnPage]:
    """Public columns by id."""
    wanted = set(ids)
    if not wanted:
        return {}
    here = translated_ids(wanted)
    columns = ColumnPage.for_lists().filter(live=True, pk__in={here.get(pk, pk) for pk in wanted})
    found = {column.pk: column for column in columns if is_public(column)}
    return {pk: found[here.get(pk, pk)] for pk in wanted if here.get(pk, pk) in found}


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
    return public_pages().filter(within, alias_of=None).exclude(hidden)


def structure(home: Page) -> list[dict[str, Any]]:
    """Columns, topic pages and standing pages below the home page, as nodes with `page` and `children`.

    Entries of columns are left out: the columns list them. In the order the editors gave them.
    """
    pages = public_pages().descendant_of(home).exact_type(*page_models()).order_by("path")
    inside_columns = Q(pk__in=[])
    for path in ColumnPage.objects.descendant_of(home).live().values_list("path", flat=True):
        inside_columns |= Q(path__startswith=path)
    entry_types = [kind.pk for kind in ContentType.objects.get_for_models(*text_models()).values()]
    nodes: dict[str, dict[str, Any]] = {home.path: {"page": home, "children": []}}
    for page in pages.exclude(inside_columns & Q(content_type__in=entry_types)):
        node: dict[str, Any] = {"page": page, "children": []}
        nodes[page.path] = node
        if parent := nodes.get(page.path[: -page.steplen]):
            parent["children"].append(node)
    return nodes[home.path]["children"]


def languages(page: Page | None, request: HttpRequest) -> list[dict[str, Any]]:
    """The choices of the language switch: `code`, `name` in its own language, `url`, `current`, `missing`.

    A language is offered once something is published in it. A missing translation leads to a page that says so, in
    that language. Without a page, the same address in the other language.
    """
    there = {item.locale.language_code: item for item in live_translations(page)} if page and page.pk else {}
    active = get_language()
    choices = []
    for code in offered_languages():
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


def offered_languages() -> list[str]:
    """The codes of the languages that have something to read, the source language first."""

    known = sorted(routing.languages().values(), key=lambda locale: locale.pk)
    found = [locale.language_code for locale in known if locale.is_read]
    source = settings.LANGUAGE_CODE
    return [source, *(code for code in found if code != source and code in dict(settings.LANGUAGES))]


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
    """The pages in the same order, each as its own class, with cover, unit and parent at hand. Do not change them.

    A fixed number of queries: one for each class met. Entries are shown on many pages, so a process remembers those
    it has met in this edition.
    """
    rows = {page.pk: page.specific_class for page in pages}
    found = _entries([(pk, model) for pk, model in rows.items() if model and issubclass(model, BasePage)])
    return [found[pk] for pk in rows if pk in found]


def attach_topics(pages: Iterable[Any]) -> None:
    """Puts the topics of the pages at hand, so that `page.topics.all()` asks no more. A query for each class met."""
    by_class: dict[type[BasePage], list[Any]] = {}
    for page in pages:
        by_class.setdefault(type(page), []).append(page)
    for model, members in by_class.items():
        field = model._meta.get_field("topics")
        owner = field.m2m_column_name()
        found: dict[int, list[Topic]] = {page.pk: [] for page in members}
        links = field.remote_field.through._default_manager.filter(**{f"{owner}__in": list(found)})
        for page_id, topic_id in links.values_list(owner, "topic_id"):
            if topic := shared_row(Topic, topic_id):
                found[page_id].append(topic)
        for page in members:
            related = dict(page.__dict__.get("_cluster_related_objects") or {})
            related["topics"] = sorted(found[page.pk], key=lambda topic: (topic.order, topic.name))
            page._cluster_related_objects = related


def specific_by_id(ids: Iterable[int], model: type[BasePage] | None = None) -> dict[int, Any]:
    """Public pages by id, as `specific` returns them. Those that are not public are left out. With their class given, one
    query less.

    What an editor chose in the source language is given in the language of the reader where it is translated.
    """
    asked = {pk for pk in ids if pk}
    here = translated_ids(asked)
    wanted = {here.get(pk, pk) for pk in asked}
    known = {pk: remember_only(("entry", pk)) for pk in wanted}
    missing = [pk for pk, page in known.items() if page is None]
    found = {pk: page for pk, page in known.items() if page is not None and is_public(page)}
    if missing and model is not None:
        met = _entries([(pk, model) for pk in missing])
        found |= {pk: page for pk, page in met.items() if is_public(page)}
    elif missing:
        found |= {page.pk: page for page in specific(public_pages().filter(pk__in=missing))}
    return {pk: found[here.get(pk, pk)] for pk in asked if here.get(pk, pk) in found}


def translated_ids(ids: Iterable[int]) -> dict[int, int]:
    """Page id → the id of its live translation into the reader's language, where there is one.

    Asks nothing in the source language.
    """
    language, wanted = get_language(), tuple(sorted(ids))
    if language == settings.LANGUAGE_CODE or not wanted:
        return {}

    def load() -> dict[int, int]:
        keys = dict(Page.objects.filter(pk__in=wanted).values_list("pk", "translation_key"))
        rows = Page.objects.live().filter(alias_of=None, locale__language_code=language)
        there = dict(rows.filter(translation_key__in=keys.values()).values_list("translation_key", "pk"))
        return {pk: there[key] for pk, key in keys.items() if key in there}

    return remember(("translated", language, wanted), load)


def _entries(rows: list[tuple[int, type[BasePage]]]) -> dict[int, Any]:
    found = {}
    by_class: dict[type[BasePage], list[int]] = {}
    for pk, model in rows:
        page = remember_only(("entry", pk))
        if page is not None:
            found[pk] = page
        else:
            by_class.setdefault(model, []).append(pk)
    pages = [page for model, ids in by_class.items() for page in model.joined(model.for_lists().filter(pk__in=ids))]
    parents = routing.know_parents({page.path[: -page.steplen] for page in pages if page.depth > 2})
    for page in pages:
        page.attach_shared()
        parent = parents.get(page.path[: -page.steplen])
        if parent is not None:
            page._cached_parent_obj = parent
        found[page.pk] = remember(("entry", page.pk), lambda page=page: page) if page.live else page  # type: ignore[misc]
    return found


def know_pictures(ids: Iterable[int | None]) -> dict[int, CustomImage]:
    """Pictures by id: those this process does not know yet in one query. Do not change them."""
    known = {pk: remember_only(("picture", pk)) for pk in ids if pk}
    missing = [pk for pk, image in known.items() if image is None]
    if missing:
        for pk, image in CustomImage.objects.in_bulk(missing).items():
            known[pk] = remember(("picture", pk), lambda image=image: image)  # type: ignore[misc]
    return {pk: image for pk, image in known.items() if image is not None}


def menu_pages(home: Page) -> list[Page]:
    """The pages of the main menu: children of the home page that are marked to show in menus. Titles and addresses only."""
    pages = remember(("menu", home.pk), lambda: [routing.light(row) for row in routing.menu_rows(home)])
    return [page for page in pages if is_public(page)]


def live_translations(page: Page) -> list[Page]:
    """The page in each language in which readers can read it, itself included when live. For their addresses only."""

    def load() -> list[Page]:
        rows = sorted(routing.translation_rows(page), key=lambda row: row.locale_id)
        return [routing.light(row) for row in rows if is_public(row)]

    return remember(("translations", page.translation_key), load)
