"""What readers ask: most asked, without a result, seldom clicked. Of texts and counts only; nobody stands in them."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Avg, Count, F, FloatField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports.base import ReportView

from .models import Asked

LOW_CLICK, ENOUGH = 0.2, 5


class AskedFilterSet(WagtailFilterSet):
    show = django_filters.ChoiceFilter(
        label=_("show"),
        method="only",
        choices=[("nothing", _("without result")), ("low", _("seldom clicked"))],
        empty_label=_("all"),
    )
    at = django_filters.DateFromToRangeFilter(label=_("time"), widget=DateRangePickerWidget)
    locale = django_filters.AllValuesFilter(label=_("language"))

    class Meta:
        model = Asked
        fields: list[str] = []

    def only(self, queryset: QuerySet[Asked], name: str, value: str) -> QuerySet[Asked]:
        if value == "nothing":
            return queryset.filter(Q(hits=0) | ~Q(relaxed=""))
        return queryset

    def filter_queryset(self, queryset: QuerySet[Asked]) -> QuerySet[Any]:
        rows = grouped(super().filter_queryset(queryset))
        if self.form.cleaned_data.get("show") == "low":
            rows = rows.filter(times__gte=ENOUGH, nothing__lt=F("times"), rate__lt=LOW_CLICK)
        return rows


def grouped(rows: QuerySet[Asked]) -> QuerySet[Any]:
    """One row a query: times asked, times nothing had all words, clicks, their share, mean milliseconds."""
    return (
        rows.values("query")
        .annotate(
            times=Count("pk"),
            nothing=Count("pk", Q(hits=0) | ~Q(relaxed="")),
            clicks=Count("pk", Q(clicked__gt=0)),
            place=Avg("clicked"),
            ms=Avg("ms"),
        )
        .annotate(rate=Cast(F("clicks"), FloatField()) / Cast(F("times"), FloatField()))
    )


def percent(row: dict[str, Any]) -> str:
    return f"{row['rate']:.0%}"


def whole(name: str) -> Any:
    return lambda row: "" if row[name] is None else round(row[name], 1)


class AskedReport(ReportView):
    """Behind `search.view_asked`."""

    page_title = _("Search queries")
    header_icon = "search"
    model = Asked
    is_searchable = False
    filterset_class = AskedFilterSet
    index_url_name = "search_admin:asked"
    index_results_url_name = "search_admin:asked_results"
    default_ordering = "-times"
    no_results_message = _("Nothing was asked in this period.")
    list_export = ["query", "times", "nothing", "clicks", "place", "ms"]
    export_headings = {
        "query": _("Query"),
        "times": _("Times asked"),
        "nothing": _("Without full result"),
        "clicks": _("Clicks"),
        "place": _("Mean place of the click"),
        "ms": _("Mean milliseconds"),
    }
    columns = [
        Column("query", label=_("Query"), sort_key="query"),
        Column("times", label=_("Times asked"), sort_key="times"),
        Column("nothing", label=_("Without full result"), sort_key="nothing"),
        Column("rate", label=_("Click rate"), accessor=percent, sort_key="rate"),
        Column("place", label=_("Mean place of the click"), accessor=whole("place"), sort_key="place"),
        Column("ms", label=_("Mean milliseconds"), accessor=whole("ms"), sort_key="ms"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("search.view_asked"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Asked]:
        return Asked.objects.all()

    def get_filtered_queryset(self) -> QuerySet[Any]:
        return self.order_queryset(self.filter_queryset(self.get_queryset()))
