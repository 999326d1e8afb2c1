"""Finds the page of an address. The same answers as Wagtail's own walk down the tree, with fewer questions.

Wagtail asks for the site, the language, and two queries for each step of the path. Which page has which address, and
the columns above it, are the same for every reader of an edition (`edition.remember`); only the page itself is fetched.
"""

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from .edition import remember, remember_only, shared_row
from .models import BasePage, Topic
from .prepared import Prepared


def find_site(request: HttpRequest) -> Site | None:
    """The site of a request, known to Wagtail too from now on, as are the addresses of its language versions."""
    if not hasattr(request, "_wagtail_site"):
        key = ("site", request._get_raw_host(), request.get_port())  # type: ignore[attr-defined]
        request._wagtail_site = remember(key, lambda: Site._find_for_request(request))  # type: ignore[attr-defined]
        request._wagtail_cached_site_root_paths = remember("root paths", Site.get_site_root_paths)  # type: ignore[attr-defined]
    return request._wagtail_site  # type: ignore[attr-defined]


def find_home(request: HttpRequest) -> Any:
    """The home page in the active language, as its own class; None without a site. Do not change it: it is shared."""
    site = find_site(request)
    if site is None:
        return None
    return remember(("home", site.pk, get_language()), lambda: site.root_page.localized.specific)


def find_page(request: HttpRequest, path: str) -> BasePage | None:
    """The live page of ours at a path, with what its templates need at hand; None leaves the search to Wagtail."""
    home = find_home(request)
    if home is None:
        return None
    full = home.url_path + path
    # What is not there is not remembered: strangers can ask for any number of addresses.
    known = remember_only(("route", full)) or _look_up(full)
    if known is None:
        return None
    remember(("route", full), lambda: known)
    model, pk, parent_path = known
    page = next(iter(_query(model)(pk)), None)  # type: ignore[arg-type]
    if page is not None:
        page.attach_shared()
        attach_children(page)
        attach_parent(page, parent_path)
    return page


class _Children(dict[str, list[Any]]):
    """The rows below a page by the name of their relation, read when first asked for."""

    def __init__(self, page: BasePage) -> None:
        super().__init__()
        self.page = page

    def __missing__(self, name: str) -> list[Any]:
        page = self.page
        if name == "topics":
            links = _query(type(page), "topics")(page.pk)  # type: ignore[arg-type]
            topics = [topic for link in links if (topic := shared_row(Topic, link.topic_id))]
            self[name] = sorted(topics, key=lambda topic: (topic.order, topic.name))
        elif name in page.read_with:
            self[name] = _query(type(page), name)(page.pk)  # type: ignore[arg-type]
        else:
            raise KeyError(name)
        return self[name]


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
    return remember(("parent", path), lambda: _fetch_parent(path))


def _fetch_parent(path: str) -> Any:
    base = Page.objects.filter(path=path, live=True).first()
    if base is None:
        return None
    page = base.specific
    if isinstance(page, BasePage):
        page.attach_shared()
    if page.depth > 2:
        attach_parent(page, path[: -page.steplen])
    return page


def _look_up(url_path: str) -> tuple[type[BasePage], int, str] | None:
    base = Page.objects.filter(url_path=url_path, live=True).first()
    model = base.specific_class if base else None
    # A class with addresses of its own below its page routes by itself.
    if base is None or model is None or not issubclass(model, BasePage) or model.route is not Page.route:
        return None
    return model, base.pk, base.path[: -base.steplen]
