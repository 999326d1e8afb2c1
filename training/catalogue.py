"""The catalogue of courses: filters that combine, and for somebody signed in what they have begun."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from reform.pages import cache
from reform.pages import queries as pages_queries
from reform.pages.listing import FilterKind, NoSuchList, listing

from .models import CoursePage, Enrolment

SIZE = 12
NEW_DAYS = 30
# Value of the filter → hours from, hours below.
HOURS = {"short": (0, 2), "medium": (2, 5), "long": (5, 1000)}
cache.PARAMETERS.update({"required", "hours", "new"})


def context(request: HttpRequest, column: Page) -> dict[str, Any]:
    """What the template of the catalogue needs. Raises `NoSuchList` for a parameter that cannot be."""
    pages = pages_queries.public_pages().exact_type(CoursePage).descendant_of(column)
    pages = pages.filter(first_published_at__isnull=False).order_by(*pages_queries.NEWEST)
    found = listing(request, pages, filters(), SIZE).context()
    return found | {"mine": mine(getattr(request, "user", None), found["entries"])}


def mine(user: Any, courses: list[CoursePage]) -> dict[str, str]:
    """Translation key → `done` or `begun`, for the courses that this person takes."""
    if user is None or not user.is_authenticated or not courses:
        return {}
    keys = [course.translation_key for course in courses]
    rows = Enrolment.objects.filter(user=user, course__translation_key__in=keys)
    return {
        str(key): "done" if completed else "begun"
        for key, completed in rows.values_list("course__translation_key", "completed_at")
    }


def filters() -> list[str | FilterKind]:
    """The filters in the order they are shown."""
    return [
        "topic",
        "unit",
        FilterKind("required", _("Required or elective"), _("Required and elective"), _is_required, _required_values),
        FilterKind("hours", _("Credit hours"), _("All lengths"), _has_hours, _hour_values),
        FilterKind("new", _("New"), _("New and old"), _is_new, _new_values),
    ]


def _courses(condition: Q) -> Q:
    return Q(pk__in=CoursePage.objects.filter(condition).values("pk"))


def _is_required(value: str) -> Q:
    if value not in {"yes", "no"}:
        raise NoSuchList(_("There is no such list of courses."))
    return _courses(Q(required=value == "yes"))


def _required_values(pages: QuerySet[Page], chosen: str) -> list[tuple[str, str]]:
    return [("yes", _("Required courses")), ("no", _("Elective courses"))]


def _has_hours(value: str) -> Q:
    if value not in HOURS:
        raise NoSuchList(_("There is no such list of courses."))
    least, below = HOURS[value]
    return _courses(Q(hours__gte=least, hours__lt=below))


def _hour_values(pages: QuerySet[Page], chosen: str) -> list[tuple[str, str]]:
    return [
        ("short", _("Less than 2 hours")),
        ("medium", _("2 to 5 hours")),
        ("long", _("5 hours and more")),
    ]


def _is_new(value: str) -> Q:
    if value != "yes":
        raise NoSuchList(_("There is no such list of courses."))
    return Q(first_published_at__gte=timezone.now() - timedelta(days=NEW_DAYS))


def _new_values(pages: QuerySet[Page], chosen: str) -> list[tuple[str, str]]:
    # One value alone is no choice, so both are offered; “old” is everything.
    return [("yes", _("New in the last 30 days"))]
