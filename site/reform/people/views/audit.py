"""Logs for auditors: what was done on the whole site, on one page, sign-ins, units; and the table of roles."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import IntegerField, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.admin.views.reports.base import ReportView
from wagtail.log_actions import registry
from wagtail.models import Page, PageLogEntry

from ..filters import SignInFilterSet, UnitEventFilterSet
from ..models import SignIn, UnitEvent, User
from ..roles import ROLES, lines
from .devices import device_name
from .pages import AdminPage, PermittedReport


def local_time(value: datetime) -> datetime:
    """A time as the office's clocks show it: a spreadsheet knows no zones."""
    return timezone.localtime(value).replace(tzinfo=None, microsecond=0)


def shown_time(row: Any) -> str:
    """To the second: “three minutes ago” is no help to an auditor."""
    return local_time(row.at).isoformat(sep=" ")


class SignInReport(PermittedReport):
    """Who signed in or tried to, when, from where, with what."""

    permission = "people.view_signin"
    page_title = _("Sign-in log")
    header_icon = "key"
    model = SignIn
    filterset_class = SignInFilterSet
    index_url_name = "people_audit:sign_ins"
    index_results_url_name = "people_audit:sign_ins_results"
    default_ordering = "-at"
    no_results_message = _("No sign-ins in this period.")
    list_export = ["at", "username", "name", "get_result_display", "address", "device"]
    export_headings = {
        "at": _("Time"),
        "username": _("Username"),
        "name": _("Full name"),
        "get_result_display": _("Result"),
        "address": _("Address"),
        "device": _("Device"),
    }
    custom_field_preprocess = {
        "at": {ReportView.FORMAT_CSV: local_time, ReportView.FORMAT_XLSX: local_time},
        "device": {ReportView.FORMAT_CSV: device_name, ReportView.FORMAT_XLSX: device_name},
    }
    columns = [
        Column("at", label=_("Time"), sort_key="at", accessor=shown_time),
        Column("user", label=_("User"), accessor=lambda row: row.user or _("unknown name")),
        Column("username", label=_("Username")),
        Column("result", label=_("Result"), accessor="get_result_display"),
        Column("address", label=_("Address")),
        Column("device", label=_("Device"), accessor=lambda row: device_name(row.device)),
    ]

    def get_queryset(self) -> QuerySet[SignIn]:
        return self.order_queryset(SignIn.objects.select_related("user"))


class UnitEventReport(PermittedReport):
    """What happened to all units."""

    permission = "people.view_unitevent"
    page_title = _("Changes of units")
    header_icon = "group"
    model = UnitEvent
    filterset_class = UnitEventFilterSet
    index_url_name = "people_audit:units"
    index_results_url_name = "people_audit:units_results"
    default_ordering = "-at"
    no_results_message = _("Nothing has happened to any unit.")
    list_export = ["at", "unit.name", "unit.code", "get_kind_display", "description", "by"]
    custom_field_preprocess = {"at": {ReportView.FORMAT_CSV: local_time, ReportView.FORMAT_XLSX: local_time}}
    columns = [
        Column("at", label=_("Time"), sort_key="at", accessor=shown_time),
        Column("unit", label=_("Unit"), accessor=lambda row: row.unit.name),
        Column("kind", label=_("What happened"), accessor="get_kind_display"),
        Column("description", label=_("Details")),
        Column("by", label=_("Done by"), accessor=lambda row: row.by or _("the system")),
    ]

    def get_queryset(self) -> QuerySet[UnitEvent]:
        return self.order_queryset(UnitEvent.objects.select_related("unit", "by"))


def _logged_types(request: HttpRequest) -> QuerySet[ContentType]:
    ids: set[int] = set()
    for model in registry.get_log_entry_models():
        ids.update(model.objects.all().get_content_type_ids())
    return ContentType.objects.filter(pk__in=ids).order_by("model")


class AuditLogFilterSet(SiteHistoryReportFilterSet):
    """Wagtail's filters with the choices of the whole log, not only of what the person may edit."""

    object_type = ContentTypeFilter(label=_("Type"), method="filter_object_type", queryset=_logged_types)

    def get_action_choices(self) -> list[Any]:
        used: set[str] = set()
        for model in registry.get_log_entry_models():
            used.update(model.objects.all().get_actions())
        return [choice for choice in registry.get_choices() if choice[0] in used]

    def get_users_queryset(self) -> QuerySet[User]:
        ids: set[int] = set()
        for model in registry.get_log_entry_models():
            ids.update(model.objects.all().get_user_ids())
        return User.objects.filter(pk__in=ids).order_by("username")


class AuditLogReport(LogEntriesView):
    """Everything that Wagtail and our actions logged, on pages and all else."""

    page_title = _("Log of the whole site")
    results_template_name = "people/audit/log_results.html"
    filterset_class = AuditLogFilterSet
    index_url_name = "people_audit:log"
    index_results_url_name = "people_audit:log_results"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("people.view_audit"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filtered_queryset(self) -> QuerySet[Any]:
        """As Wagtail's, without its rule that a person sees the log of what they may edit."""
        self.log_models = list(registry.get_log_entry_models())
        first, *others = (
            self.filter_queryset(
                model.objects.values("pk", "timestamp").annotate(
                    log_model_index=Value(number, output_field=IntegerField())
                )
            ).order_by()
            for number, model in enumerate(self.log_models)
        )
        return first.union(*others, all=True).order_by("-timestamp")


class PageLogView(AdminPage):
    """The whole log of one page, without a door to editing it."""

    permission = "people.view_audit"
    template_name = "people/audit/page_log.html"
    header_icon = "history"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        entries = PageLogEntry.objects.filter(page_id=kwargs["pk"]).latest_by_uuid_and_action()
        self.entries = entries.select_related("user").order_by("-timestamp", "-pk")
        self.page = Page.objects.filter(pk=kwargs["pk"]).first()
        if self.page is None:
            get_object_or_404(self.entries[:1])

    def get_page_title(self) -> str:
        return self.page.get_admin_display_title() if self.page else self.entries[0].label

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("people_audit:log"), AuditLogReport.page_title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(entries=self.entries[:500], page=self.page, **kwargs)


class RolesView(AdminPage):
    """The table of roles and what each may do."""

    permission = "people.view_roles"
    template_name = "people/audit/roles.html"
    page_title = _("Roles")
    header_icon = "clipboard-list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [(line, [role.key in line.holders for role in ROLES]) for line in lines()]
        return super().get_context_data(roles=ROLES, rows=rows, **kwargs)
