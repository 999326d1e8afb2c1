"""The column of exemplars: filters that combine, a grid or a list."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from reform.pages import queries as pages_queries
from reform.pages.listing import FilterKind, NoSuchList, listing
from reform.pages.models import Topic
from reform.people.models import Region

from . import queries
from .models import ExemplarHonour, ExemplarPage
from .models.honours import Level

SIZE = 12


def context(request: HttpRequest, column: Page) -> dict[str, Any]:
    """What the column's template needs. Raises `NoSuchList` for a parameter that cannot be."""
    view = request.GET.get("view", "")
    if view not in {"", "list"}:
        raise NoSuchList(_("This page of the list does not exist."))
    keep = {"view": view} if view else {}
    pages = pages_queries.public_pages().exact_type(ExemplarPage).descendant_of(column)
    pages = pages.filter(first_published_at__isnull=False).order_by(*pages_queries.NEWEST)
    found = listing(request, pages, filters(), SIZE, keep)
    chosen = {name: request.GET[name] for name in NAMES if request.GET.get(name)}
    return found.context() | {
        "grid": not view,
        "grid_url": _address(request, chosen),
        "list_url": _address(request, {**chosen, "view": "list"}),
    }


NAMES = ("kind", "region", "topic", "level", "year")


def filters() -> list[FilterKind]:
    """The filters in the order they are shown."""
    return [
        FilterKind("kind", _("Kind"), _("Units and people"), _of_kind, _kinds),
        FilterKind("region", _("Region"), _("All regions"), _in_region, _regions),
        FilterKind("topic", _("Field of work"), _("All fields of work"), _in_field, _fields),
        FilterKind("level", _("Level of honour"), _("All levels"), _of_level, _levels),
        FilterKind("year", _("Year"), _("All years"), _in_year, _years),
    ]


def _of_kind(value: str) -> Q:
    if value not in ExemplarPage.Kind.values:
        raise NoSuchList(_("There is no such kind of exemplar."))
    return Q(pk__in=ExemplarPage.objects.filter(kind=value).values("pk"))


def _kinds(pages: QuerySet[Page], chosen: str) -> list[tuple[str, str]]:
    return [("unit", _("Units")), ("person", _("People"))]


def _in_region(value: str) -> Q:
    region = Region.objects.filter(code=value).first()
    if region is None:
        raise NoSuchList(_("There is no such region."))
    return Q(pk__in=ExemplarPage.objects.filter(region=region).values("pk"))


def _regions(pages: QuerySet[Page], chosen: str) -> list[tuple[str, str]]:
    there = _exemplars(pages).exclude(region=None).values("region_id")
    return [(region.code, str(region)) for region in Region.objects.filter(Q(pk__in=there) | Q(code=chosen))]


def _in_field(value: str) -> Q:
    ids = list(Topic.objects.filter(slug=value).values_list("pk", flat=True))
    if not ids:
        raise NoSuchList(_("There is no such topic."))
    return pages_queries.with_topics(ids)


def _fields(pages: QuerySet[Page], chosen: str) -> list[tuple[str, str]]:
    link = ExemplarPage.topics.through.objects.filter(exemplarpage__in=_exemplars(pages).values("pk"))
    topics = Topic.objects.filter(pk__in=link.values("topic_id"))
    found = [(topic.slug, topic.name) for topic in topics]
    if chosen and chosen not in dict(found):
        found += [(topic.slug, topic.name) for topic in Topic.objects.filter(slug=chosen)[:1]]
    return found


def _of_level(value: str) -> Q:
    if value not in Level.values:
        raise NoSuchList(_("There is no such level."))
    return queries.with_level(value)


def _levels(pages: QuerySet[Page], chosen: str) -> list[tuple[str, str]]:
    rows = ExemplarHonour.objects.filter(page__in=_exemplars(pages).values("pk"))
    rows = rows.exclude(translation_key__in=list(queries.revocations()))
    there = {chosen, *rows.values_list("honour__level", flat=True).distinct()}
    return [(level.value, str(level.label)) for level in Level if level.value in there]


def _in_year(value: str) -> Q:
    if not (value.isascii() and value.isdigit() and len(value) == 4):
        raise NoSuchList(_("There is no such year."))
    return Q(pk__in=ExemplarPage.objects.filter(year=int(value)).values("pk"))


def _years(pages: QuerySet[Page], chosen: str) -> list[tuple[str, str]]:
    years = set(_exemplars(pages).exclude(year=None).values_list("year", flat=True).distinct())
    years |= {int(chosen)} if chosen else set()
    return [(str(year), pgettext("a year", "%(year)d") % {"year": year}) for year in sorted(years, reverse=True)]


def _exemplars(pages: QuerySet[Page]) -> QuerySet[ExemplarPage]:
    return ExemplarPage.objects.filter(pk__in=pages.order_by().values("pk")).order_by()


def _address(request: HttpRequest, parameters: dict[str, str]) -> str:
    return f"{request.path}?{urlencode(parameters)}" if parameters else request.path
