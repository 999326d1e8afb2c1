"""How columns of policies are narrowed: year of the document, issuing body, class, state, number."""

import re
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page

from reform.pages.listing import ColumnList, FilterKind, NoSuchList, register_column_list
from reform.pages.models import ColumnPage
from reform.people.models import Unit

from .models import IssuingBody, PolicyPage
from .numbers import is_whole, number_key


def _policies(condition: Q) -> Q:
    """A condition on documents as one on base pages."""
    return Q(pk__in=PolicyPage.objects.filter(condition).values("pk"))


def _issued(value: str) -> Q:
    if not re.fullmatch(r"(19|20)\d\d", value):
        raise NoSuchList(_("There is no such year."))
    return _policies(Q(date_made__year=int(value)))


def _years(pages: QuerySet[Page], chosen: str) -> list[tuple[str, str]]:
    days = PolicyPage.objects.filter(pk__in=pages.order_by().values("pk"), date_made__isnull=False)
    years = {day.year for day in days.order_by().dates("date_made", "year")} | ({int(chosen)} if chosen else set())
    return [(str(year), pgettext("a year", "%(year)d") % {"year": year}) for year in sorted(years, reverse=True)]


def _body(value: str) -> Q:
    rows = IssuingBody.objects.filter(Q(unit__code=value) | Q(unit=None, name=value))
    if not rows.exists() and not Unit.objects.filter(code=value).exists():
        raise NoSuchList(_("There is no such issuing body."))
    return Q(pk__in=rows.values("page_id"))


def _bodies(pages: QuerySet[Page], chosen: str) -> list[tuple[str, str]]:
    rows = (
        IssuingBody.objects.filter(page_id__in=pages.order_by().values("pk"))
        .order_by("unit__path", "name")
        .values_list("unit__code", "unit__short_name", "unit__name", "name")
        .distinct()
    )
    values = {code or name: short or full or name for code, short, full, name in rows}
    if chosen and chosen not in values:
        unit = Unit.objects.filter(code=chosen).first()
        values[chosen] = str(unit) if unit else chosen
    return list(values.items())


def _choice(name: str, field: str, label: str, all_label: str, message: str) -> FilterKind:
    """The filter of a field with choices."""
    choices = dict(PolicyPage._meta.get_field(field).flatchoices)

    def condition(value: str) -> Q:
        if value not in choices:
            raise NoSuchList(message)
        return _policies(Q(**{field: value}))

    def values(pages: QuerySet[Page], chosen: str) -> list[tuple[str, str]]:
        rows = PolicyPage.objects.filter(pk__in=pages.order_by().values("pk")).order_by()
        there = {*rows.values_list(field, flat=True).distinct(), chosen}
        return [(value, str(text)) for value, text in choices.items() if value in there]

    return FilterKind(name, label, all_label, condition, values)


def filters() -> list[FilterKind]:
    """The filters, in the language of the request."""
    return [
        FilterKind("issued", _("Year"), _("All years"), _issued, _years),
        FilterKind("body", _("Issuing body"), _("All bodies"), _body, _bodies),
        _choice("class", "classification", _("Class"), _("All classes"), _("There is no such class.")),
        _choice("state", "state", _("State"), _("All states"), _("There is no such state.")),
    ]


def narrow(request: HttpRequest, pages: Any) -> tuple[Any, dict[str, str]]:
    """The documents whose number is the one that was typed, or holds it."""
    typed = request.GET.get("number", "").strip()[:60]
    if not typed:
        return pages, {}
    key = number_key(typed)
    if not key:
        return pages.none(), {"number": typed}
    condition = Q(number_key=key) if is_whole(key) else Q(number_key__contains=key)
    return pages.filter(_policies(condition)), {"number": typed}


def register() -> None:
    """Called when the app is ready. A typed number is not kept in the cache: there is no end to them."""
    shown = ColumnList(filters, "publicity/policies.html", narrow)
    register_column_list(ColumnPage.Kind.POLICY, shown, ("issued", "body", "class", "state"))
