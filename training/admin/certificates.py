"""Certificates and the ledger of hours in the admin: lists with filters and export, revoking, packing."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from reform.people.views.pages import AdminPage, PermittedReport

from ..actions import certificate as actions
from ..actions import course as courses
from ..models import Certificate, CertificateBatch, CertificateTemplate, HourEntry, UnitContact


class CertificateFilterSet(WagtailFilterSet):
    class Meta:
        model = Certificate
        fields = ["state", "template", "issued_on"]


def _certificate_page(row: Certificate) -> str:
    return reverse("training_admin:certificate", args=[row.pk])


class CertificatesReport(PermittedReport):
    """Every certificate that was issued."""

    permission = "training.view_certificate"
    page_title = gettext_lazy("Certificates")
    header_icon = "doc-full-inverse"
    model = Certificate
    filterset_class = CertificateFilterSet
    index_url_name = "training_admin:certificates"
    index_results_url_name = "training_admin:certificates_results"
    default_ordering = "-issued_on"
    no_results_message = gettext_lazy("No certificate was issued yet.")
    list_export = ["serial", "name", "unit_name", "course_title", "hours", "issued_on", "get_state_display"]
    export_headings = {"get_state_display": gettext_lazy("State")}
    columns = [
        TitleColumn("serial", label=gettext_lazy("Number"), get_url=_certificate_page),
        Column("name", label=gettext_lazy("Full name")),
        Column("unit_name", label=gettext_lazy("Unit")),
        Column("course_title", label=gettext_lazy("course")),
        Column("issued_on", label=gettext_lazy("issued"), sort_key="issued_on"),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
    ]

    def get_queryset(self) -> QuerySet[Certificate]:
        return self.order_queryset(Certificate.objects.all())


class _Below(AdminPage):
    header_icon = "doc-full-inverse"

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("training_admin:certificates"), CertificatesReport.page_title)]


class CertificateView(_Below):
    """One certificate: what became of it, and what can be done."""

    permission = "training.view_certificate"
    template_name = "training/admin/certificate.html"

    @cached_property
    def certificate(self) -> Certificate:
        rows = Certificate.objects.select_related("user", "template", "ended_by", "replaces")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.certificate.serial

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            certificate=self.certificate,
            newer=Certificate.objects.filter(replaces=self.certificate).first(),
            may_revoke=self.by.has_perm("training.revoke_certificate"),
            may_export=self.by.has_perm("training.export_certificate"),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "")
        try:
            if "reissue" in request.POST:
                row = actions.reissue(self.certificate, self.by, reason)
            else:
                row = actions.revoke(self.certificate, self.by, reason)
        except actions.CertificateError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(reason=reason))
        messages.success(request, _("Recorded."))
        return redirect("training_admin:certificate", row.pk)


class BatchesView(_Below):
    """Zips of certificates: ask for one of what the list shows, watch it being made, download it."""

    permission = "training.export_certificate"
    template_name = "training/admin/batches.html"
    page_title = gettext_lazy("Downloads of certificates")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(batches=CertificateBatch.objects.filter(by=self.by)[:20], **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Certificate.objects.filter(state=Certificate.State.VALID)
        try:
            ids = list(rows.values_list("pk", flat=True)[:2000])
            actions.ask_for_batch(self.by, ids, _("%(count)d certificates") % {"count": len(ids)})
        except actions.CertificateError as error:
            messages.error(request, str(error))
        return redirect("training_admin:batches")


def batch_file(request: HttpRequest, pk: int) -> FileResponse:
    """The zip, for who asked for it."""
    if not request.user.has_perm("training.export_certificate"):
        raise PermissionDenied
    batch = CertificateBatch.objects.filter(
        pk=pk, by=cast(Any, request.user), state=CertificateBatch.State.DONE
    ).first()
    if batch is None:
        raise Http404
    return FileResponse(batch.file.open("rb"), as_attachment=True, filename=f"certificates-{batch.pk}.zip")


class HourFilterSet(WagtailFilterSet):
    class Meta:
        model = HourEntry
        fields = ["meter", "unit", "on"]


def _hour_page(row: HourEntry) -> str:
    return reverse("training_admin:hours_entry", args=[row.pk])


class HoursReport(PermittedReport):
    """The ledger of credit hours."""

    permission = "training.view_hourentry"
    page_title = gettext_lazy("Ledger of credit hours")
    header_icon = "history"
    model = HourEntry
    filterset_class = HourFilterSet
    index_url_name = "training_admin:hours"
    index_results_url_name = "training_admin:hours_results"
    default_ordering = "-on"
    no_results_message = gettext_lazy("No hours were entered yet.")
    list_export = ["on", "user.name", "unit", "title", "hours", "meter", "rule", "reason"]
    columns = [
        TitleColumn("title", label=gettext_lazy("for what"), get_url=_hour_page),
        Column("user", label=gettext_lazy("Full name")),
        Column("unit", label=gettext_lazy("Unit")),
        Column("hours", label=gettext_lazy("credit hours")),
        Column("on", label=gettext_lazy("day"), sort_key="on"),
        Column("rule", label=gettext_lazy("rule")),
    ]

    def get_queryset(self) -> QuerySet[HourEntry]:
        return self.order_queryset(HourEntry.objects.select_related("user", "unit"))


class HourView(AdminPage):
    """One entry, and how it is taken back."""

    permission = "training.view_hourentry"
    template_name = "training/admin/hours_entry.html"
    header_icon = "history"

    @cached_property
    def entry(self) -> HourEntry:
        return get_object_or_404(HourEntry.objects.select_related("user", "unit", "reverses"), pk=self.kwargs["pk"])

    def crumbs(self) -> list[tuple[str, Any]]:
        return [(reverse("training_admin:hours"), HoursReport.page_title)]

    def get_page_title(self) -> str:
        return self.entry.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            entry=self.entry,
            may_reverse=self.by.has_perm("training.reverse_hours") and not self.entry.reverses_id,
            reversal=HourEntry.objects.filter(reverses=self.entry).first(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            courses.take_hours_back(self.entry, self.by, request.POST.get("reason", ""))
        except courses.CourseError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("Recorded."))
        return redirect("training_admin:hours")


class TemplateViewSet(ModelViewSet):
    """How certificates look."""

    model = CertificateTemplate
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Templates of certificates")
    menu_name = "certificate-templates"
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = [
        "name",
        "heading",
        "issuer",
        BooleanColumn("default", label=gettext_lazy("use for new certificates")),
    ]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("default")]),
        FieldPanel("heading"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("issuer"), FieldPanel("signed_by")]),
        FieldRowPanel([FieldPanel("seal"), FieldPanel("signature")]),
        FieldPanel("background"),
    ]


class ContactViewSet(ModelViewSet):
    """Who is told of what is overdue in a unit."""

    model = UnitContact
    icon = "user"
    menu_label = gettext_lazy("Training contacts")
    menu_name = "training-contacts"
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["unit", "user"]
    panels = [FieldPanel("unit"), FieldPanel("user")]
