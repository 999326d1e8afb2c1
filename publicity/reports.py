"""Reports for the office: documents without an explainer, links to documents no longer in force, votes and remarks."""

from datetime import date
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports.base import ReportView
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from reform.pages.templatetags.look import long_date
from reform.people.calendar import UnknownYear
from reform.people.roles import has_role

from . import plans, queries
from .models import AnswerVote, ExplainerPage, PolicyPage

READERS = ("editor", "first_review", "second_review", "final_review", "site_admin", "auditor")


def may_read(user: Any) -> bool:
    """Everybody who writes, reviews, administers or audits."""
    return user.is_superuser or has_role(user, *READERS)


class _Report(ReportView):
    is_searchable = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def _title(page: Page) -> str:
    return page.title


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _published(page: Page) -> date | None:
    return timezone.localtime(page.first_published_at).date() if page.first_published_at else None


def _due(policy: PolicyPage) -> Any:
    try:
        return plans.due(policy)
    except UnknownYear as error:
        return str(error)


def _plan(policy: PolicyPage) -> str:
    day = _due(policy)
    late = isinstance(day, date) and day < timezone.localdate()
    return " · ".join(
        filter(
            None,
            [policy.plan_person, long_date(day) if isinstance(day, date) else day, _now("overdue") if late else ""],
        )
    )


class PolicyFilterSet(WagtailFilterSet):
    class Meta:
        model = PolicyPage
        fields = ["wide_concern", "classification", "unit"]


class UnexplainedReport(_Report):
    """Documents in force that nothing explains, the oldest first."""

    page_title = _("Documents without an explainer")
    header_icon = "help"
    model = PolicyPage
    filterset_class = PolicyFilterSet
    index_url_name = "publicity_admin:unexplained"
    index_results_url_name = "publicity_admin:unexplained_results"
    no_results_message = _("Every document in force has an explainer.")
    list_export = ["title", "document_number", "first_published_at", "wide_concern", "plan_person", "due"]
    export_headings = {
        "title": _("Title"),
        "document_number": _("Document number"),
        "first_published_at": _("Published at"),
        "wide_concern": _("of wide concern"),
        "plan_person": _("who will explain it"),
        "due": _("explained by"),
    }
    custom_field_preprocess = {
        "first_published_at": {
            kind: lambda value: timezone.localtime(value).date()
            for kind in (ReportView.FORMAT_CSV, ReportView.FORMAT_XLSX)
        }
    }
    columns = [
        TitleColumn("title", label=_("Title"), get_url=_edit, accessor=_title),
        Column("document_number", label=_("Document number")),
        Column("published", label=_("Published at"), accessor=_published),
        Column("concern", label=_("of wide concern"), accessor=lambda page: _("Yes") if page.wide_concern else ""),
        Column("plan", label=_("explanation"), accessor=_plan),
    ]

    def get_queryset(self) -> QuerySet[PolicyPage]:
        return queries.unexplained()

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        for page in object_list:
            page.due = _due(page)
        return object_list


class StaleLinksReport(_Report):
    """Public pages that link to documents no longer in force."""

    page_title = _("Links to documents no longer in force")
    header_icon = "warning"
    model = Page
    index_url_name = "publicity_admin:stale_links"
    index_results_url_name = "publicity_admin:stale_links_results"
    no_results_message = _("No page links to a document that is no longer in force.")
    list_export = ["title", "documents"]
    export_headings = {"title": _("Title"), "documents": _("documents no longer in force")}
    columns = [
        TitleColumn("title", label=_("Title"), get_url=_edit, accessor=_title),
        Column("documents", label=_("documents no longer in force"), accessor=lambda page: page.documents),
    ]

    def get_queryset(self) -> QuerySet[Page]:
        return Page.objects.live().filter(pk__in=list(queries.stale_links())).order_by("-last_published_at", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        links, gone = queries.stale_links(), queries.out_of_force()
        for page in object_list:
            page.documents = "；".join(gone[pk].title for pk in links.get(page.pk, []))
        return object_list


class VoteFilterSet(WagtailFilterSet):
    day_from = django_filters.DateFilter(field_name="day", lookup_expr="gte", label=_("From"), widget=AdminDateInput())
    day_to = django_filters.DateFilter(field_name="day", lookup_expr="lte", label=_("To"), widget=AdminDateInput())

    class Meta:
        model = AnswerVote
        fields = ["day_from", "day_to"]


def _share(page: Any) -> str:
    return f"{round(100 * page.yes / page.all_votes)} %" if page.all_votes else ""


class VotesReport(_Report):
    """How many readers found their question answered, the worst first."""

    page_title = _("Answers to readers' questions")
    header_icon = "pick"
    model = ExplainerPage
    index_url_name = "publicity_admin:votes"
    index_results_url_name = "publicity_admin:votes_results"
    no_results_message = _("No reader has voted yet.")
    list_export = ["title", "yes", "no", "share", "remarks"]
    export_headings = {
        "title": _("Title"),
        "yes": _("answered"),
        "no": _("not answered"),
        "share": _("share answered"),
        "remarks": _("remarks"),
    }
    columns = [
        TitleColumn("title", label=_("Title"), get_url=_edit, accessor=_title),
        Column("yes", label=_("answered")),
        Column("no", label=_("not answered")),
        Column("share", label=_("share answered"), accessor=_share),
        Column("remarks", label=_("remarks")),
    ]

    def get_queryset(self) -> QuerySet[ExplainerPage]:
        votes = Q(votes__answered=True)
        return (
            ExplainerPage.for_lists()
            .annotate(
                all_votes=Count("votes"),
                yes=Count("votes", filter=votes),
                no=Count("votes", filter=~votes & Q(votes__isnull=False)),
                remarks=Count("votes", filter=~Q(votes__remark="") & Q(votes__isnull=False)),
            )
            .filter(all_votes__gt=0)
            .order_by("-no", "-all_votes", "pk")
        )

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        for page in object_list:
            page.share = _share(page)
        return object_list


class RemarksReport(_Report):
    """What readers added to their votes, the newest first."""

    page_title = _("Readers' remarks")
    header_icon = "comment"
    model = AnswerVote
    filterset_class = VoteFilterSet
    index_url_name = "publicity_admin:remarks"
    index_results_url_name = "publicity_admin:remarks_results"
    no_results_message = _("No reader has added a remark yet.")
    list_export = ["page.title", "day", "answered", "remark"]
    export_headings = {
        "page.title": _("Title"),
        "day": _("day"),
        "answered": _("answered"),
        "remark": _("remark"),
    }
    columns = [
        TitleColumn("page", label=_("Title"), get_url=lambda row: _edit(row.page), accessor=lambda row: row.page.title),
        Column("day", label=_("day")),
        Column("answered", label=_("answered"), accessor=lambda row: _("Yes") if row.answered else _("No")),
        Column("remark", label=_("remark")),
    ]

    def get_queryset(self) -> QuerySet[AnswerVote]:
        return AnswerVote.objects.exclude(remark="").select_related("page").order_by("-day", "-pk")


REPORTS = {
    "unexplained": UnexplainedReport,
    "stale_links": StaleLinksReport,
    "votes": VotesReport,
    "remarks": RemarksReport,
}
