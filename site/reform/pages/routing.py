"""Finds the page of an address. The same answers as Wagtail's own walk down the tree, with fewer questions.

Wagtail asks for the site, the language, and two queries for each step of the path. Which page has which address, and
the columns above it, are the same for every reader of an edition (`edition.remember`); only the page itself is fetched.
"""

from collections.abc import Iterable
from copy import copy
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Value
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Locale, Page, Site

from .edition import read_shared_with, remember, remember_only, shared, shared_row
from .models import BasePage, ColumnPage, Topic
from .prepared import Prepared

# Deeper addresses are left to Wagtail: strangers may ask for anything.
DEEPEST = 20


def find_site(request: HttpRequest) -> Site | None:
    """The site of a request, known to Wagtail too from now on, as are the addresses of its language versions."""
    if not hasattr(request, "_wagtail_site"):
        key = ("site", request._get_raw_host(), request.get_port())  # type: ignore[attr-defined]
        request._wagtail_site = remember(key, lambda: Site._find_for_request(request))  # type: ignore[attr-defined]
        request._wagtail_cached_site_root_paths = remember("root paths", Site.get_site_root_paths)  # type: ignore[attr-defined]
    return request._wagtail_site  # type: ignore[attr-defined]


def find_home(request: HttpRequest) -> Any:
    """The home page in the active language, as its own class; None without a site. Do not change it: it is shared.

    What only home pages have (their sections) is fetched when somebody asks for it.
    """
    site = find_site(request)
    if site is None:
        return None
    return remember(("home", site.pk, get_language()), lambda: _find_home(site.root_page))


def _find_home(root: Page) -> Any:
    locale = active_locale()
    if locale is not None and root.locale_id != locale.pk:
        there = Page.objects.filter(translation_key=root.translation_key, locale_id=locale.pk, live=True)
        root = there.first() or root
    home = light(root)
    remember(("parent", home.path), lambda: home if home.live else None)
    return home


def languages() -> dict[int, Any]:
    """The languages by key. `is_read` tells whether anything is published in one."""
    return shared(Locale)


def _languages() -> dict[int, Any]:
    live = Page.objects.live().filter(depth__gt=1, alias_of=None, locale=OuterRef("pk"))
    return Locale.objects.annotate(is_read=Exists(live)).in_bulk()


read_shared_with(Locale, _languages)


def active_locale() -> Any:
    """The language of the request as Wagtail keeps it; None when no page can be in it."""
    code = get_language()
    return next((locale for locale in languages().values() if locale.language_code == code), None)


def source_locale() -> Any:
    """The language that pages are written in."""
    return next(locale for locale in languages().values() if locale.language_code == settings.LANGUAGE_CODE)


def light(base: Page) -> Any:
    """A page as its own class, without asking for what only that class has: enough for titles and addresses."""
    page = base.specific_deferred
    if isinstance(page, BasePage):
        page.locale = shared_row(Locale, page.locale_id)
    return page


def find_page(request: HttpRequest, path: str) -> BasePage | None:
    """The live page of ours at a path, with what its templates need at hand; None leaves the search to Wagtail."""
    home = find_home(request)
    if home is None:
        return None
    full = home.url_path + path
    # What is not there is not remembered: strangers can ask for any number of addresses.
    known = remember_only(("route", full))
    if known is not None:
        page = next(iter(_query(known[0])(known[1])), None)  # type: ignore[arg-type]
    else:
        known = _look_up(home, full)
        if known is None:
            return None
        model, pk, _place = known
        page = model.joined(model.objects.filter(pk=pk, live=True)).first()
    remember(("route", full), lambda: known)
    if page is not None:
        page.attach_shared()
        attach_children(page)
        attach_parent(page, known[2])
        if isinstance(page, ColumnPage):
            # Its entries ask for the column they stand in. They get their own: the page of a request may be changed.
            remember(("parent", page.path), lambda: copy(page))
    return page


class _Children(dict[str, list[Any]]):
    """The rows below a page by the name of their relation, read when first asked for."""

    def __init__(self, page: BasePage) -> None:
        super().__init__()
        self.page = page

    def __missing__(self, name: str) -> list[Any]:
        page = self.page
        if name == "topics":
            self[name] = _topics(page)
        elif name in page.read_with:
            self[name] = _query(type(page), name)(page.pk)  # type: ignore[arg-type]
        else:
            raise KeyError(name)
        return self[name]


def _topics(page: BasePage) -> list[Topic]:
    """The topics of a page; when none are known yet, those of the column above it in the same query."""
    if remember_only(("all", Topic)) is not None:
        links = _query(type(page), "topics")(page.pk)  # type: ignore[arg-type]
        topics = [topic for link in links if (topic := shared_row(Topic, link.topic_id))]
        return sorted(topics, key=lambda topic: (topic.order, topic.name))
    above = page.__dict__.get("_cached_parent_obj")
    above = above if isinstance(getattr(above, "_cluster_related_objects", None), _Children) else None
    rows = Topic.objects.annotate(here=_filed(page), above=_filed(above) if above else Value(False))
    rows = rows.filter(Q(here=True) | Q(above=True)).order_by("order", "name")
    if above is not None and "topics" not in above._cluster_related_objects:
        above._cluster_related_objects["topics"] = [topic for topic in rows if topic.above]
    return [topic for topic in rows if topic.here]


def _filed(page: BasePage) -> Exists:
    field = page._meta.get_field("topics")
    links = field.remote_field.through._default_manager
    return Exists(links.filter(**{field.m2m_field_name(): page.pk}, topic=OuterRef("pk")))


def attach_children(page: BasePage) -> None:
    """From now on `page.people.all` and the like are read by prepared queries, and only once."""
    page._cluster_related_objects = _Children(page)


@cache
def _query(model: type[BasePage], relation: str = "") -> Prepared:
    """The live page itself, or the rows of one of its child relations."""
    if not relation:
        return Prepared(lambda key: model.objects.filter(pk=key, live=True).order_by())
    if relation == "topics":
        field = model._meta.get_field("topics")
        links = field.remote_field.through._default_manager
        return Prepared(lambda key: links.filter(**{field.m2m_field_name(): key}).order_by())
    child = model._meta.get_field(relation)
    rows = child.related_model._default_manager
    return Prepared(lambda key: rows.filter(**{child.field.name: key}))


def attach_parent(page: Page, parent_path: str) -> None:
    """Spares the query for the pages above, which many pages share."""
    parent = live_parent(parent_path)
    if parent is not None:
        page._cached_parent_obj = parent


def live_parent(path: str) -> Any:
    """The live page at a place in the tree, as its own class, with its parents; None when it is not live."""
    return know_parents([path]).get(path)


def know_parents(paths: Iterable[str]) -> dict[str, Any]:
    """The live pages at these places and all above them. Two queries, however many are new to this process, and one more
    for each further class of columns."""
    wanted = {path[:end] for path in paths for end in range(2 * Page.steplen, len(path) + 1, Page.steplen)}
    known = {path: remember_only(("parent", path)) for path in wanted}
    new = [path for path, page in known.items() if page is None]
    bases = {path: base for path in new if (base := remember_only(("base", path)))}
    asked = [path for path in new if path not in bases]
    if asked:
        bases |= {base.path: base for base in Page.objects.filter(path__in=asked, live=True)}
    columns: dict[type[ColumnPage], list[int]] = {}
    for base in bases.values():
        if base.specific_class and issubclass(base.specific_class, ColumnPage):
            columns.setdefault(base.specific_class, []).append(base.pk)
    whole = {pk: page for model, ids in columns.items() for pk, page in model.objects.in_bulk(ids).items()}
    for path in sorted(bases):  # from the top down: each finds the one above it
        base = bases[path]
        page = whole.get(base.pk) or light(base)
        if isinstance(page, ColumnPage):
            page.attach_shared()
            attach_children(page)
        above = known.get(path[: -Page.steplen])
        if above is not None:
            page._cached_parent_obj = above
        known[path] = remember(("parent", path), lambda page=page: page)  # type: ignore[misc]
    return known


def _look_up(home: Page, full: str) -> tuple[type[BasePage], int, str] | None:
    """The page of an address. The pages above it, its translations and the menu are learnt in the same query."""
    steps = full.removeprefix(home.url_path).split("/")[:-1]
    if len(steps) > DEEPEST:
        return None
    addresses = [home.url_path + "".join(f"{step}/" for step in steps[:end]) for end in range(1, len(steps) + 1)]
    there = Page.objects.filter(url_path=full).values("translation_key")
    in_menu = Q(path__startswith=home.path, depth=home.depth + 1, show_in_menus=True)
    wanted = Q(url_path__in=[full, *addresses]) | Q(translation_key__in=there, alias_of=None)
    rows = list(Page.objects.filter(wanted | in_menu, live=True).order_by("path"))
    base = next((row for row in rows if row.url_path == full), None)
    model = base.specific_class if base else None
    # A class with addresses of its own below its page routes by itself.
    if base is None or model is None or not issubclass(model, BasePage) or model.route is not Page.route:
        return None
    for row in rows:
        if row.url_path in addresses[:-1]:
            remember(("base", row.path), lambda row=row: row)  # type: ignore[misc]
    menu = [row for row in rows if row.show_in_menus and row.depth == home.depth + 1 and row.path.startswith(home.path)]
    remember(("menu rows", home.pk), lambda: menu)
    translations = [row for row in rows if row.translation_key == base.translation_key and row.alias_of_id is None]
    remember(("translation rows", base.translation_key), lambda: translations)
    return model, base.pk, base.path[: -base.steplen]


def menu_rows(home: Page) -> list[Page]:
    """The live children of the home page that are marked to show in menus, as base pages."""
    return remember(("menu rows", home.pk), lambda: list(home.get_children().live().in_menu()))


def translation_rows(page: Page) -> list[Page]:
    """The live texts of a page, one for each language, as base pages. An alias holds the text of another language."""
    rows = Page.objects.live().filter(translation_key=page.translation_key, alias_of=None)
    return remember(("translation rows", page.translation_key), lambda: list(rows))
