"""Lists as files: asking for one, those one asked for, fetching."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from reform.pages.sheets import XLSX

from .. import access
from ..models import ListExport
from . import exporting, places
from .views import asked_back, list_address

SHOWN = 50


class ExportsView(places.InboxPage):
    """One's own files; who approves answers sees what everybody took."""

    template_name = "concerns/seeing/exports.html"
    page_title = gettext_lazy("Exported lists of concerns")
    header_icon = "download"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = ListExport.objects.select_related("by")
        if not self.by.has_perm(access.PERMISSIONS["approver"]):
            found = found.filter(by=self.by)
        return super().get_context_data(exports=found[:SHOWN], days=exporting.KEPT_DAYS, **kwargs)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    if not access.staff(request.user):
        raise PermissionDenied
    form = asked_back(request)
    if not form.is_valid():
        messages.error(request, _("The filter has a mistake. Correct it first."))
        return redirect(list_address(form.chosen))
    exporting.ask(request.user, form)
    messages.success(request, _("The list is being made. It will stand here in a moment."))
    return redirect("concerns_seeing:exports")


def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    if not access.staff(request.user):
        raise PermissionDenied
    row = get_object_or_404(ListExport, pk=pk)
    try:
        data = exporting.fetch(row, request.user)
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="concerns-{row.pk}.xlsx"'
    response["Cache-Control"] = "no-store, private"
    return response
